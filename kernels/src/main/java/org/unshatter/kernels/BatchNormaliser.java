package org.unshatter.kernels;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Batch normalisation, channel by channel: a channel's pixels are read from memory once, and mostly still in the second-level cache when
 * they are read again. A channel is a piece of work.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class BatchNormaliser extends Normaliser {

    private static final ThreadLocal<BatchNormaliser> OWN = ThreadLocal.withInitial(BatchNormaliser::new);

    private final IntConsumer normalising = this::normalise;
    private final IntConsumer differentiating = this::differentiate;

    /** Whether mean and variance are those of x: forward they are taken, backward differentiated. */
    private boolean ofBatch;
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
        set(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        this.ofBatch = ofBatch;
        this.y = y;
        this.yOffset = yOffset;
        run(norm.images().channels(), normalising);
    }

    /** The contract is that of {@link BatchNorm}, which has checked the arguments. */
    void gradient(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
                  float[] mean, int meanOffset, float[] variance, int varianceOffset, float[] dy, int dyOffset, boolean ofBatch, boolean accumulate,
                  float[] dx, int dxOffset, float[] dgamma, int dgammaOffset, float[] dbeta, int dbetaOffset) {
        set(norm, x, xOffset, gamma, gammaOffset, beta, betaOffset, mean, meanOffset, variance, varianceOffset);
        setGradient(dy, dyOffset, accumulate, dx, dxOffset);
        this.ofBatch = ofBatch;
        this.dgamma = dgamma;
        this.dgammaOffset = dgammaOffset;
        this.dbeta = dbeta;
        this.dbetaOffset = dbetaOffset;
        try {
            run(norm.images().channels(), differentiating);
        } finally {
            this.dgamma = this.dbeta = null;
        }
    }

    private void normalise(int channel) {
        BatchNormaliser own = OWN.get();
        if (ofBatch) {
            takeStatistics(channel, own);
        }
        prepare(channel, own);
        for (int block = 0; block < norm.images().blocks(); block++) {
            normalise(block, channel, own);
        }
    }

    private void takeStatistics(int channel, BatchNormaliser own) {
        Images images = norm.images();
        double n = (double) images.batch() * pixels();
        own.sums.clear(LANES);
        for (int block = 0; block < images.blocks(); block++) {
            own.sums.add(pixels(), LANES, images.lanes(block), x, xOffset + at(block, channel), LANES);
        }
        float near = (float) (ColumnSums.ofAll(LANES, own.sums.first) / n);
        Arrays.fill(own.means, near);
        own.sums.clear(LANES);
        for (int block = 0; block < images.blocks(); block++) {
            own.sums.addDeviations(pixels(), LANES, images.lanes(block), x, xOffset + at(block, channel), LANES, own.means);
        }
        double error = ColumnSums.ofAll(LANES, own.sums.first) / n;
        mean[meanOffset + channel] = (float) (near + error);
        if (norm.divide()) {
            variance[varianceOffset + channel] = (float) Math.max(0, ColumnSums.ofAll(LANES, own.sums.second) / n - error * error);
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
        own.sums.clear(LANES);
        if (ofBatch || dgamma != null || dbeta != null) {
            for (int block = 0; block < images.blocks(); block++) {
                addGradients(block, channel, own);
            }
        }
        double sum = ColumnSums.ofAll(LANES, own.sums.first);
        double product = ColumnSums.ofAll(LANES, own.sums.second) * inverse(channel); // Σ dy·x̂
        double scale = factor(channel) * inverse(channel) / ((double) images.batch() * pixels());
        Arrays.fill(own.slopes, ofBatch && norm.divide() ? (float) (-scale * product * inverse(channel)) : 0);
        Arrays.fill(own.offsets, ofBatch ? (float) (-scale * sum) : 0);
        for (int block = 0; block < images.blocks(); block++) {
            differentiate(block, channel, own);
        }
        if (dgamma != null) {
            dgamma[dgammaOffset + channel] = (float) ((accumulate ? dgamma[dgammaOffset + channel] : 0) + product);
        }
        if (dbeta != null) {
            dbeta[dbetaOffset + channel] = (float) ((accumulate ? dbeta[dbetaOffset + channel] : 0) + sum);
        }
    }

    private double inverse(int channel) {
        return norm.inverse(variance, varianceOffset + channel);
    }
}
