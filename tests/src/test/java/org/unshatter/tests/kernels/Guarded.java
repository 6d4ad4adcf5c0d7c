package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * A row-major matrix (or, with one row, a run) inside a larger array. Every element around and between its rows is poisoned with a NaN
 * of known bits: reading it spoils a result, writing it is noticed.
 */
final class Guarded {

    private static final int POISON = 0x7fc0dead;
    /** More than two of the widest vectors, so that a store past the end stays inside the array and is seen. */
    private static final int TAIL = 40;

    final int rows;
    final int columns;
    final int offset;
    final int stride;
    final float[] array;

    private Guarded(int rows, int columns, int offset, int stride, float[] array) {
        this.rows = rows;
        this.columns = columns;
        this.offset = offset;
        this.stride = stride;
        this.array = array;
    }

    static Guarded matrix(int rows, int columns, int offset, int stride) {
        float[] array = new float[offset + rows * stride + TAIL];
        Arrays.fill(array, Float.intBitsToFloat(POISON));
        return new Guarded(rows, columns, offset, stride, array);
    }

    /** Without gaps, at the start of its array. */
    static Guarded dense(int rows, int columns) {
        return matrix(rows, columns, 0, columns);
    }

    static Guarded run(int n, int offset) {
        return matrix(1, n, offset, n);
    }

    Guarded fill(DoubleSupplier values) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                array[offset + i * stride + j] = (float) values.getAsDouble();
            }
        }
        return this;
    }

    Guarded fill(float value) {
        return fill(() -> value);
    }

    Guarded copy() {
        return new Guarded(rows, columns, offset, stride, array.clone());
    }

    float get(int i, int j) {
        return array[offset + i * stride + j];
    }

    float get(int i) {
        return array[offset + i];
    }

    /** An input must come back with the same bits. */
    void assertSameBits(Guarded before, Object where, Class<?> test) {
        for (int i = 0; i < array.length; i++) {
            if (Float.floatToRawIntBits(array[i]) != Float.floatToRawIntBits(before.array[i])) {
                fail(where + ": input changed at array index " + i + " from " + before.array[i] + " to " + array[i] + Seeds.again(test));
            }
        }
    }

    /** An output must stay inside its rows. */
    void assertNothingAround(Object where, Class<?> test) {
        for (int i = 0; i < array.length; i++) {
            int at = i - offset;
            boolean inside = at >= 0 && at < rows * stride && at % stride < columns;
            if (!inside && Float.floatToRawIntBits(array[i]) != POISON) {
                fail(where + ": wrote " + array[i] + " outside its rows, at array index " + i + Seeds.again(test));
            }
        }
    }
}
