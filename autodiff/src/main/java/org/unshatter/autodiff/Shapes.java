package org.unshatter.autodiff;

import java.util.Arrays;

/** Shape checks whose messages name the operation and the shapes. */
final class Shapes {

    private Shapes() {
    }

    static long size(int... shape) {
        long size = 1;
        for (int extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("shape is " + Arrays.toString(shape) + ", expected no negative dimension");
            }
            size = Math.multiplyExact(size, (long) extent);
        }
        return size;
    }

    /** Number of elements of an array to be allocated. */
    static int length(int... shape) {
        long size = size(shape);
        if (size > Integer.MAX_VALUE - 8) { // the JVM's longest array
            throw new IllegalArgumentException("shape is " + Arrays.toString(shape) + ", expected fewer than 2³¹ elements");
        }
        return (int) size;
    }

    static void requireMatrix(String operation, Tensor x) {
        require(x.rank() == 2, operation, "a matrix", x);
    }

    static void requireSame(String operation, Tensor x, Tensor y) {
        require(Arrays.equals(x.dims(), y.dims()), operation, "equal shapes", x, y);
    }

    static void require(boolean condition, String operation, String expected, Tensor... inputs) {
        if (!condition) {
            String shapes = String.join(" and ", Arrays.stream(inputs).map(t -> Arrays.toString(t.dims())).toList());
            throw new IllegalArgumentException(operation + ": shape " + shapes + ", expected " + expected);
        }
    }
}
