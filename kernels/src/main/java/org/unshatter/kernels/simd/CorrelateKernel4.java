package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;
import static org.unshatter.kernels.simd.Lanes.TYPE;

import jdk.incubator.vector.FloatVector;
import org.unshatter.kernels.scalar.CorrelateKernel;
import org.unshatter.kernels.scalar.SlideKernel;

/** Tiles four terms wide. A pixel wider than a vector takes a turn for each part. Sums are added at the end for the reason given at {@link SlideKernel4}. */
final class CorrelateKernel4 implements CorrelateKernel {

    @Override
    public int terms() {
        return 4;
    }

    /** Few planes are left over, and few are gone through twice. */
    @Override
    public int planes(int left, int all) {
        return all < 4 ? 1 : all < 6 ? 4 : SlideKernel.rows(left);
    }

    @Override
    public void correlate(int planes, int pixels, float[] dy, int dyAt, int dyPlane,
                          float[] x, int xAt, int[] offsets, int term, int[] steps, int first, float[] sums, int sumsAt) {
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            int gradient = dyAt + lane;
            int in = xAt + lane;
            int at = sumsAt + lane;
            switch (planes) {
                case 6 -> six(pixels, dy, gradient, dyPlane, x, in, offsets, term, steps, first, sums, at);
                case 4 -> four(pixels, dy, gradient, dyPlane, x, in, offsets, term, steps, first, sums, at);
                default -> one(pixels, dy, gradient, dyPlane, x, in, offsets, term, steps, first, sums, at);
            }
        }
    }

    private static void six(int pixels, float[] dy, int dyAt, int dyPlane,
                            float[] x, int xAt, int[] offsets, int term, int[] steps, int first, float[] sums, int at) {
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero, c01 = zero, c02 = zero, c03 = zero;
        FloatVector c10 = zero, c11 = zero, c12 = zero, c13 = zero;
        FloatVector c20 = zero, c21 = zero, c22 = zero, c23 = zero;
        FloatVector c30 = zero, c31 = zero, c32 = zero, c33 = zero;
        FloatVector c40 = zero, c41 = zero, c42 = zero, c43 = zero;
        FloatVector c50 = zero, c51 = zero, c52 = zero, c53 = zero;
        int in0 = xAt + offsets[term];
        int in1 = xAt + offsets[term + 1];
        int in2 = xAt + offsets[term + 2];
        int in3 = xAt + offsets[term + 3];
        int d0 = dyAt, d1 = d0 + dyPlane, d2 = d1 + dyPlane, d3 = d2 + dyPlane, d4 = d3 + dyPlane, d5 = d4 + dyPlane;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int step = steps[first + pixel];
            FloatVector v0 = fromArray(SPECIES, x, in0 + step);
            FloatVector v1 = fromArray(SPECIES, x, in1 + step);
            FloatVector v2 = fromArray(SPECIES, x, in2 + step);
            FloatVector v3 = fromArray(SPECIES, x, in3 + step);
            FloatVector u0 = fromArray(SPECIES, dy, d0 + pixel * LANES);
            c00 = u0.fma(v0, c00);
            c01 = u0.fma(v1, c01);
            c02 = u0.fma(v2, c02);
            c03 = u0.fma(v3, c03);
            FloatVector u1 = fromArray(SPECIES, dy, d1 + pixel * LANES);
            c10 = u1.fma(v0, c10);
            c11 = u1.fma(v1, c11);
            c12 = u1.fma(v2, c12);
            c13 = u1.fma(v3, c13);
            FloatVector u2 = fromArray(SPECIES, dy, d2 + pixel * LANES);
            c20 = u2.fma(v0, c20);
            c21 = u2.fma(v1, c21);
            c22 = u2.fma(v2, c22);
            c23 = u2.fma(v3, c23);
            FloatVector u3 = fromArray(SPECIES, dy, d3 + pixel * LANES);
            c30 = u3.fma(v0, c30);
            c31 = u3.fma(v1, c31);
            c32 = u3.fma(v2, c32);
            c33 = u3.fma(v3, c33);
            FloatVector u4 = fromArray(SPECIES, dy, d4 + pixel * LANES);
            c40 = u4.fma(v0, c40);
            c41 = u4.fma(v1, c41);
            c42 = u4.fma(v2, c42);
            c43 = u4.fma(v3, c43);
            FloatVector u5 = fromArray(SPECIES, dy, d5 + pixel * LANES);
            c50 = u5.fma(v0, c50);
            c51 = u5.fma(v1, c51);
            c52 = u5.fma(v2, c52);
            c53 = u5.fma(v3, c53);
        }
        TYPE.cast(fromArray(SPECIES, sums, at).add(c00)).intoArray(sums, at);
        TYPE.cast(fromArray(SPECIES, sums, at + 1 * LANES).add(c01)).intoArray(sums, at + 1 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 2 * LANES).add(c02)).intoArray(sums, at + 2 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 3 * LANES).add(c03)).intoArray(sums, at + 3 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 4 * LANES).add(c10)).intoArray(sums, at + 4 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 5 * LANES).add(c11)).intoArray(sums, at + 5 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 6 * LANES).add(c12)).intoArray(sums, at + 6 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 7 * LANES).add(c13)).intoArray(sums, at + 7 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 8 * LANES).add(c20)).intoArray(sums, at + 8 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 9 * LANES).add(c21)).intoArray(sums, at + 9 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 10 * LANES).add(c22)).intoArray(sums, at + 10 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 11 * LANES).add(c23)).intoArray(sums, at + 11 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 12 * LANES).add(c30)).intoArray(sums, at + 12 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 13 * LANES).add(c31)).intoArray(sums, at + 13 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 14 * LANES).add(c32)).intoArray(sums, at + 14 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 15 * LANES).add(c33)).intoArray(sums, at + 15 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 16 * LANES).add(c40)).intoArray(sums, at + 16 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 17 * LANES).add(c41)).intoArray(sums, at + 17 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 18 * LANES).add(c42)).intoArray(sums, at + 18 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 19 * LANES).add(c43)).intoArray(sums, at + 19 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 20 * LANES).add(c50)).intoArray(sums, at + 20 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 21 * LANES).add(c51)).intoArray(sums, at + 21 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 22 * LANES).add(c52)).intoArray(sums, at + 22 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 23 * LANES).add(c53)).intoArray(sums, at + 23 * LANES);
    }

    private static void four(int pixels, float[] dy, int dyAt, int dyPlane,
                             float[] x, int xAt, int[] offsets, int term, int[] steps, int first, float[] sums, int at) {
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero, c01 = zero, c02 = zero, c03 = zero;
        FloatVector c10 = zero, c11 = zero, c12 = zero, c13 = zero;
        FloatVector c20 = zero, c21 = zero, c22 = zero, c23 = zero;
        FloatVector c30 = zero, c31 = zero, c32 = zero, c33 = zero;
        int in0 = xAt + offsets[term];
        int in1 = xAt + offsets[term + 1];
        int in2 = xAt + offsets[term + 2];
        int in3 = xAt + offsets[term + 3];
        int d0 = dyAt, d1 = d0 + dyPlane, d2 = d1 + dyPlane, d3 = d2 + dyPlane;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int step = steps[first + pixel];
            FloatVector v0 = fromArray(SPECIES, x, in0 + step);
            FloatVector v1 = fromArray(SPECIES, x, in1 + step);
            FloatVector v2 = fromArray(SPECIES, x, in2 + step);
            FloatVector v3 = fromArray(SPECIES, x, in3 + step);
            FloatVector u0 = fromArray(SPECIES, dy, d0 + pixel * LANES);
            c00 = u0.fma(v0, c00);
            c01 = u0.fma(v1, c01);
            c02 = u0.fma(v2, c02);
            c03 = u0.fma(v3, c03);
            FloatVector u1 = fromArray(SPECIES, dy, d1 + pixel * LANES);
            c10 = u1.fma(v0, c10);
            c11 = u1.fma(v1, c11);
            c12 = u1.fma(v2, c12);
            c13 = u1.fma(v3, c13);
            FloatVector u2 = fromArray(SPECIES, dy, d2 + pixel * LANES);
            c20 = u2.fma(v0, c20);
            c21 = u2.fma(v1, c21);
            c22 = u2.fma(v2, c22);
            c23 = u2.fma(v3, c23);
            FloatVector u3 = fromArray(SPECIES, dy, d3 + pixel * LANES);
            c30 = u3.fma(v0, c30);
            c31 = u3.fma(v1, c31);
            c32 = u3.fma(v2, c32);
            c33 = u3.fma(v3, c33);
        }
        TYPE.cast(fromArray(SPECIES, sums, at).add(c00)).intoArray(sums, at);
        TYPE.cast(fromArray(SPECIES, sums, at + 1 * LANES).add(c01)).intoArray(sums, at + 1 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 2 * LANES).add(c02)).intoArray(sums, at + 2 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 3 * LANES).add(c03)).intoArray(sums, at + 3 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 4 * LANES).add(c10)).intoArray(sums, at + 4 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 5 * LANES).add(c11)).intoArray(sums, at + 5 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 6 * LANES).add(c12)).intoArray(sums, at + 6 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 7 * LANES).add(c13)).intoArray(sums, at + 7 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 8 * LANES).add(c20)).intoArray(sums, at + 8 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 9 * LANES).add(c21)).intoArray(sums, at + 9 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 10 * LANES).add(c22)).intoArray(sums, at + 10 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 11 * LANES).add(c23)).intoArray(sums, at + 11 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 12 * LANES).add(c30)).intoArray(sums, at + 12 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 13 * LANES).add(c31)).intoArray(sums, at + 13 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 14 * LANES).add(c32)).intoArray(sums, at + 14 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 15 * LANES).add(c33)).intoArray(sums, at + 15 * LANES);
    }

    private static void one(int pixels, float[] dy, int dyAt, int dyPlane,
                            float[] x, int xAt, int[] offsets, int term, int[] steps, int first, float[] sums, int at) {
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero, c01 = zero, c02 = zero, c03 = zero;
        int in0 = xAt + offsets[term];
        int in1 = xAt + offsets[term + 1];
        int in2 = xAt + offsets[term + 2];
        int in3 = xAt + offsets[term + 3];
        int d0 = dyAt;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int step = steps[first + pixel];
            FloatVector v0 = fromArray(SPECIES, x, in0 + step);
            FloatVector v1 = fromArray(SPECIES, x, in1 + step);
            FloatVector v2 = fromArray(SPECIES, x, in2 + step);
            FloatVector v3 = fromArray(SPECIES, x, in3 + step);
            FloatVector u0 = fromArray(SPECIES, dy, d0 + pixel * LANES);
            c00 = u0.fma(v0, c00);
            c01 = u0.fma(v1, c01);
            c02 = u0.fma(v2, c02);
            c03 = u0.fma(v3, c03);
        }
        TYPE.cast(fromArray(SPECIES, sums, at).add(c00)).intoArray(sums, at);
        TYPE.cast(fromArray(SPECIES, sums, at + 1 * LANES).add(c01)).intoArray(sums, at + 1 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 2 * LANES).add(c02)).intoArray(sums, at + 2 * LANES);
        TYPE.cast(fromArray(SPECIES, sums, at + 3 * LANES).add(c03)).intoArray(sums, at + 3 * LANES);
    }
}
