package org.unshatter.kernels;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.unshatter.kernels.scalar.NormKernel;

/** What batch and layer normalisation have in common: the arguments of a call, and room for the lanes of the thread that works. */
abstract class Normaliser {

    static final NormKernel KERNEL = Dispatch.KERNELS.norm();
    static final int LANES = Images.LANES;

    // of the thread that works, which need not be the caller's
    final ColumnSums sums = new ColumnSums();
    final float[] means = new float[LANES];
    final float[] scales = new float[LANES];
    final float[] shifts = new float[LANES];
    final float[] slopes = new float[LANES];
    final float[] offsets = new float[LANES];

    Normalisation norm;
    float[] x;
    int xOffset;
    float[] mean;
    int meanOffset;
    float[] variance;
    int varianceOffset;
    float[] y;
    int yOffset;
    float[] dy;
    int dyOffset;
    boolean accumulate;
    float[] dx;
    int dxOffset;
    private float[] gamma;
    private int gammaOffset;
    private float[] beta;
    private int betaOffset;

    /** What is read. */
    void set(Normalisation norm, float[] x, int xOffset, float[] gamma, int gammaOffset, float[] beta, int betaOffset,
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

    /** What the gradient by x is made of. */
    void setGradient(float[] dy, int dyOffset, boolean accumulate, float[] dx, int dxOffset) {
        this.dy = dy;
        this.dyOffset = dyOffset;
        this.accumulate = accumulate;
        this.dx = dx;
        this.dxOffset = dxOffset;
    }

    /** Shares the work; what stays here afterwards must not keep the caller's arrays alive. */
    void run(int pieces, IntConsumer pass) {
        try {
            Workers.run(pieces, pass);
        } finally {
            x = gamma = beta = mean = variance = y = dy = dx = null;
        }
    }

    /** Normalises a plane by the lanes' means and scales. */
    void normalise(int block, int channel, Normaliser own) {
        int at = at(block, channel);
        Arrays.fill(own.shifts, shift(channel));
        KERNEL.normalise(pixels(), LANES, x, xOffset + at, LANES, own.means, own.scales, own.shifts, norm.floor(), y, yOffset + at);
    }

    /** Adds the sums of a plane's gradients to those of the lanes. */
    void addGradients(int block, int channel, Normaliser own) {
        int at = at(block, channel);
        Arrays.fill(own.shifts, shift(channel));
        own.sums.addGradients(pixels(), LANES, norm.images().lanes(block), x, xOffset + at, dy, dyOffset + at, LANES,
                own.means, own.scales, own.shifts, norm.flat());
    }

    /** Makes the gradient of a plane by the lanes' means, scales, slopes and offsets. */
    void differentiate(int block, int channel, Normaliser own) {
        int at = at(block, channel);
        Arrays.fill(own.shifts, shift(channel));
        KERNEL.gradient(pixels(), LANES, x, xOffset + at, dy, dyOffset + at, LANES, own.means, own.scales, own.shifts, norm.flat(),
                own.slopes, own.offsets, accumulate, dx, dxOffset + at);
    }

    int pixels() {
        return norm.images().planeLength() / LANES;
    }

    int at(int block, int channel) {
        return block * norm.images().blockLength() + channel * norm.images().planeLength();
    }

    float factor(int channel) {
        return gamma == null ? 1 : gamma[gammaOffset + channel];
    }

    private float shift(int channel) {
        return beta == null ? 0 : beta[betaOffset + channel];
    }
}
