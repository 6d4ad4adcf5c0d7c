package org.unshatter.kernels.scalar;

/**
 * Passes of batch and layer normalisation over pixels of sixteen images that lie side by side. Each image, a lane, has a mean and a scale
 * of its own, sixteen numbers each, from the start of their arrays. Here the loops as they are defined.
 */
public class NormKernel {

    /** Floats of a pixel. */
    protected static final int LANES = SlideKernel.LANES;

    /** sums ← Σ x, for each lane. */
    public void sums(int pixels, float[] x, int xAt, float[] sums) {
        for (int lane = 0; lane < LANES; lane++) {
            float sum = 0;
            for (int i = lane; i < pixels * LANES; i += LANES) {
                sum += x[xAt + i];
            }
            sums[lane] = sum;
        }
    }

    /** For each lane, sums ← Σ (x − mean), squares ← Σ (x − mean)². */
    public void deviations(int pixels, float[] x, int xAt, float[] mean, float[] sums, float[] squares) {
        for (int lane = 0; lane < LANES; lane++) {
            float sum = 0;
            float square = 0;
            for (int i = lane; i < pixels * LANES; i += LANES) {
                float deviation = x[xAt + i] - mean[lane];
                sum += deviation;
                square += deviation * deviation;
            }
            sums[lane] = sum;
            squares[lane] = square;
        }
    }

    /**
     * y ← max((x − mean)·scale + shift, floor).
     *
     * @param floor 0 to rectify, −∞ otherwise
     */
    public void normalise(int pixels, float[] x, int xAt, float[] mean, float[] scale, float shift, float floor, float[] y, int yAt) {
        for (int i = 0; i < pixels * LANES; i++) {
            y[yAt + i] = Math.max((x[xAt + i] - mean[i % LANES]) * scale[i % LANES] + shift, floor);
        }
    }

    /**
     * For each lane, sums ← Σ dy and products ← Σ dy·(x − mean), both over those pixels alone where (x − mean)·scale + shift is not
     * below or at {@code floor}.
     *
     * @param floor 0 where {@link #normalise} rectified, NaN otherwise
     */
    public void gradientSums(int pixels, float[] x, int xAt, float[] dy, int dyAt, float[] mean, float[] scale, float shift, float floor,
                             float[] sums, float[] products) {
        for (int lane = 0; lane < LANES; lane++) {
            float sum = 0;
            float product = 0;
            for (int i = lane; i < pixels * LANES; i += LANES) {
                float deviation = x[xAt + i] - mean[lane];
                float gradient = deviation * scale[lane] + shift <= floor ? 0 : dy[dyAt + i];
                sum += gradient;
                product += gradient * deviation;
            }
            sums[lane] = sum;
            products[lane] = product;
        }
    }

    /**
     * dx ← keep·dx + dy·scale + (x − mean)·slope + offset, with 0 for dy as above.
     *
     * @param keep whether to keep dx
     */
    public void gradient(int pixels, float[] x, int xAt, float[] dy, int dyAt, float[] mean, float[] scale, float shift, float floor,
                         float[] slope, float[] offset, boolean keep, float[] dx, int dxAt) {
        for (int i = 0; i < pixels * LANES; i++) {
            int lane = i % LANES;
            float deviation = x[xAt + i] - mean[lane];
            float gradient = deviation * scale[lane] + shift <= floor ? 0 : dy[dyAt + i];
            float sum = gradient * scale[lane] + (deviation * slope[lane] + offset[lane]);
            dx[dxAt + i] = keep ? dx[dxAt + i] + sum : sum;
        }
    }
}
