package org.unshatter.kernels.scalar;

import java.util.Arrays;

/**
 * Pooling along a row of output pixels, on images that lie sixteen side by side. A tap is a pixel of the window; {@code offsets} says where
 * each lies in x, counted from where the window begins, {@code xStep} floats further for each output pixel.
 *
 * <p>Tap by tap, all pixels of the row: that makes long loops of short windows. Here the loops as they are defined; with vectors, the steps.
 */
public class PoolKernel {

    /** Floats of a pixel. */
    protected static final int LANES = SlideKernel.LANES;

    /** y ← the largest of the taps; of two, where one is NaN, NaN. */
    public final void max(int pixels, int taps, int[] offsets, float[] x, int xAt, int xStep, float[] y, int yAt) {
        Arrays.fill(y, yAt, yAt + pixels * LANES, Float.NEGATIVE_INFINITY);
        for (int t = 0; t < taps; t++) {
            max(pixels, x, xAt + offsets[t], xStep, y, yAt);
        }
    }

    /**
     * dx ← dx + dy at the first of the taps that is the largest, or NaN.
     *
     * @param largest room for a row of output pixels, likewise {@code left}
     */
    public final void addMaxGradient(int pixels, int taps, int[] offsets, float[] x, int xAt, int xStep, float[] dy, int dyAt, float[] dx, int dxAt,
                                     float[] largest, float[] left) {
        max(pixels, taps, offsets, x, xAt, xStep, largest, 0);
        System.arraycopy(dy, dyAt, left, 0, pixels * LANES);
        for (int t = 0; t < taps; t++) {
            giveToLargest(pixels, x, xAt + offsets[t], largest, left, dx, dxAt + offsets[t], xStep);
        }
    }

    /**
     * dy ← dx at the first of the taps that is the largest, or NaN. From the last tap to the first: what an earlier one writes, stays.
     *
     * @param largest room for a row of output pixels
     */
    public final void maxTangent(int pixels, int taps, int[] offsets, float[] x, int xAt, float[] dx, int dxAt, int step, float[] dy, int dyAt,
                                 float[] largest) {
        max(pixels, taps, offsets, x, xAt, step, largest, 0);
        for (int t = taps - 1; t >= 0; t--) {
            takeFromLargest(pixels, x, xAt + offsets[t], largest, dx, dxAt + offsets[t], step, dy, dyAt);
        }
    }

    /** y ← the sum of the taps, in order, divided by {@code divisor}. */
    public final void average(int pixels, int taps, int[] offsets, float divisor, float[] x, int xAt, int xStep, float[] y, int yAt) {
        Arrays.fill(y, yAt, yAt + pixels * LANES, 0f);
        for (int t = 0; t < taps; t++) {
            add(pixels, x, xAt + offsets[t], xStep, y, yAt, LANES);
        }
        divide(pixels, y, yAt, divisor, y, yAt);
    }

    /**
     * dx ← dx + dy / {@code divisor} at each tap.
     *
     * @param share room for a row of output pixels
     */
    public final void addAverageGradient(int pixels, int taps, int[] offsets, float divisor, float[] dy, int dyAt, float[] dx, int dxAt, int dxStep,
                                         float[] share) {
        divide(pixels, dy, dyAt, divisor, share, 0);
        for (int t = 0; t < taps; t++) {
            add(pixels, share, 0, LANES, dx, dxAt + offsets[t], dxStep);
        }
    }

    /** y ← max(x, y). */
    protected void max(int pixels, float[] x, int xAt, int xStep, float[] y, int yAt) {
        for (int i = 0; i < pixels * LANES; i++) {
            y[yAt + i] = Math.max(x[xAt + i / LANES * xStep + i % LANES], y[yAt + i]);
        }
    }

    /** Where x is the largest, or NaN: dx ← dx + left, left ← 0. A NaN makes the largest NaN, which nothing equals: then the first NaN is meant. */
    protected void giveToLargest(int pixels, float[] x, int xAt, float[] largest, float[] left, float[] dx, int dxAt, int step) {
        for (int i = 0; i < pixels * LANES; i++) {
            int at = i / LANES * step + i % LANES;
            float value = x[xAt + at];
            if (value == largest[i] || Float.isNaN(value)) {
                dx[dxAt + at] += left[i];
                left[i] = 0;
            }
        }
    }

    /** Where x is the largest, or NaN: dy ← dx. */
    private static void takeFromLargest(int pixels, float[] x, int xAt, float[] largest, float[] dx, int dxAt, int step, float[] dy, int dyAt) {
        for (int i = 0; i < pixels * LANES; i++) {
            int at = i / LANES * step + i % LANES;
            float value = x[xAt + at];
            if (value == largest[i] || Float.isNaN(value)) {
                dy[dyAt + i] = dx[dxAt + at];
            }
        }
    }

    /** y ← y + x. */
    protected void add(int pixels, float[] x, int xAt, int xStep, float[] y, int yAt, int yStep) {
        for (int i = 0; i < pixels * LANES; i++) {
            y[yAt + i / LANES * yStep + i % LANES] += x[xAt + i / LANES * xStep + i % LANES];
        }
    }

    /** y ← x / divisor. */
    protected void divide(int pixels, float[] x, int xAt, float divisor, float[] y, int yAt) {
        for (int i = 0; i < pixels * LANES; i++) {
            y[yAt + i] = x[xAt + i] / divisor;
        }
    }
}
