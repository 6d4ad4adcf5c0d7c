package org.unshatter.kernels;

import java.util.Arrays;
import org.unshatter.kernels.scalar.NormKernel;

/**
 * Two sums over the pixels of each of sixteen images side by side: in single precision over at most {@value #PIXELS} pixels at a time, these in
 * double precision, so that no sum loses digits however large the images are. One for each thread that works.
 */
final class LaneSums {

    private static final NormKernel KERNEL = Dispatch.KERNELS.norm();
    private static final int LANES = Images.LANES;
    private static final int PIXELS = 1024;

    /** The sums of each lane. */
    final double[] first = new double[LANES];
    final double[] second = new double[LANES];

    private final float[] someFirst = new float[LANES];
    private final float[] someSecond = new float[LANES];

    void clear() {
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
    }

    /** The first over all lanes, in order. */
    double firstOfAll() {
        return sum(first);
    }

    /** The second over all lanes, in order. */
    double secondOfAll() {
        return sum(second);
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    /** first += Σ x, of the first {@code lanes} lanes. */
    void add(int pixels, int lanes, float[] x, int xAt) {
        for (int pixel = 0; pixel < pixels; pixel += PIXELS) {
            KERNEL.sums(Math.min(PIXELS, pixels - pixel), x, xAt + pixel * LANES, someFirst);
            accumulate(lanes, first, someFirst);
        }
    }

    /** first += Σ (x − mean), second += Σ (x − mean)². */
    void addDeviations(int pixels, int lanes, float[] x, int xAt, float[] mean) {
        for (int pixel = 0; pixel < pixels; pixel += PIXELS) {
            KERNEL.deviations(Math.min(PIXELS, pixels - pixel), x, xAt + pixel * LANES, mean, someFirst, someSecond);
            accumulate(lanes, first, someFirst);
            accumulate(lanes, second, someSecond);
        }
    }

    /** first += Σ dy, second += Σ dy·(x − mean), where the activation lets the gradient pass; see {@link NormKernel#gradientSums}. */
    void addGradients(int pixels, int lanes, float[] x, int xAt, float[] dy, int dyAt, float[] mean, float[] scale, float shift, float flat) {
        for (int pixel = 0; pixel < pixels; pixel += PIXELS) {
            int at = pixel * LANES;
            KERNEL.gradientSums(Math.min(PIXELS, pixels - pixel), x, xAt + at, dy, dyAt + at, mean, scale, shift, flat, someFirst, someSecond);
            accumulate(lanes, first, someFirst);
            accumulate(lanes, second, someSecond);
        }
    }

    private static void accumulate(int lanes, double[] sums, float[] some) {
        for (int lane = 0; lane < lanes; lane++) {
            sums[lane] += some[lane];
        }
    }
}
