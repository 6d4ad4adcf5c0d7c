package org.unshatter.kernels;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Layer normalisation: each lane is an image, and has a mean and a scale of its own. A block of sixteen images is a piece of work.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class LayerNormaliser extends Normaliser {

    private static final ThreadLocal<LayerNormaliser> OWN = ThreadLocal.withInitial(LayerNormaliser::new);

    private final IntConsumer normalising = this::normalise;
    private final IntConsumer differentiating = this::differentiate;

    // of the thread that works, which need not be the caller's
    private final double[] inverses = new double[LANES];
    private final double[] ofGradients = new double[LANES];
    private final double[] ofProducts = new double[LANES];

    /** The gradients by γ and β of each block, channel by channel. */
    private double[] byGamma = {};
    private double[] byBeta = {};

    private LayerNormaliser() {
    }

    /** The calling thread's. */
    static LayerNormaliser own() {
        return OWN.get();
    }

    /** The contract is that of {@link LayerNorm}, which has checked the arguments. */
    void forward(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                 float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] y, int yOffset) {
        set(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        this.y = y;
        this.yOffset = yOffset;
        run(norm.images().blocks(), normalising);
    }

    /** The contract is that of {@link LayerNorm}, which has checked the arguments. */
    void gradient(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                  float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] dy, int dyOffset, boolean accumulate,
                  float[] dx, int dxOffset, float[] dgamma, int dgammaOffset, float[] dbeta, int dbetaOffset) {
        set(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        setGradient(dy, dyOffset, accumulate, dx, dxOffset);
        int length = norm.images().blocks() * norm.images().channels();
        if (byGamma.length < length) {
            byGamma = new double[length];
            byBeta = new double[length];
        }
        run(norm.images().blocks(), differentiating);
        addBlocks(byGamma, dgamma, dgammaOffset);
        addBlocks(byBeta, dbeta, dbetaOffset);
    }

    private void normalise(int block) {
        LayerNormaliser own = OWN.get();
        takeStatistics(block, own);
        prepare(block, own);
        Images images = norm.images();
        for (int channel = 0; channel < images.channels(); channel++) {
            own.scale(factor(channel));
            normalise(block, channel, own);
        }
    }

    private void takeStatistics(int block, LayerNormaliser own) {
        Images images = norm.images();
        int lanes = images.lanes(block);
        int pixels = images.blockLength() / LANES;
        own.sums.clear(LANES);
        own.sums.add(pixels, LANES, lanes, x, xOffset + at(block, 0), LANES);
        for (int lane = 0; lane < lanes; lane++) {
            own.means[lane] = (float) (own.sums.first[lane] / pixels);
        }
        own.sums.clear(LANES);
        own.sums.addDeviations(pixels, LANES, lanes, x, xOffset + at(block, 0), LANES, own.means);
        for (int lane = 0; lane < lanes; lane++) {
            double error = own.sums.first[lane] / pixels;
            int image = block * LANES + lane;
            mean[meanOffset + image] = (float) (own.means[lane] + error);
            if (norm.divide()) {
                variance[varianceOffset + image] = (float) Math.max(0, own.sums.second[lane] / pixels - error * error);
            }
        }
    }

    /** Sets means and inverse deviations of the lanes, 0 for idle ones. */
    private void prepare(int block, LayerNormaliser own) {
        Arrays.fill(own.means, 0);
        Arrays.fill(own.inverses, 0);
        for (int lane = 0; lane < norm.images().lanes(block); lane++) {
            int image = block * LANES + lane;
            own.means[lane] = mean[meanOffset + image];
            own.inverses[lane] = norm.inverse(variance, varianceOffset + image);
        }
    }

    /** Sets the scales of the lanes. */
    private void scale(float factor) {
        for (int lane = 0; lane < LANES; lane++) {
            scales[lane] = (float) (factor * inverses[lane]);
        }
    }

    private void differentiate(int block) {
        LayerNormaliser own = OWN.get();
        prepare(block, own);
        sumGradients(block, own);
        Images images = norm.images();
        int pixels = images.blockLength() / LANES;
        for (int lane = 0; lane < LANES; lane++) {
            double inverse = own.inverses[lane];
            own.slopes[lane] = norm.divide() ? (float) (-inverse * inverse * inverse * own.ofProducts[lane] / pixels) : 0;
            own.offsets[lane] = (float) (-inverse * own.ofGradients[lane] / pixels);
        }
        for (int channel = 0; channel < images.channels(); channel++) {
            own.scale(factor(channel));
            differentiate(block, channel, own);
        }
    }

    /** Sums dy·γ and dy·γ·(x − mean) of each image, and what the images of this block add to the gradients by γ and β. */
    private void sumGradients(int block, LayerNormaliser own) {
        Images images = norm.images();
        int lanes = images.lanes(block);
        Arrays.fill(own.ofGradients, 0);
        Arrays.fill(own.ofProducts, 0);
        for (int channel = 0; channel < images.channels(); channel++) {
            float factor = factor(channel);
            own.scale(factor);
            own.sums.clear(LANES);
            addGradients(block, channel, own);
            double gammaSum = 0;
            for (int lane = 0; lane < lanes; lane++) {
                own.ofGradients[lane] += factor * own.sums.first[lane];
                own.ofProducts[lane] += factor * own.sums.second[lane];
                gammaSum += own.sums.second[lane] * own.inverses[lane];
            }
            byGamma[block * images.channels() + channel] = gammaSum;
            byBeta[block * images.channels() + channel] = ColumnSums.ofAll(LANES, own.sums.first);
        }
    }

    /** Adds what the blocks have, in order. */
    private void addBlocks(double[] ofBlocks, float[] out, int outOffset) {
        if (out == null) {
            return;
        }
        int channels = norm.images().channels();
        for (int channel = 0; channel < channels; channel++) {
            double sum = accumulate ? out[outOffset + channel] : 0;
            for (int block = 0; block < norm.images().blocks(); block++) {
                sum += ofBlocks[block * channels + channel];
            }
            out[outOffset + channel] = (float) sum;
        }
    }
}
