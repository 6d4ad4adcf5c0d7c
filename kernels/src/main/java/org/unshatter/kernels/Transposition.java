package org.unshatter.kernels;

import org.unshatter.kernels.scalar.ScalarTransposeKernel;

/** Transposes of row-major matrices, and of arrays of more dimensions. {@link Gemm} reads transposed operands by itself; this is for layouts that must change. */
public final class Transposition {

    private static final ScalarTransposeKernel KERNEL = Dispatch.KERNELS.transpose();

    private Transposition() {
    }

    /**
     * y ← xᵀ, that is y[j, i] ← x[i, j]; elements between the rows of y are left alone.
     *
     * @param rows    rows of x, columns of y
     * @param columns columns of x, rows of y
     * @param ldx     distance between the rows of x in its array, at least {@code columns} and at least 1
     * @param ldy     distance between the rows of y in its array, at least {@code rows} and at least 1
     * @throws IllegalArgumentException if a length is negative, a distance too small, a matrix does not fit its array, or the two overlap
     */
    public static void transpose(int rows, int columns, float[] x, int xOffset, int ldx, float[] y, int yOffset, int ldy) {
        Check.atLeast(0, rows, "rows");
        Check.atLeast(0, columns, "columns");
        Check.matrix(rows, columns, x, xOffset, ldx, "x");
        Check.matrix(columns, rows, y, yOffset, ldy, "y");
        Check.disjoint(x, xOffset, Check.extent(rows, columns, ldx), "x", y, yOffset, Check.extent(columns, rows, ldy), "y");
        if (rows > 0 && columns > 0) {
            KERNEL.transpose(rows, columns, x, xOffset, ldx, y, yOffset, ldy);
        }
    }

    /**
     * Exchanges the axes of a row-major array without gaps: axis i of y is axis {@code axes[i]} of x.
     *
     * @param shape lengths of the axes of x
     * @param axes  each of 0, 1, …, {@code shape.length} − 1 once
     * @throws IllegalArgumentException if that is not so, a length is negative, an array is too short, or the two overlap
     */
    public static void permute(int[] shape, int[] axes, float[] x, int xOffset, float[] y, int yOffset) {
        Permutation.own().permute(shape, axes, x, xOffset, y, yOffset);
    }
}
