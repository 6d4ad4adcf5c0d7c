package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.unshatter.kernels.scalar.SlideKernel.LANES;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.unshatter.kernels.scalar.CorrelateKernel;

/** Tiles two terms wide: 12 accumulators, 2 terms and a plane fit 16 registers. A pixel wider than a vector takes a turn for each part. */
final class CorrelateKernel2 implements CorrelateKernel {

    @Override
    public int terms() {
        return 2;
    }

    @Override
    public void correlate(int planes, int height, int width, float[] dy, int dyAt, int dyPlane, int dyRow,
                          float[] x, int xAt, int[] offsets, int term, int xRow, int xStep, float[] sums, int sumsAt) {
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            int gradient = dyAt + lane;
            int in = xAt + lane;
            int at = sumsAt + lane;
            switch (planes) {
                case 6 -> six(height, width, dy, gradient, dyPlane, dyRow, x, in, offsets, term, xRow, xStep, sums, at);
                case 4 -> four(height, width, dy, gradient, dyPlane, dyRow, x, in, offsets, term, xRow, xStep, sums, at);
                default -> one(height, width, dy, gradient, dyPlane, dyRow, x, in, offsets, term, xRow, xStep, sums, at);
            }
        }
    }

    private static void six(int height, int width, float[] dy, int dyAt, int dyPlane, int dyRow,
                            float[] x, int xAt, int[] offsets, int term, int xRow, int xStep, float[] sums, int at) {
        FloatVector c00 = fromArray(SPECIES, sums, at),
                c01 = fromArray(SPECIES, sums, at + 1 * LANES);
        FloatVector c10 = fromArray(SPECIES, sums, at + 2 * LANES),
                c11 = fromArray(SPECIES, sums, at + 3 * LANES);
        FloatVector c20 = fromArray(SPECIES, sums, at + 4 * LANES),
                c21 = fromArray(SPECIES, sums, at + 5 * LANES);
        FloatVector c30 = fromArray(SPECIES, sums, at + 6 * LANES),
                c31 = fromArray(SPECIES, sums, at + 7 * LANES);
        FloatVector c40 = fromArray(SPECIES, sums, at + 8 * LANES),
                c41 = fromArray(SPECIES, sums, at + 9 * LANES);
        FloatVector c50 = fromArray(SPECIES, sums, at + 10 * LANES),
                c51 = fromArray(SPECIES, sums, at + 11 * LANES);
        int in0 = xAt + offsets[term];
        int in1 = xAt + offsets[term + 1];
        for (int row = 0; row < height; row++) {
            int d0 = dyAt + row * dyRow, d1 = d0 + dyPlane, d2 = d1 + dyPlane, d3 = d2 + dyPlane, d4 = d3 + dyPlane, d5 = d4 + dyPlane;
            int x0 = in0 + row * xRow, x1 = in1 + row * xRow;
            for (int pixel = 0; pixel < width; pixel++) {
                FloatVector v0 = fromArray(SPECIES, x, x0 + pixel * xStep);
                FloatVector v1 = fromArray(SPECIES, x, x1 + pixel * xStep);
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
                FloatVector u4 = fromArray(SPECIES, dy, d4 + pixel * LANES);
                c40 = u4.fma(v0, c40);
                c41 = u4.fma(v1, c41);
                FloatVector u5 = fromArray(SPECIES, dy, d5 + pixel * LANES);
                c50 = u5.fma(v0, c50);
                c51 = u5.fma(v1, c51);
            }
        }
        c00.intoArray(sums, at);
        c01.intoArray(sums, at + 1 * LANES);
        c10.intoArray(sums, at + 2 * LANES);
        c11.intoArray(sums, at + 3 * LANES);
        c20.intoArray(sums, at + 4 * LANES);
        c21.intoArray(sums, at + 5 * LANES);
        c30.intoArray(sums, at + 6 * LANES);
        c31.intoArray(sums, at + 7 * LANES);
        c40.intoArray(sums, at + 8 * LANES);
        c41.intoArray(sums, at + 9 * LANES);
        c50.intoArray(sums, at + 10 * LANES);
        c51.intoArray(sums, at + 11 * LANES);
    }

    private static void four(int height, int width, float[] dy, int dyAt, int dyPlane, int dyRow,
                             float[] x, int xAt, int[] offsets, int term, int xRow, int xStep, float[] sums, int at) {
        FloatVector c00 = fromArray(SPECIES, sums, at),
                c01 = fromArray(SPECIES, sums, at + 1 * LANES);
        FloatVector c10 = fromArray(SPECIES, sums, at + 2 * LANES),
                c11 = fromArray(SPECIES, sums, at + 3 * LANES);
        FloatVector c20 = fromArray(SPECIES, sums, at + 4 * LANES),
                c21 = fromArray(SPECIES, sums, at + 5 * LANES);
        FloatVector c30 = fromArray(SPECIES, sums, at + 6 * LANES),
                c31 = fromArray(SPECIES, sums, at + 7 * LANES);
        int in0 = xAt + offsets[term];
        int in1 = xAt + offsets[term + 1];
        for (int row = 0; row < height; row++) {
            int d0 = dyAt + row * dyRow, d1 = d0 + dyPlane, d2 = d1 + dyPlane, d3 = d2 + dyPlane;
            int x0 = in0 + row * xRow, x1 = in1 + row * xRow;
            for (int pixel = 0; pixel < width; pixel++) {
                FloatVector v0 = fromArray(SPECIES, x, x0 + pixel * xStep);
                FloatVector v1 = fromArray(SPECIES, x, x1 + pixel * xStep);
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
        }
        c00.intoArray(sums, at);
        c01.intoArray(sums, at + 1 * LANES);
        c10.intoArray(sums, at + 2 * LANES);
        c11.intoArray(sums, at + 3 * LANES);
        c20.intoArray(sums, at + 4 * LANES);
        c21.intoArray(sums, at + 5 * LANES);
        c30.intoArray(sums, at + 6 * LANES);
        c31.intoArray(sums, at + 7 * LANES);
    }

    private static void one(int height, int width, float[] dy, int dyAt, int dyPlane, int dyRow,
                            float[] x, int xAt, int[] offsets, int term, int xRow, int xStep, float[] sums, int at) {
        FloatVector c00 = fromArray(SPECIES, sums, at),
                c01 = fromArray(SPECIES, sums, at + 1 * LANES);
        int in0 = xAt + offsets[term];
        int in1 = xAt + offsets[term + 1];
        for (int row = 0; row < height; row++) {
            int d0 = dyAt + row * dyRow;
            int x0 = in0 + row * xRow, x1 = in1 + row * xRow;
            for (int pixel = 0; pixel < width; pixel++) {
                FloatVector v0 = fromArray(SPECIES, x, x0 + pixel * xStep);
                FloatVector v1 = fromArray(SPECIES, x, x1 + pixel * xStep);
                FloatVector u0 = fromArray(SPECIES, dy, d0 + pixel * LANES);
                c00 = u0.fma(v0, c00);
                c01 = u0.fma(v1, c01);
            }
        }
        c00.intoArray(sums, at);
        c01.intoArray(sums, at + 1 * LANES);
    }
}
