package org.unshatter.kernels;

import java.util.Objects;

/** Argument checks whose messages name the argument, its value and what was expected. */
final class Check {

    private Check() {
    }

    static int atLeast(int least, int value, String name) {
        atLeast((long) least, value, name);
        return value;
    }

    static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least " + least);
        }
    }

    static void finite(double value, String name) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a finite number");
        }
    }

    static void notNegative(double value, String name) {
        if (!(value >= 0 && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a finite number, at least 0");
        }
    }

    /** In single precision, where a smaller double may become 0. */
    static void positive(double value, String name) {
        if (!((float) value > 0 && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a finite number above 0 in single precision");
        }
    }

    /** A factor by which a running mean forgets. */
    static void fraction(double value, String name) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least 0 and less than 1");
        }
    }

    /** A run of {@code n} elements from {@code offset} must lie inside the array. */
    static void run(int n, float[] array, int offset, String name) {
        atLeast(0, n, "n");
        span(n, array, offset, name);
    }

    /** The same of an argument that may be left out. */
    static void runOrNull(int n, float[] array, int offset, String name) {
        if (array != null) {
            run(n, array, offset, name);
        }
    }

    /** {@code rows} rows of {@code columns} elements, {@code stride} apart, must lie inside the array. Returns their extent. */
    static long matrix(int rows, int columns, float[] array, int offset, int stride, String name) {
        return matrix(rows, columns, array, offset, stride, 0, name);
    }

    /** As above, for the first and the last of several matrices, {@code distance} apart: all must lie inside the array. */
    static long matrix(int rows, int columns, float[] array, int offset, int stride, long distance, String name) {
        if (stride < Math.max(1, columns)) {
            // Inside the condition, because the name of the argument is allocated.
            atLeast(Math.max(1, columns), stride, "ld" + name);
        }
        long extent = extent(rows, columns, stride);
        extent = extent == 0 ? 0 : extent + distance;
        span(extent, array, offset, name);
        return extent;
    }

    /** Elements from the first to the last of a matrix, padding between them included. */
    static long extent(int rows, int columns, int stride) {
        return rows == 0 || columns == 0 ? 0 : (long) (rows - 1) * stride + columns;
    }

    /** {@code rows} rows of {@code columns} elements without gaps must start the array. */
    static void dense(int rows, int columns, float[] array, String name) {
        dense(rows, columns, array, 0, name);
    }

    /** The same from {@code offset} on. */
    static void dense(int rows, int columns, float[] array, int offset, String name) {
        atLeast(0, rows, "rows");
        atLeast(0, columns, "columns");
        span((long) rows * columns, array, offset, name);
    }

    /** {@code outer} matrices of {@code length} rows and {@code inner} columns, without gaps, must lie inside the array. */
    static void cube(int outer, int length, int inner, float[] array, int offset, String name) {
        atLeast(0, outer, "outer");
        atLeast(0, length, "length");
        atLeast(0, inner, "inner");
        long planes = (long) outer * inner; // times length it may overflow: no array has as many as an int counts
        span(length == 0 ? 0 : planes > Integer.MAX_VALUE ? planes : planes * length, array, offset, name);
    }

    /** As long a run as that must lie inside the array. */
    static void span(long length, float[] array, int offset, String name) {
        Objects.requireNonNull(array, name);
        if (offset < 0 || offset + length > array.length) {
            throw new IllegalArgumentException(name + " has " + array.length + " elements, expected at least "
                    + length + " from offset " + offset);
        }
    }

    /** The output of a product must not share elements with its inputs: it would change them while they are read. */
    static void disjoint(float[] x, int xOffset, long xLength, String xName, float[] y, int yOffset, long yLength, String yName) {
        if (x == y && xLength > 0 && yLength > 0 && xOffset < yOffset + yLength && yOffset < xOffset + xLength) {
            throw new IllegalArgumentException(xName + " and " + yName + " overlap, expected separate elements");
        }
    }
}
