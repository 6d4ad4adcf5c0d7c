package org.unshatter.kernels;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.unshatter.kernels.scalar.NormKernel;

/**
 * Layer normalisation: each lane is an image, and has a mean and a scale of its own. A block of sixteen images is a piece of work.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class LayerNormaliser {

    private static final NormKernel KERNEL = Dispatch.KERNELS.norm();
    private static final int LANES = Images.LANES;
    private static final ThreadLocal<LayerNormaliser> OWN = ThreadLocal.withInitial(LayerNormaliser::new);

    private final IntConsumer normalising = this::normalise;
    private final IntConsumer differentiating = this::differentiate;

    // of the thread that works, which need not be the caller's
    private final LaneSums sums = new LaneSums();
    private final double[] inverses = new double[LANES];
    private final double[] ofGradients = new double[LANES];
    private final double[] ofProducts = new double[LANES];
    private final float[] means = new float[LANES];
    private final float[] scales = new float[LANES];
    private final float[] slopes = new float[LANES];
    private final float[] offsets = new float[LANES];

    private Normalisation norm;
    private float[] x;
    private int xOffset;
    private float[] gamma;
    private int gammaOffset;
    private float[] beta;
    private int betaOffset;
    private float[] mean;
    private int meanOffset;
    private float[] variance;
    private int varianceOffset;
    private float[] y;
    private int yOffset;
    private float[] dy;
    private int dyOffset;
    private boolean accumulate;
    private float[] dx;
    private int dxOffset;
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
        run(normalising);
    }

    /** The contract is that of {@link LayerNorm}, which has checked the arguments. */
    void gradient(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                  float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] dy, int dyOffset, boolean accumulate,
                  float[] dx, int dxOffset, float[] dgamma, int dgammaOffset, float[] dbeta, int dbetaOffset) {
        set(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        this.dy = dy;
        this.dyOffset = dyOffset;
        this.accumulate = accumulate;
        this.dx = dx;
        this.dxOffset = dxOffset;
        int length = norm.images().blocks() * norm.images().channels();
        if (byGamma.length < length) {
            byGamma = new double[length];
            byBeta = new double[length];
        }
        run(differentiating);
        addBlocks(byGamma, dgamma, dgammaOffset);
        addBlocks(byBeta, dbeta, dbetaOffset);
    }

    private void set(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                     float[] mean, int meanOffset, float[] variance, int varianceOffset) {
        this.norm = norm;
        this.x = x;
        this.xOffset = xOffset;
        this.gamma = gamma;
        this.gammaOffset = gammaOffset;
        this.beta = beta;
        this.betaOffset = betaOffset;
        this.mean = mean;
        this.meanOffset = meanOffset;
        this.variance = variance;
        this.varianceOffset = varianceOffset;
    }

    private void run(IntConsumer pass) {
        try {
            Workers.run(norm.images().blocks(), pass);
        } finally {
            x = gamma = beta = mean = variance = y = dy = dx = null; // what stays here must not keep the caller's arrays alive
        }
    }

    private void normalise(int block) {
        LayerNormaliser own = OWN.get();
        takeStatistics(block, own);
        prepare(block, own);
        Images images = norm.images();
        for (int channel = 0; channel < images.channels(); channel++) {
            int at = at(block, channel);
            own.scale(factor(channel));
            KERNEL.normalise(pixels(), x, xOffset + at, own.means, own.scales, shift(channel), norm.floor(), y, yOffset + at);
        }
    }

    private void takeStatistics(int block, LayerNormaliser own) {
        Images images = norm.images();
        int lanes = images.lanes(block);
        int pixels = images.blockLength() / LANES;
        own.sums.clear();
        own.sums.add(pixels, lanes, x, xOffset + at(block, 0));
        for (int lane = 0; lane < lanes; lane++) {
            own.means[lane] = (float) (own.sums.first[lane] / pixels);
        }
        own.sums.clear();
        own.sums.addDeviations(pixels, lanes, x, xOffset + at(block, 0), own.means);
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
            int at = at(block, channel);
            own.scale(factor(channel));
            KERNEL.gradient(pixels(), x, xOffset + at, dy, dyOffset + at, own.means, own.scales, shift(channel), norm.flat(),
                    own.slopes, own.offsets, accumulate, dx, dxOffset + at);
        }
    }

    /** Sums dy·γ and dy·γ·(x − mean) of each image, and what the images of this block add to the gradients by γ and β. */
    private void sumGradients(int block, LayerNormaliser own) {
        Images images = norm.images();
        int lanes = images.lanes(block);
        Arrays.fill(own.ofGradients, 0);
        Arrays.fill(own.ofProducts, 0);
        for (int channel = 0; channel < images.channels(); channel++) {
            int at = at(block, channel);
            float factor = factor(channel);
            own.scale(factor);
            own.sums.clear();
            own.sums.addGradients(pixels(), lanes, x, xOffset + at, dy, dyOffset + at, own.means, own.scales, shift(channel), norm.flat());
            double gammaSum = 0;
            for (int lane = 0; lane < lanes; lane++) {
                own.ofGradients[lane] += factor * own.sums.first[lane];
                own.ofProducts[lane] += factor * own.sums.second[lane];
                gammaSum += own.sums.second[lane] * own.inverses[lane];
            }
            byGamma[block * images.channels() + channel] = gammaSum;
            byBeta[block * images.channels() + channel] = own.sums.firstOfAll();
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

    private int pixels() {
        return norm.images().planeLength() / LANES;
    }

    private int at(int block, int channel) {
        return block * norm.images().blockLength() + channel * norm.images().planeLength();
    }

    private float factor(int channel) {
        return gamma == null ? 1 : gamma[gammaOffset + channel];
    }

    private float shift(int channel) {
        return beta == null ? 0 : beta[betaOffset + channel];
    }
}
