package org.unshatter.kernels;

import java.util.Arrays;
import org.unshatter.kernels.scalar.ScalarVectorKernels;
import org.unshatter.kernels.scalar.ThinKernels;

/**
 * Sums and maxima over runs of floats and over the rows or columns of row-major matrices without gaps.
 *
 * <p>The order of summation is fixed by the shape and the vector width: the same call gives the same bits, always.
 * Results of matrix reductions are written to {@code out}, one value per row or column; what it held before is ignored,
 * so it must not be one of the inputs.
 * Every method throws {@link IllegalArgumentException} if a length is negative or does not fit its array.
 */
public final class Reductions {

    private static final ScalarVectorKernels KERNELS = Dispatch.KERNELS.vector();
    private static final ThinKernels THIN = Dispatch.KERNELS.thin();

    /** So many sums stay in the first-level cache while the rows pass by; a multiple of every vector length. */
    private static final int COLUMN_BLOCK = 2048;

    private Reductions() {
    }

    /** Σ x. */
    public static float sum(int n, float[] x, int xOffset) {
        Check.run(n, x, xOffset, "x");
        return KERNELS.sum(n, x, xOffset);
    }

    /** Σ x·y. */
    public static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
        Check.run(n, x, xOffset, "x");
        Check.run(n, y, yOffset, "y");
        return KERNELS.dot(n, x, xOffset, y, yOffset);
    }

    /** The largest element, −∞ of none; NaN if any is NaN. */
    public static float max(int n, float[] x, int xOffset) {
        Check.run(n, x, xOffset, "x");
        return KERNELS.max(n, x, xOffset);
    }

    /** out[i] ← maxⱼ x[i, j]. */
    public static void rowMaxima(int rows, int columns, float[] x, float[] out) {
        Check.dense(rows, columns, x, "x");
        Check.run(rows, out, 0, "out");
        for (int i = 0; i < rows; i++) {
            out[i] = KERNELS.max(columns, x, i * columns);
        }
    }

    /** out[i] ← Σⱼ x[i, j]. */
    public static void rowSums(int rows, int columns, float[] x, float[] out) {
        Check.dense(rows, columns, x, "x");
        Check.run(rows, out, 0, "out");
        for (int i = 0; i < rows; i++) {
            out[i] = KERNELS.sum(columns, x, i * columns);
        }
    }

    /**
     * out[o, i] ← Σₗ x[o, l, i]: the sum along the middle axis. {@code inner} = 1 makes it a sum of rows, {@code outer} = 1 of columns.
     * Long sums are taken in single precision in pieces, these in double.
     */
    public static void sumAlong(int outer, int length, int inner, float[] x, int xOffset, float[] out, int outOffset) {
        checkAlong(outer, length, inner, x, xOffset, "x", out, outOffset, "out");
        AxisReduction.sum(outer, length, inner, x, xOffset, out, outOffset);
    }

    /** out[o, i] ← maxₗ x[o, l, i]: the largest along the middle axis, −∞ of none; NaN if any is NaN. */
    public static void maxAlong(int outer, int length, int inner, float[] x, int xOffset, float[] out, int outOffset) {
        checkAlong(outer, length, inner, x, xOffset, "x", out, outOffset, "out");
        AxisReduction.max(outer, length, inner, x, xOffset, out, outOffset);
    }

    /**
     * dx[o, l, i] ← dy[o, i] where x[o, l, i] is the first largest along the middle axis, 0 elsewhere: the gradient of {@link #maxAlong}.
     * NaN counts as larger than all numbers. dx may be x, the same run; dy must not share elements with it.
     */
    public static void maxAlongGradient(int outer, int length, int inner, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        Check.cube(outer, length, inner, x, xOffset, "x");
        Check.dense(outer, inner, dy, dyOffset, "dy");
        Check.cube(outer, length, inner, dx, dxOffset, "dx");
        Check.disjoint(dy, dyOffset, (long) outer * inner, "dy", dx, dxOffset, (long) outer * length * inner, "dx");
        AxisReduction.maxGradient(outer, length, inner, x, xOffset, dy, dyOffset, dx, dxOffset);
    }

    /**
     * dy[o, i] ← dx where x is the first largest along the middle axis, 0 if there is none: the derivative of {@link #maxAlong} in the direction dx.
     */
    public static void maxAlongTangent(int outer, int length, int inner, float[] x, int xOffset, float[] dx, int dxOffset, float[] dy, int dyOffset) {
        checkAlong(outer, length, inner, x, xOffset, "x", dy, dyOffset, "dy");
        checkAlong(outer, length, inner, dx, dxOffset, "dx", dy, dyOffset, "dy");
        AxisReduction.maxTangent(outer, length, inner, x, xOffset, dx, dxOffset, dy, dyOffset);
    }

    /** out[j] ← Σᵢ x[i, j]. */
    public static void columnSums(int rows, int columns, float[] x, float[] out) {
        Check.dense(rows, columns, x, "x");
        Check.run(columns, out, 0, "out");
        Arrays.fill(out, 0, columns, 0f);
        for (int j = 0, width; j < columns; j += width) {
            width = Math.min(COLUMN_BLOCK, columns - j);
            int i = 0;
            for (; i <= rows - 4; i += 4) {
                THIN.addFour(width, 1, 1, 1, 1, x, i * columns + j, columns, out, j);
            }
            for (; i < rows; i++) {
                KERNELS.axpy(width, 1, x, i * columns + j, out, j);
            }
        }
    }

    /** out[j] ← the mean of column j; of no rows, NaN. */
    public static void columnMeans(int rows, int columns, float[] x, float[] out) {
        columnSums(rows, columns, x, out);
        KERNELS.scale(columns, 1f / rows, out, 0, out, 0);
    }

    private static void checkAlong(int outer, int length, int inner, float[] x, int xOffset, String xName, float[] out, int outOffset, String outName) {
        Check.cube(outer, length, inner, x, xOffset, xName);
        Check.dense(outer, inner, out, outOffset, outName);
        Check.disjoint(x, xOffset, (long) outer * length * inner, xName, out, outOffset, (long) outer * inner, outName);
    }
}
