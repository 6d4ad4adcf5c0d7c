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

    /** out[j] ← Σᵢ x[i, j]. */
    public static void columnSums(int rows, int columns, float[] x, float[] out) {
        Check.dense(rows, columns, x, "x");
        clear(columns, out);
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

    /** out[j] ← (1/rows) Σᵢ (x[i, j] − mean[j])²: two passes, since E[x²] − E[x]² cancels. */
    public static void columnVariances(int rows, int columns, float[] x, float[] mean, float[] out) {
        Check.dense(rows, columns, x, "x");
        Check.run(columns, mean, 0, "mean");
        clear(columns, out);
        for (int i = 0; i < rows; i++) {
            KERNELS.addSquaredDeviation(columns, x, i * columns, mean, 0, out);
        }
        KERNELS.scale(columns, 1f / rows, out, 0, out, 0);
    }

    /** out[j] ← (1/rows) Σᵢ x[i, j]·y[i, j]. */
    public static void columnMeansOfProducts(int rows, int columns, float[] x, float[] y, float[] out) {
        Check.dense(rows, columns, x, "x");
        Check.dense(rows, columns, y, "y");
        clear(columns, out);
        for (int i = 0; i < rows; i++) {
            KERNELS.addProduct(columns, x, i * columns, y, i * columns, out, 0);
        }
        KERNELS.scale(columns, 1f / rows, out, 0, out, 0);
    }

    private static void clear(int columns, float[] out) {
        Check.run(columns, out, 0, "out");
        Arrays.fill(out, 0, columns, 0f);
    }
}
