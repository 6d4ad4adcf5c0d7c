package org.unshatter.kernels;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.unshatter.kernels.scalar.NormKernel;

/**
 * Batch normalisation, channel by channel: a channel's pixels are read from memory once, and mostly still in the second-level cache when
 * they are read again. A channel is a piece of work.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class BatchNormaliser {

    private static final NormKernel KERNEL = Dispatch.KERNELS.norm();
    private static final int LANES = Images.LANES;
    private static final ThreadLocal<BatchNormaliser> OWN = ThreadLocal.withInitial(BatchNormaliser::new);

    private final IntConsumer normalising = this::normalise;
    private final IntConsumer differentiating = this::differentiate;

    // of the thread that works, which need not be the caller's
    private final LaneSums sums = new LaneSums();
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
    /** Whether mean and variance are those of x: forward they are taken, backward differentiated. */
    private boolean ofBatch;
    private float[] y;
    private int yOffset;
    private float[] dy;
    private int dyOffset;
    private boolean accumulate;
    private float[] dx;
    private int dxOffset;
    private float[] dgamma;
    private int dgammaOffset;
    private float[] dbeta;
    private int dbetaOffset;

    private BatchNormaliser() {
    }

    /** The calling thread's. */
    static BatchNormaliser own() {
        return OWN.get();
    }

    /** The contract is that of {@link BatchNorm}, which has checked the arguments. */
    void forward(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                 float[] mean, int meanOffset, float[] variance, int varianceOffset, boolean ofBatch, float[] y, int yOffset) {
        set(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset, ofBatch);
        this.y = y;
        this.yOffset = yOffset;
        run(normalising);
    }

    /** The contract is that of {@link BatchNorm}, which has checked the arguments. */
    void gradient(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                  float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] dy, int dyOffset, boolean ofBatch, boolean accumulate,
                  float[] dx, int dxOffset, float[] dgamma, int dgammaOffset, float[] dbeta, int dbetaOffset) {
        set(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset, ofBatch);
        this.dy = dy;
        this.dyOffset = dyOffset;
        this.accumulate = accumulate;
        this.dx = dx;
        this.dxOffset = dxOffset;
        this.dgamma = dgamma;
        this.dgammaOffset = dgammaOffset;
        this.dbeta = dbeta;
        this.dbetaOffset = dbetaOffset;
        run(differentiating);
    }

    private void set(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                     float[] mean, int meanOffset, float[] variance, int varianceOffset, boolean ofBatch) {
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
        this.ofBatch = ofBatch;
    }

    private void run(IntConsumer pass) {
        try {
            Workers.run(norm.images().channels(), pass);
        } finally {
            x = gamma = beta = mean = variance = y = dy = dx = dgamma = dbeta = null; // what stays here must not keep the caller's arrays alive
        }
    }

    private void normalise(int channel) {
        BatchNormaliser own = OWN.get();
        if (ofBatch) {
            takeStatistics(channel, own);
        }
        prepare(channel, own);
        Images images = norm.images();
        for (int block = 0; block < images.blocks(); block++) {
            int at = at(block, channel);
            KERNEL.normalise(pixels(), x, xOffset + at, own.means, own.scales, shift(channel), norm.floor(), y, yOffset + at);
        }
    }

    private void takeStatistics(int channel, BatchNormaliser own) {
        Images images = norm.images();
        double n = (double) images.batch() * pixels();
        own.sums.clear();
        for (int block = 0; block < images.blocks(); block++) {
            own.sums.add(pixels(), images.lanes(block), x, xOffset + at(block, channel));
        }
        float near = (float) (own.sums.firstOfAll() / n);
        Arrays.fill(own.means, near);
        own.sums.clear();
        for (int block = 0; block < images.blocks(); block++) {
            own.sums.addDeviations(pixels(), images.lanes(block), x, xOffset + at(block, channel), own.means);
        }
        double error = own.sums.firstOfAll() / n;
        mean[meanOffset + channel] = (float) (near + error);
        if (norm.divide()) {
            variance[varianceOffset + channel] = (float) Math.max(0, own.sums.secondOfAll() / n - error * error);
        }
    }

    /** Sets means and scales of the lanes. */
    private void prepare(int channel, BatchNormaliser own) {
        Arrays.fill(own.means, mean[meanOffset + channel]);
        Arrays.fill(own.scales, (float) (factor(channel) * inverse(channel)));
    }

    private void differentiate(int channel) {
        BatchNormaliser own = OWN.get();
        prepare(channel, own);
        Images images = norm.images();
        own.sums.clear();
        if (ofBatch || dgamma != null || dbeta != null) {
            for (int block = 0; block < images.blocks(); block++) {
                int at = at(block, channel);
                own.sums.addGradients(pixels(), images.lanes(block), x, xOffset + at, dy, dyOffset + at, own.means, own.scales, shift(channel), norm.flat());
            }
        }
        double sum = own.sums.firstOfAll();
        double product = own.sums.secondOfAll() * inverse(channel); // Σ dy·x̂
        double scale = factor(channel) * inverse(channel) / ((double) images.batch() * pixels());
        Arrays.fill(own.slopes, ofBatch && norm.divide() ? (float) (-scale * product * inverse(channel)) : 0);
        Arrays.fill(own.offsets, ofBatch ? (float) (-scale * sum) : 0);
        for (int block = 0; block < images.blocks(); block++) {
            int at = at(block, channel);
            KERNEL.gradient(pixels(), x, xOffset + at, dy, dyOffset + at, own.means, own.scales, shift(channel), norm.flat(),
                    own.slopes, own.offsets, accumulate, dx, dxOffset + at);
        }
        if (dgamma != null) {
            dgamma[dgammaOffset + channel] = (float) ((accumulate ? dgamma[dgammaOffset + channel] : 0) + product);
        }
        if (dbeta != null) {
            dbeta[dbetaOffset + channel] = (float) ((accumulate ? dbeta[dbetaOffset + channel] : 0) + sum);
        }
    }

    private int pixels() {
        return norm.images().planeLength() / LANES;
    }

    private int at(int block, int channel) {
        return block * norm.images().blockLength() + channel * norm.images().planeLength();
    }

    private double inverse(int channel) {
        return norm.inverse(variance, varianceOffset + channel);
    }

    private float factor(int channel) {
        return gamma == null ? 1 : gamma[gammaOffset + channel];
    }

    private float shift(int channel) {
        return beta == null ? 0 : beta[betaOffset + channel];
    }
}
