package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;
import static org.unshatter.kernels.simd.Lanes.TYPE;

import jdk.incubator.vector.FloatVector;
import org.unshatter.kernels.scalar.CorrelateKernel;

/** Tiles two terms wide. A pixel wider than a vector takes a turn for each part. Sums are added at the end for the reason given at {@link SlideKernel4}. */
final class CorrelateKernel2 implements CorrelateKernel {

    @Override
    public int terms() {
        return 2;
    }

    @Override
    public void correlate(int planes, int pixels, float[] dy, int dyAt, int dyPlane,
                          float[] x, int xAt, int[] offsets, int term, int[] steps, int first, float[] sums, int sumsAt) {
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            int gradient = dyAt + lane;
            int in = xAt + lane;
            int at = sumsAt + lane;
            if (planes == 4) {
                four(pixels, dy, gradient, dyPlane, x, in, offsets, term, steps, first, sums, at);
            } else {
                one(pixels, dy, gradient, dyPlane, x, in, offsets, term, steps, first, sums, at);
            }
        }
    }

    private static void four(int pixels, float[] dy, int dyAt, int dyPlane,
                             float[] x, int xAt, int[] offsets, int term, int[] steps, int first, float[] sums, int at) {
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero, c01 = zero;
        FloatVector c10 = zero, c11 = zero;
        FloatVector c20 = zero, c21 = zero;
        FloatVector c30 = zero, c31 = zero;
        int in0 = xAt + offsets[term];
        int in1 = xAt + offsets[term + 1];
        int d0 = dyAt, d1 = d0 + dyPlane, d2 = d1 + dyPlane, d3 = d2 + dyPlane;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int step = steps[first + pixel];
            FloatVector v0 = fromArray(SPECIES, x, in0 + step);
            FloatVector v1 = fromArray(SPECIES, x, in1 + step);
            FloatVector u0 = fromArray(SPECIES, dy, d0 + pixel * LANES);
            c00 = u0.fma(v0, c00);
            c01 = u0.fma(v1, c01);
            FloatVector u1 = fromArray(SPECIES, dy, d1 + pixel * LANES);
            c10 = u1.fma(v0, c10);
            c11 = u1.fma(v1, c11);
            FloatVector u2 = fromArray(SPECIES, dy, d2 + pixel * LANES);
            c20 = u2.fma(v0, c20);
            c21 = u2.fma(v1, c21);
            FloatVector u3 = fromArray(SPECIES, dy, d3 + pixel * LANES);
            c30 = u3.fma(v0, c30);
            c31 = u3.fma(v1, c31);
        }
        TYPE.cast(fromArray(SPECIES, sums, at).add(c00)).intoArray(sums, at);
        TYPE.cast(fromArray(SPECIES, sums, at + 1 * LANES).add(c01)).intoArray(sums, at + 1 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 2 * LANES).add(c10)).intoArray(sums, at + 2 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 3 * LANES).add(c11)).intoArray(sums, at + 3 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 4 * LANES).add(c20)).intoArray(sums, at + 4 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 5 * LANES).add(c21)).intoArray(sums, at + 5 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 6 * LANES).add(c30)).intoArray(sums, at + 6 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 7 * LANES).add(c31)).intoArray(sums, at + 7 * LANES);
    }

    private static void one(int pixels, float[] dy, int dyAt, int dyPlane,
                            float[] x, int xAt, int[] offsets, int term, int[] steps, int first, float[] sums, int at) {
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero, c01 = zero;
        int in0 = xAt + offsets[term];
        int in1 = xAt + offsets[term + 1];
        int d0 = dyAt;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int step = steps[first + pixel];
            FloatVector v0 = fromArray(SPECIES, x, in0 + step);
            FloatVector v1 = fromArray(SPECIES, x, in1 + step);
            FloatVector u0 = fromArray(SPECIES, dy, d0 + pixel * LANES);
            c00 = u0.fma(v0, c00);
            c01 = u0.fma(v1, c01);
        }
        TYPE.cast(fromArray(SPECIES, sums, at).add(c00)).intoArray(sums, at);
        TYPE.cast(fromArray(SPECIES, sums, at + 1 * LANES).add(c01)).intoArray(sums, at + 1 * LANES);
    }
}
