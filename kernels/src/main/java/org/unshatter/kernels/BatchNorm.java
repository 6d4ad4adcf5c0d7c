package org.unshatter.kernels;

/**
 * Batch normalisation of {@link Images}: mean and variance are those of a channel, over all images of the batch and all pixels.
 * Source: Ioffe and Szegedy 2015, algorithm 1. For matrices, one row per example, see {@link ColumnNorm}.
 *
 * <p>γ, β, mean and variance hold one number per channel. γ and β may be null, for 1 and 0; variances too, if they are not divided by.
 * Outputs must not share elements with inputs; of the images this is checked. Every method throws {@link IllegalArgumentException} if an array is too short for its shape.
 */
public final class BatchNorm {

    private BatchNorm() {
    }

    /**
     * Training: takes mean and variance of the batch, writes them, and normalises by them. The variance is the mean of squared deviations
     * (divided by n, not n − 1), by the corrected two-pass algorithm of Chan, Golub and LeVeque 1983, equation 1.7.
     */
    public static void forward(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                               float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] y, int yOffset) {
        check(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        checkOutput(norm, x, xOffset, y, yOffset, "y");
        BatchNormaliser.own().forward(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset,
                mean, meanOffset, variance, varianceOffset, true, y, yOffset);
    }

    /** Evaluation: normalises by a mean and a variance that are given, such as running ones. */
    public static void evaluate(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                                float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] y, int yOffset) {
        check(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        checkOutput(norm, x, xOffset, y, yOffset, "y");
        BatchNormaliser.own().forward(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset,
                mean, meanOffset, variance, varianceOffset, false, y, yOffset);
    }

    /**
     * dx ← the gradient by x, or dx + the gradient; dgamma and dbeta likewise, unless they are null.
     *
     * @param mean       what x was normalised by, and likewise variance
     * @param through    whether mean and variance are functions of x, as in {@link #forward}; otherwise they are constants, as in {@link #evaluate}
     * @param accumulate whether to add to dx, dgamma and dbeta; otherwise they are only written
     */
    public static void gradient(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                                float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] dy, int dyOffset,
                                boolean through, boolean accumulate, float[] dx, int dxOffset,
                                float[] dgamma, int dgammaOffset, float[] dbeta, int dbetaOffset) {
        check(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        int length = norm.images().length();
        Check.run(length, dy, dyOffset, "dy");
        checkOutput(norm, x, xOffset, dx, dxOffset, "dx");
        Check.disjoint(dy, dyOffset, length, "dy", dx, dxOffset, length, "dx");
        int channels = norm.images().channels();
        Check.runOrNull(channels, dgamma, dgammaOffset, "dgamma");
        Check.runOrNull(channels, dbeta, dbetaOffset, "dbeta");
        BatchNormaliser.own().gradient(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset,
                dy, dyOffset, through, accumulate, dx, dxOffset, dgamma, dgammaOffset, dbeta, dbetaOffset);
    }

    /**
     * running ← (1 − momentum)·running + momentum·batch, for means and variances. The variance that is mixed in is the unbiased one,
     * n / (n − 1) times that of {@link #forward}, as PyTorch has it; of a single element it is taken as it is.
     *
     * @param momentum the share of the new batch, from 0 to 1
     * @throws IllegalArgumentException if the share is not from 0 to 1, or an array is too short
     */
    public static void updateRunning(Normalisation norm, double momentum, float[] mean, int meanOffset, float[] variance, int varianceOffset,
                                     float[] runningMean, int runningMeanOffset, float[] runningVariance, int runningVarianceOffset) {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException("momentum is " + momentum + ", expected a number from 0 to 1");
        }
        Images images = norm.images();
        int channels = images.channels();
        Check.run(channels, mean, meanOffset, "mean");
        Check.run(channels, runningMean, runningMeanOffset, "runningMean");
        if (norm.divide()) {
            Check.run(channels, variance, varianceOffset, "variance");
            Check.run(channels, runningVariance, runningVarianceOffset, "runningVariance");
        }
        mix(channels, momentum, 1, mean, meanOffset, runningMean, runningMeanOffset);
        if (norm.divide()) {
            double n = (double) images.batch() * images.height() * images.width();
            mix(channels, momentum, n / Math.max(1, n - 1), variance, varianceOffset, runningVariance, runningVarianceOffset);
        }
    }

    private static void mix(int channels, double momentum, double factor, float[] batch, int batchOffset, float[] running, int runningOffset) {
        for (int c = 0; c < channels; c++) {
            running[runningOffset + c] = (float) ((1 - momentum) * running[runningOffset + c] + momentum * factor * batch[batchOffset + c]);
        }
    }

    private static void check(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                              float[] mean, int meanOffset, float[] variance, int varianceOffset) {
        int channels = norm.images().channels();
        Check.run(norm.images().length(), x, xOffset, "x");
        Check.runOrNull(channels, gamma, gammaOffset, "gamma");
        Check.runOrNull(channels, beta, betaOffset, "beta");
        Check.run(channels, mean, meanOffset, "mean");
        if (norm.divide()) {
            Check.run(channels, variance, varianceOffset, "variance");
        }
    }

    private static void checkOutput(Normalisation norm, float[] x, int xOffset, float[] y, int yOffset, String name) {
        int length = norm.images().length();
        Check.run(length, y, yOffset, name);
        Check.disjoint(x, xOffset, length, "x", y, yOffset, length, name);
    }
}
