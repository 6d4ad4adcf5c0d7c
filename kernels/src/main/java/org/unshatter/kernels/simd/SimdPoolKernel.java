package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.unshatter.kernels.scalar.PoolKernel;

/** A vector is a pixel, or a part of one. Sums and maxima are arguments, never receivers, for the reason given at {@link SlideKernel4}. */
final class SimdPoolKernel extends PoolKernel {

    @Override
    public void max(int pixels, int taps, int[] offsets, float[] x, int xAt, int xStep, float[] y, int yAt) {
        FloatVector lowest = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int lane = 0; lane < LANES; lane += LENGTH) {
                FloatVector largest = lowest;
                for (int t = 0; t < taps; t++) {
                    largest = fromArray(SPECIES, x, xAt + pixel * xStep + lane + offsets[t]).max(largest);
                }
                lowest.max(largest).intoArray(y, yAt + pixel * LANES + lane);
            }
        }
    }

    /** A NaN among the taps makes the largest NaN, which nothing equals: then the first NaN is meant. */
    @Override
    public void addMaxGradient(int pixels, int taps, int[] offsets, float[] x, int xAt, int xStep, float[] dy, int dyAt, float[] dx, int dxAt) {
        FloatVector lowest = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int lane = 0; lane < LANES; lane += LENGTH) {
                int at = pixel * xStep + lane;
                FloatVector largest = lowest;
                for (int t = 0; t < taps; t++) {
                    largest = fromArray(SPECIES, x, xAt + at + offsets[t]).max(largest);
                }
                FloatVector left = fromArray(SPECIES, dy, dyAt + pixel * LANES + lane);
                for (int t = 0; t < taps; t++) {
                    FloatVector value = fromArray(SPECIES, x, xAt + at + offsets[t]);
                    VectorMask<Float> here = value.compare(VectorOperators.EQ, largest).or(value.test(VectorOperators.IS_NAN));
                    FloatVector sum = fromArray(SPECIES, dx, dxAt + at + offsets[t]);
                    sum.add(left).intoArray(dx, dxAt + at + offsets[t], here);
                    left = zero(SPECIES).blend(left, here.not());
                }
            }
        }
    }

    @Override
    public void average(int pixels, int taps, int[] offsets, float divisor, float[] x, int xAt, int xStep, float[] y, int yAt) {
        FloatVector zero = zero(SPECIES);
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int lane = 0; lane < LANES; lane += LENGTH) {
                FloatVector sum = zero;
                for (int t = 0; t < taps; t++) {
                    sum = fromArray(SPECIES, x, xAt + pixel * xStep + lane + offsets[t]).add(sum);
                }
                zero.add(sum).div(divisor).intoArray(y, yAt + pixel * LANES + lane);
            }
        }
    }

    @Override
    public void addAverageGradient(int pixels, int taps, int[] offsets, float divisor, float[] dy, int dyAt, float[] dx, int dxAt, int dxStep) {
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int lane = 0; lane < LANES; lane += LENGTH) {
                FloatVector share = fromArray(SPECIES, dy, dyAt + pixel * LANES + lane).div(divisor);
                for (int t = 0; t < taps; t++) {
                    int at = dxAt + pixel * dxStep + lane + offsets[t];
                    fromArray(SPECIES, dx, at).add(share).intoArray(dx, at);
                }
            }
        }
    }
}
