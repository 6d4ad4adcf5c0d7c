package org.unshatter.kernels;

import org.unshatter.kernels.scalar.ScalarVectorKernels;

/**
 * Layer normalisation of matrices, row-major, without gaps: y = (x − mean) / √(variance + ε) · γ + β, mean and variance those of a row.
 * Source: Ba et al. 2016, section 3.
 *
 * <p>γ and β hold one number per column and may be null, for 1 and 0; mean and variance hold one per row. Outputs must not share elements
 * with inputs. Every method throws {@link IllegalArgumentException} if a size is negative or an array too short.
 */
public final class RowNorm {

    private static final ScalarVectorKernels KERNELS = Dispatch.KERNELS.vector();
    private static final int RUN = 1 << 14;
    private static final ThreadLocal<RowNorm> OWN = ThreadLocal.withInitial(RowNorm::new);

    /** A row of x̂ and one of γ·dy. */
    private float[] normalised = {};
    private float[] weighted = {};

    private RowNorm() {
    }

    /** Takes mean and variance of each row, writes them, and normalises by them; of no columns, NaN. */
    public static void forward(int rows, int columns, double epsilon, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                               float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] y, int yOffset) {
        check(rows, columns, epsilon, x, xOffset, gamma, gammaOffset, mean, meanOffset, variance, varianceOffset, y, yOffset, "y");
        Check.runOrNull(columns, beta, betaOffset, "beta");
        for (int i = 0; i < rows; i++) {
            int from = xOffset + i * columns;
            int to = yOffset + i * columns;
            float near = (float) (sum(columns, x, from) / columns);
            KERNELS.shift(columns, x, from, near, 0, y, to);
            // the deviations' own mean corrects the first one, which is rounded
            float error = (float) (sum(columns, y, to) / columns);
            KERNELS.shift(columns, x, from, near, error, y, to);
            mean[meanOffset + i] = near + error;
            variance[varianceOffset + i] = (float) (dot(columns, y, to, y, to) / columns);
            KERNELS.scale(columns, inverse(variance[varianceOffset + i], epsilon), y, to, y, to);
            if (gamma != null) {
                KERNELS.multiply(columns, y, to, gamma, gammaOffset, y, to);
            }
            if (beta != null) {
                KERNELS.axpy(columns, 1, beta, betaOffset, y, to);
            }
        }
    }

    /**
     * dx ← dx + the gradient by x, through mean and variance; dgamma and dbeta likewise, unless they are null.
     *
     * @param mean as {@link #forward} has written it, and likewise variance
     */
    public static void addGradient(int rows, int columns, double epsilon, float[] x, int xOffset, float[] gamma, int gammaOffset,
                                   float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] dy, int dyOffset,
                                   float[] dx, int dxOffset, float[] dgamma, int dgammaOffset, float[] dbeta, int dbetaOffset) {
        check(rows, columns, epsilon, x, xOffset, gamma, gammaOffset, mean, meanOffset, variance, varianceOffset, dx, dxOffset, "dx");
        Check.matrix(rows, columns, dy, dyOffset, Math.max(1, columns), "dy");
        Check.disjoint(dy, dyOffset, (long) rows * columns, "dy", dx, dxOffset, (long) rows * columns, "dx");
        Check.runOrNull(columns, dgamma, dgammaOffset, "dgamma");
        Check.runOrNull(columns, dbeta, dbetaOffset, "dbeta");
        RowNorm own = OWN.get();
        if (own.normalised.length < columns) {
            own.normalised = new float[columns];
            own.weighted = new float[columns];
        }
        for (int i = 0; i < rows; i++) {
            int at = i * columns;
            float scale = inverse(variance[varianceOffset + i], epsilon);
            own.addGradient(columns, scale, x, xOffset + at, gamma, gammaOffset, mean[meanOffset + i], dy, dyOffset + at, dx, dxOffset + at);
            if (dgamma != null) {
                KERNELS.addProduct(columns, dy, dyOffset + at, own.normalised, 0, dgamma, dgammaOffset);
            }
            if (dbeta != null) {
                KERNELS.axpy(columns, 1, dy, dyOffset + at, dbeta, dbetaOffset);
            }
        }
    }

    /** dx ← dx + scale·(g − mean(g) − x̂·mean(g·x̂)) for g = γ·dy; leaves x̂ behind. */
    private void addGradient(int columns, float scale, float[] x, int from, float[] gamma, int gammaOffset, float mean,
                             float[] dy, int at, float[] dx, int to) {
        KERNELS.shift(columns, x, from, mean, 0, normalised, 0);
        KERNELS.scale(columns, scale, normalised, 0, normalised, 0);
        if (gamma == null) {
            System.arraycopy(dy, at, weighted, 0, columns);
        } else {
            KERNELS.multiply(columns, dy, at, gamma, gammaOffset, weighted, 0);
        }
        float meanGradient = (float) (sum(columns, weighted, 0) / columns);
        float meanProduct = (float) (dot(columns, weighted, 0, normalised, 0) / columns);
        KERNELS.shift(columns, weighted, 0, meanGradient, 0, weighted, 0);
        KERNELS.axpy(columns, -meanProduct, normalised, 0, weighted, 0);
        KERNELS.axpy(columns, scale, weighted, 0, dx, to);
    }

    /** In single precision over at most {@value #RUN} elements at a time, these in double. */
    private static double sum(int n, float[] x, int at) {
        double sum = 0;
        for (int i = 0; i < n; i += RUN) {
            sum += KERNELS.sum(Math.min(RUN, n - i), x, at + i);
        }
        return sum;
    }

    private static double dot(int n, float[] x, int xAt, float[] y, int yAt) {
        double sum = 0;
        for (int i = 0; i < n; i += RUN) {
            sum += KERNELS.dot(Math.min(RUN, n - i), x, xAt + i, y, yAt + i);
        }
        return sum;
    }

    private static float inverse(float variance, double epsilon) {
        return (float) (1 / Math.sqrt(variance + epsilon));
    }

    private static void check(int rows, int columns, double epsilon, float[] x, int xOffset, float[] gamma, int gammaOffset,
                              float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] out, int outOffset, String outName) {
        Check.atLeast(0, rows, "rows");
        Check.atLeast(0, columns, "columns");
        Check.notNegative(epsilon, "epsilon");
        long length = (long) rows * columns;
        Check.matrix(rows, columns, x, xOffset, Math.max(1, columns), "x");
        Check.matrix(rows, columns, out, outOffset, Math.max(1, columns), outName);
        Check.runOrNull(columns, gamma, gammaOffset, "gamma");
        Check.run(rows, mean, meanOffset, "mean");
        Check.run(rows, variance, varianceOffset, "variance");
        Check.disjoint(x, xOffset, length, "x", out, outOffset, length, outName);
    }
}
