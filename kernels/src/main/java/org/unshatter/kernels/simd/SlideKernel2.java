package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.unshatter.kernels.scalar.SlideKernel;

/** Tiles two pixels wide: 12 accumulators, 2 pixels and a weight fit 16 registers. A pixel wider than a vector takes a turn for each part. */
final class SlideKernel2 implements SlideKernel {

    @Override
    public int pixels() {
        return 2;
    }

    @Override
    public void slide(int rows, int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
                      boolean accumulate, float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane) {
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            int in = xAt + lane;
            int out = yAt + lane;
            switch (rows) {
                case 6 -> six(terms, offsets, x, in, xStep, w, wAt, accumulate, starts, startAt, y, out, yStep, yPlane);
                case 4 -> four(terms, offsets, x, in, xStep, w, wAt, accumulate, starts, startAt, y, out, yStep, yPlane);
                default -> one(terms, offsets, x, in, xStep, w, wAt, accumulate, starts, startAt, y, out, yStep, yPlane);
            }
        }
    }

    private static void six(int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
                            boolean accumulate, float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane) {
        FloatVector start0 = broadcast(SPECIES, starts[startAt]);
        FloatVector c00 = start0, c01 = start0;
        FloatVector start1 = broadcast(SPECIES, starts[startAt + 1]);
        FloatVector c10 = start1, c11 = start1;
        FloatVector start2 = broadcast(SPECIES, starts[startAt + 2]);
        FloatVector c20 = start2, c21 = start2;
        FloatVector start3 = broadcast(SPECIES, starts[startAt + 3]);
        FloatVector c30 = start3, c31 = start3;
        FloatVector start4 = broadcast(SPECIES, starts[startAt + 4]);
        FloatVector c40 = start4, c41 = start4;
        FloatVector start5 = broadcast(SPECIES, starts[startAt + 5]);
        FloatVector c50 = start5, c51 = start5;
        if (accumulate) {
            c00 = fromArray(SPECIES, y, yAt);
            c01 = fromArray(SPECIES, y, yAt + yStep);
            c10 = fromArray(SPECIES, y, yAt + yPlane);
            c11 = fromArray(SPECIES, y, yAt + yPlane + yStep);
            c20 = fromArray(SPECIES, y, yAt + 2 * yPlane);
            c21 = fromArray(SPECIES, y, yAt + 2 * yPlane + yStep);
            c30 = fromArray(SPECIES, y, yAt + 3 * yPlane);
            c31 = fromArray(SPECIES, y, yAt + 3 * yPlane + yStep);
            c40 = fromArray(SPECIES, y, yAt + 4 * yPlane);
            c41 = fromArray(SPECIES, y, yAt + 4 * yPlane + yStep);
            c50 = fromArray(SPECIES, y, yAt + 5 * yPlane);
            c51 = fromArray(SPECIES, y, yAt + 5 * yPlane + yStep);
        }
        for (int t = 0; t < terms; t++) {
            int at = xAt + offsets[t];
            FloatVector x0 = fromArray(SPECIES, x, at);
            FloatVector x1 = fromArray(SPECIES, x, at + xStep);
            FloatVector w0 = broadcast(SPECIES, w[wAt]);
            c00 = w0.fma(x0, c00);
            c01 = w0.fma(x1, c01);
            FloatVector w1 = broadcast(SPECIES, w[wAt + 1]);
            c10 = w1.fma(x0, c10);
            c11 = w1.fma(x1, c11);
            FloatVector w2 = broadcast(SPECIES, w[wAt + 2]);
            c20 = w2.fma(x0, c20);
            c21 = w2.fma(x1, c21);
            FloatVector w3 = broadcast(SPECIES, w[wAt + 3]);
            c30 = w3.fma(x0, c30);
            c31 = w3.fma(x1, c31);
            FloatVector w4 = broadcast(SPECIES, w[wAt + 4]);
            c40 = w4.fma(x0, c40);
            c41 = w4.fma(x1, c41);
            FloatVector w5 = broadcast(SPECIES, w[wAt + 5]);
            c50 = w5.fma(x0, c50);
            c51 = w5.fma(x1, c51);
            wAt += 6;
        }
        c00.intoArray(y, yAt);
        c01.intoArray(y, yAt + yStep);
        c10.intoArray(y, yAt + yPlane);
        c11.intoArray(y, yAt + yPlane + yStep);
        c20.intoArray(y, yAt + 2 * yPlane);
        c21.intoArray(y, yAt + 2 * yPlane + yStep);
        c30.intoArray(y, yAt + 3 * yPlane);
        c31.intoArray(y, yAt + 3 * yPlane + yStep);
        c40.intoArray(y, yAt + 4 * yPlane);
        c41.intoArray(y, yAt + 4 * yPlane + yStep);
        c50.intoArray(y, yAt + 5 * yPlane);
        c51.intoArray(y, yAt + 5 * yPlane + yStep);
    }

    private static void four(int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
                             boolean accumulate, float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane) {
        FloatVector start0 = broadcast(SPECIES, starts[startAt]);
        FloatVector c00 = start0, c01 = start0;
        FloatVector start1 = broadcast(SPECIES, starts[startAt + 1]);
        FloatVector c10 = start1, c11 = start1;
        FloatVector start2 = broadcast(SPECIES, starts[startAt + 2]);
        FloatVector c20 = start2, c21 = start2;
        FloatVector start3 = broadcast(SPECIES, starts[startAt + 3]);
        FloatVector c30 = start3, c31 = start3;
        if (accumulate) {
            c00 = fromArray(SPECIES, y, yAt);
            c01 = fromArray(SPECIES, y, yAt + yStep);
            c10 = fromArray(SPECIES, y, yAt + yPlane);
            c11 = fromArray(SPECIES, y, yAt + yPlane + yStep);
            c20 = fromArray(SPECIES, y, yAt + 2 * yPlane);
            c21 = fromArray(SPECIES, y, yAt + 2 * yPlane + yStep);
            c30 = fromArray(SPECIES, y, yAt + 3 * yPlane);
            c31 = fromArray(SPECIES, y, yAt + 3 * yPlane + yStep);
        }
        for (int t = 0; t < terms; t++) {
            int at = xAt + offsets[t];
            FloatVector x0 = fromArray(SPECIES, x, at);
            FloatVector x1 = fromArray(SPECIES, x, at + xStep);
            FloatVector w0 = broadcast(SPECIES, w[wAt]);
            c00 = w0.fma(x0, c00);
            c01 = w0.fma(x1, c01);
            FloatVector w1 = broadcast(SPECIES, w[wAt + 1]);
            c10 = w1.fma(x0, c10);
            c11 = w1.fma(x1, c11);
            FloatVector w2 = broadcast(SPECIES, w[wAt + 2]);
            c20 = w2.fma(x0, c20);
            c21 = w2.fma(x1, c21);
            FloatVector w3 = broadcast(SPECIES, w[wAt + 3]);
            c30 = w3.fma(x0, c30);
            c31 = w3.fma(x1, c31);
            wAt += 4;
        }
        c00.intoArray(y, yAt);
        c01.intoArray(y, yAt + yStep);
        c10.intoArray(y, yAt + yPlane);
        c11.intoArray(y, yAt + yPlane + yStep);
        c20.intoArray(y, yAt + 2 * yPlane);
        c21.intoArray(y, yAt + 2 * yPlane + yStep);
        c30.intoArray(y, yAt + 3 * yPlane);
        c31.intoArray(y, yAt + 3 * yPlane + yStep);
    }

    private static void one(int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
                            boolean accumulate, float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane) {
        FloatVector start0 = broadcast(SPECIES, starts[startAt]);
        FloatVector c00 = start0, c01 = start0;
        if (accumulate) {
            c00 = fromArray(SPECIES, y, yAt);
            c01 = fromArray(SPECIES, y, yAt + yStep);
        }
        for (int t = 0; t < terms; t++) {
            int at = xAt + offsets[t];
            FloatVector x0 = fromArray(SPECIES, x, at);
            FloatVector x1 = fromArray(SPECIES, x, at + xStep);
            FloatVector w0 = broadcast(SPECIES, w[wAt]);
            c00 = w0.fma(x0, c00);
            c01 = w0.fma(x1, c01);
            wAt++;
        }
        c00.intoArray(y, yAt);
        c01.intoArray(y, yAt + yStep);
    }
}
