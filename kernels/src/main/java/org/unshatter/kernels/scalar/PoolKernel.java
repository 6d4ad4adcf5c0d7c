package org.unshatter.kernels.scalar;

/**
 * Pooling along a row of output pixels, on images that lie sixteen side by side. A tap is a pixel of the window; {@code offsets} says where
 * each lies in x, counted from where the window begins, {@code xStep} floats further for each output pixel. Here the loops as they are defined.
 */
public class PoolKernel {

    /** Floats of a pixel. */
    protected static final int LANES = SlideKernel.LANES;

    /** y ← the largest of the taps; of two, where one is NaN, NaN. */
    public void max(int pixels, int taps, int[] offsets, float[] x, int xAt, int xStep, float[] y, int yAt) {
        for (int i = 0; i < pixels * LANES; i++) {
            int at = xAt + i / LANES * xStep + i % LANES;
            float largest = Float.NEGATIVE_INFINITY;
            for (int t = 0; t < taps; t++) {
                largest = Math.max(x[at + offsets[t]], largest);
            }
            y[yAt + i] = largest;
        }
    }

    /** dx ← dx + dy at the first of the taps that is the largest, or NaN. */
    public void addMaxGradient(int pixels, int taps, int[] offsets, float[] x, int xAt, int xStep, float[] dy, int dyAt, float[] dx, int dxAt) {
        for (int i = 0; i < pixels * LANES; i++) {
            int at = i / LANES * xStep + i % LANES;
            int first = 0;
            for (int t = 1; t < taps; t++) {
                float largest = x[xAt + at + offsets[first]];
                float value = x[xAt + at + offsets[t]];
                if (value > largest || Float.isNaN(value) && !Float.isNaN(largest)) {
                    first = t;
                }
            }
            dx[dxAt + at + offsets[first]] += dy[dyAt + i];
        }
    }

    /** y ← the sum of the taps, in order, divided by {@code divisor}. */
    public void average(int pixels, int taps, int[] offsets, float divisor, float[] x, int xAt, int xStep, float[] y, int yAt) {
        for (int i = 0; i < pixels * LANES; i++) {
            int at = xAt + i / LANES * xStep + i % LANES;
            float sum = 0;
            for (int t = 0; t < taps; t++) {
                sum += x[at + offsets[t]];
            }
            y[yAt + i] = sum / divisor;
        }
    }

    /** dx ← dx + dy / {@code divisor} at each tap. */
    public void addAverageGradient(int pixels, int taps, int[] offsets, float divisor, float[] dy, int dyAt, float[] dx, int dxAt, int dxStep) {
        for (int i = 0; i < pixels * LANES; i++) {
            int at = dxAt + i / LANES * dxStep + i % LANES;
            float share = dy[dyAt + i] / divisor;
            for (int t = 0; t < taps; t++) {
                dx[at + offsets[t]] += share;
            }
        }
    }
}
