package org.unshatter.kernels;

/**
 * Layer normalisation of {@link Images}: mean and variance are those of an image, over all its channels and pixels.
 * Source: Ba et al. 2016, section 3. For matrices, one row per example, see {@link RowNorm}.
 *
 * <p>γ and β hold one number per channel, mean and variance one per image. γ and β may be null, for 1 and 0; variances too, if they are not
 * divided by. Outputs must not share elements with inputs; of the images this is checked. Every method throws
 * {@link IllegalArgumentException} if an array is too short for its shape.
 */
public final class LayerNorm {

    private LayerNorm() {
    }

    /** Takes mean and variance of each image, as {@link BatchNorm#forward} does of each channel, writes them, and normalises by them. */
    public static void forward(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                               float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] y, int yOffset) {
        check(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset, y, yOffset, "y");
        LayerNormaliser.own().forward(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset, y, yOffset);
    }

    /**
     * dx ← the gradient by x, through mean and variance, or dx + the gradient; dgamma and dbeta likewise, unless they are null.
     *
     * @param mean       as {@link #forward} has written it, and likewise variance
     * @param accumulate whether to add to dx, dgamma and dbeta; otherwise they are only written
     */
    public static void gradient(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                                float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] dy, int dyOffset,
                                boolean accumulate, float[] dx, int dxOffset, float[] dgamma, int dgammaOffset, float[] dbeta, int dbetaOffset) {
        check(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset, dx, dxOffset, "dx");
        int length = norm.images().length();
        Check.run(length, dy, dyOffset, "dy");
        Check.disjoint(dy, dyOffset, length, "dy", dx, dxOffset, length, "dx");
        Check.runOrNull(norm.images().channels(), dgamma, dgammaOffset, "dgamma");
        Check.runOrNull(norm.images().channels(), dbeta, dbetaOffset, "dbeta");
        LayerNormaliser.own().gradient(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset,
                dy, dyOffset, accumulate, dx, dxOffset, dgamma, dgammaOffset, dbeta, dbetaOffset);
    }

    private static void check(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                              float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] out, int outOffset, String outName) {
        Images images = norm.images();
        Check.run(images.length(), x, xOffset, "x");
        Check.runOrNull(images.channels(), gamma, gammaOffset, "gamma");
        Check.runOrNull(images.channels(), beta, betaOffset, "beta");
        Check.run(images.batch(), mean, meanOffset, "mean");
        if (norm.divide()) {
            Check.run(images.batch(), variance, varianceOffset, "variance");
        }
        Check.run(images.length(), out, outOffset, outName);
        Check.disjoint(x, xOffset, images.length(), "x", out, outOffset, images.length(), outName);
    }
}
