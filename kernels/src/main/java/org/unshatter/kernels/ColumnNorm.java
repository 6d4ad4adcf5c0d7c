package org.unshatter.kernels;

import org.unshatter.kernels.Epilogue.Activation;

/**
 * Batch normalisation of matrices, row-major, without gaps, one row per example: {@code y = activation((x − mean) / √(variance + ε) · γ + β)},
 * mean and variance those of a column; or without the division: mean-centering. Source: Ioffe and Szegedy 2015, algorithm 1;
 * Balduzzi et al. 2017, section 2.2. For images see {@link BatchNorm}.
 *
 * <p>γ, β, mean and variance hold one number per column. γ and β may be null, for 1 and 0; variances too, if they are not divided by.
 * The activation, in the same pass, is {@code NONE} or {@code RELU}. Outputs must not share elements with inputs; of the matrices this is
 * checked. Large matrices are shared among the threads, without influence on the bits of the results.
 * Every method throws {@link IllegalArgumentException} if a size is negative, an array too short, ε negative or not finite, or the
 * activation another one.
 */
public final class ColumnNorm {

    private ColumnNorm() {
    }

    /**
     * Training: takes mean and variance of each column, writes them, and normalises by them; of no rows, they are NaN. The variance is the mean
     * of squared deviations (divided by n, not n − 1), by the corrected two-pass algorithm of Chan, Golub and LeVeque 1983, equation 1.7.
     *
     * @param divide whether to divide by the standard deviation; if not, variances are neither computed nor read
     */
    public static void forward(int rows, int columns, boolean divide, double epsilon, Activation activation, float[] x, int xOffset,
                               float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                               float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] y, int yOffset) {
        check(rows, columns, divide, epsilon, activation, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        checkOutput(rows, columns, x, xOffset, y, yOffset, "y");
        ColumnNormaliser.own().forward(rows, columns, divide, epsilon, activation, x, xOffset, gamma, gammaOffset, beta, betaOffset,
                mean, meanOffset, variance, varianceOffset, true, y, yOffset);
    }

    /** Evaluation: normalises by a mean and a variance that are given, such as running ones. */
    public static void evaluate(int rows, int columns, boolean divide, double epsilon, Activation activation, float[] x, int xOffset,
                                float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                                float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] y, int yOffset) {
        check(rows, columns, divide, epsilon, activation, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        checkOutput(rows, columns, x, xOffset, y, yOffset, "y");
        ColumnNormaliser.own().forward(rows, columns, divide, epsilon, activation, x, xOffset, gamma, gammaOffset, beta, betaOffset,
                mean, meanOffset, variance, varianceOffset, false, y, yOffset);
    }

    /**
     * dx ← the gradient by x; dgamma and dbeta likewise, unless they are null. Where the activation rectified is computed anew from x.
     *
     * @param mean    what x was normalised by, and likewise variance
     * @param through whether mean and variance are functions of x, as in {@link #forward}; otherwise they are constants, as in {@link #evaluate}
     */
    public static void gradient(int rows, int columns, boolean divide, double epsilon, Activation activation, float[] x, int xOffset,
                                float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                                float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] dy, int dyOffset, boolean through,
                                float[] dx, int dxOffset, float[] dgamma, int dgammaOffset, float[] dbeta, int dbetaOffset) {
        check(rows, columns, divide, epsilon, activation, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        Check.dense(rows, columns, dy, dyOffset, "dy");
        checkOutput(rows, columns, x, xOffset, dx, dxOffset, "dx");
        long length = (long) rows * columns;
        Check.disjoint(dy, dyOffset, length, "dy", dx, dxOffset, length, "dx");
        Check.runOrNull(columns, dgamma, dgammaOffset, "dgamma");
        Check.runOrNull(columns, dbeta, dbetaOffset, "dbeta");
        ColumnNormaliser.own().gradient(rows, columns, divide, epsilon, activation, x, xOffset, gamma, gammaOffset, beta, betaOffset,
                mean, meanOffset, variance, varianceOffset, dy, dyOffset, through, dx, dxOffset, dgamma, dgammaOffset, dbeta, dbetaOffset);
    }

    private static void check(int rows, int columns, boolean divide, double epsilon, Activation activation, float[] x, int xOffset,
                              float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                              float[] mean, int meanOffset, float[] variance, int varianceOffset) {
        Check.dense(rows, columns, x, xOffset, "x");
        Normalisation.check(epsilon, activation);
        Check.runOrNull(columns, gamma, gammaOffset, "gamma");
        Check.runOrNull(columns, beta, betaOffset, "beta");
        Check.run(columns, mean, meanOffset, "mean");
        if (divide) {
            Check.run(columns, variance, varianceOffset, "variance");
        }
    }

    private static void checkOutput(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset, String name) {
        Check.dense(rows, columns, y, yOffset, name);
        Check.disjoint(x, xOffset, (long) rows * columns, "x", y, yOffset, (long) rows * columns, name);
    }
}
