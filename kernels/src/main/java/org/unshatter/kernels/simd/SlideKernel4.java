package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.unshatter.kernels.scalar.SlideKernel;

/** Tiles four pixels wide: 24 accumulators, 4 pixels and a weight fit 32 registers. A pixel wider than a vector takes a turn for each part. */
final class SlideKernel4 implements SlideKernel {

    @Override
    public int pixels() {
        return 4;
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
        FloatVector c00 = start0, c01 = start0, c02 = start0, c03 = start0;
        FloatVector start1 = broadcast(SPECIES, starts[startAt + 1]);
        FloatVector c10 = start1, c11 = start1, c12 = start1, c13 = start1;
        FloatVector start2 = broadcast(SPECIES, starts[startAt + 2]);
        FloatVector c20 = start2, c21 = start2, c22 = start2, c23 = start2;
        FloatVector start3 = broadcast(SPECIES, starts[startAt + 3]);
        FloatVector c30 = start3, c31 = start3, c32 = start3, c33 = start3;
        FloatVector start4 = broadcast(SPECIES, starts[startAt + 4]);
        FloatVector c40 = start4, c41 = start4, c42 = start4, c43 = start4;
        FloatVector start5 = broadcast(SPECIES, starts[startAt + 5]);
        FloatVector c50 = start5, c51 = start5, c52 = start5, c53 = start5;
        if (accumulate) {
            c00 = fromArray(SPECIES, y, yAt);
            c01 = fromArray(SPECIES, y, yAt + yStep);
            c02 = fromArray(SPECIES, y, yAt + 2 * yStep);
            c03 = fromArray(SPECIES, y, yAt + 3 * yStep);
            c10 = fromArray(SPECIES, y, yAt + yPlane);
            c11 = fromArray(SPECIES, y, yAt + yPlane + yStep);
            c12 = fromArray(SPECIES, y, yAt + yPlane + 2 * yStep);
            c13 = fromArray(SPECIES, y, yAt + yPlane + 3 * yStep);
            c20 = fromArray(SPECIES, y, yAt + 2 * yPlane);
            c21 = fromArray(SPECIES, y, yAt + 2 * yPlane + yStep);
            c22 = fromArray(SPECIES, y, yAt + 2 * yPlane + 2 * yStep);
            c23 = fromArray(SPECIES, y, yAt + 2 * yPlane + 3 * yStep);
            c30 = fromArray(SPECIES, y, yAt + 3 * yPlane);
            c31 = fromArray(SPECIES, y, yAt + 3 * yPlane + yStep);
            c32 = fromArray(SPECIES, y, yAt + 3 * yPlane + 2 * yStep);
            c33 = fromArray(SPECIES, y, yAt + 3 * yPlane + 3 * yStep);
            c40 = fromArray(SPECIES, y, yAt + 4 * yPlane);
            c41 = fromArray(SPECIES, y, yAt + 4 * yPlane + yStep);
            c42 = fromArray(SPECIES, y, yAt + 4 * yPlane + 2 * yStep);
            c43 = fromArray(SPECIES, y, yAt + 4 * yPlane + 3 * yStep);
            c50 = fromArray(SPECIES, y, yAt + 5 * yPlane);
            c51 = fromArray(SPECIES, y, yAt + 5 * yPlane + yStep);
            c52 = fromArray(SPECIES, y, yAt + 5 * yPlane + 2 * yStep);
            c53 = fromArray(SPECIES, y, yAt + 5 * yPlane + 3 * yStep);
        }
        for (int t = 0; t < terms; t++) {
            int at = xAt + offsets[t];
            FloatVector x0 = fromArray(SPECIES, x, at);
            FloatVector x1 = fromArray(SPECIES, x, at + xStep);
            FloatVector x2 = fromArray(SPECIES, x, at + 2 * xStep);
            FloatVector x3 = fromArray(SPECIES, x, at + 3 * xStep);
            FloatVector w0 = broadcast(SPECIES, w[wAt]);
            c00 = w0.fma(x0, c00);
            c01 = w0.fma(x1, c01);
            c02 = w0.fma(x2, c02);
            c03 = w0.fma(x3, c03);
            FloatVector w1 = broadcast(SPECIES, w[wAt + 1]);
            c10 = w1.fma(x0, c10);
            c11 = w1.fma(x1, c11);
            c12 = w1.fma(x2, c12);
            c13 = w1.fma(x3, c13);
            FloatVector w2 = broadcast(SPECIES, w[wAt + 2]);
            c20 = w2.fma(x0, c20);
            c21 = w2.fma(x1, c21);
            c22 = w2.fma(x2, c22);
            c23 = w2.fma(x3, c23);
            FloatVector w3 = broadcast(SPECIES, w[wAt + 3]);
            c30 = w3.fma(x0, c30);
            c31 = w3.fma(x1, c31);
            c32 = w3.fma(x2, c32);
            c33 = w3.fma(x3, c33);
            FloatVector w4 = broadcast(SPECIES, w[wAt + 4]);
            c40 = w4.fma(x0, c40);
            c41 = w4.fma(x1, c41);
            c42 = w4.fma(x2, c42);
            c43 = w4.fma(x3, c43);
            FloatVector w5 = broadcast(SPECIES, w[wAt + 5]);
            c50 = w5.fma(x0, c50);
            c51 = w5.fma(x1, c51);
            c52 = w5.fma(x2, c52);
            c53 = w5.fma(x3, c53);
            wAt += 6;
        }
        c00.intoArray(y, yAt);
        c01.intoArray(y, yAt + yStep);
        c02.intoArray(y, yAt + 2 * yStep);
        c03.intoArray(y, yAt + 3 * yStep);
        c10.intoArray(y, yAt + yPlane);
        c11.intoArray(y, yAt + yPlane + yStep);
        c12.intoArray(y, yAt + yPlane + 2 * yStep);
        c13.intoArray(y, yAt + yPlane + 3 * yStep);
        c20.intoArray(y, yAt + 2 * yPlane);
        c21.intoArray(y, yAt + 2 * yPlane + yStep);
        c22.intoArray(y, yAt + 2 * yPlane + 2 * yStep);
        c23.intoArray(y, yAt + 2 * yPlane + 3 * yStep);
        c30.intoArray(y, yAt + 3 * yPlane);
        c31.intoArray(y, yAt + 3 * yPlane + yStep);
        c32.intoArray(y, yAt + 3 * yPlane + 2 * yStep);
        c33.intoArray(y, yAt + 3 * yPlane + 3 * yStep);
        c40.intoArray(y, yAt + 4 * yPlane);
        c41.intoArray(y, yAt + 4 * yPlane + yStep);
        c42.intoArray(y, yAt + 4 * yPlane + 2 * yStep);
        c43.intoArray(y, yAt + 4 * yPlane + 3 * yStep);
        c50.intoArray(y, yAt + 5 * yPlane);
        c51.intoArray(y, yAt + 5 * yPlane + yStep);
        c52.intoArray(y, yAt + 5 * yPlane + 2 * yStep);
        c53.intoArray(y, yAt + 5 * yPlane + 3 * yStep);
    }

    private static void four(int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
                             boolean accumulate, float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane) {
        FloatVector start0 = broadcast(SPECIES, starts[startAt]);
        FloatVector c00 = start0, c01 = start0, c02 = start0, c03 = start0;
        FloatVector start1 = broadcast(SPECIES, starts[startAt + 1]);
        FloatVector c10 = start1, c11 = start1, c12 = start1, c13 = start1;
        FloatVector start2 = broadcast(SPECIES, starts[startAt + 2]);
        FloatVector c20 = start2, c21 = start2, c22 = start2, c23 = start2;
        FloatVector start3 = broadcast(SPECIES, starts[startAt + 3]);
        FloatVector c30 = start3, c31 = start3, c32 = start3, c33 = start3;
        if (accumulate) {
            c00 = fromArray(SPECIES, y, yAt);
            c01 = fromArray(SPECIES, y, yAt + yStep);
            c02 = fromArray(SPECIES, y, yAt + 2 * yStep);
            c03 = fromArray(SPECIES, y, yAt + 3 * yStep);
            c10 = fromArray(SPECIES, y, yAt + yPlane);
            c11 = fromArray(SPECIES, y, yAt + yPlane + yStep);
            c12 = fromArray(SPECIES, y, yAt + yPlane + 2 * yStep);
            c13 = fromArray(SPECIES, y, yAt + yPlane + 3 * yStep);
            c20 = fromArray(SPECIES, y, yAt + 2 * yPlane);
            c21 = fromArray(SPECIES, y, yAt + 2 * yPlane + yStep);
            c22 = fromArray(SPECIES, y, yAt + 2 * yPlane + 2 * yStep);
            c23 = fromArray(SPECIES, y, yAt + 2 * yPlane + 3 * yStep);
            c30 = fromArray(SPECIES, y, yAt + 3 * yPlane);
            c31 = fromArray(SPECIES, y, yAt + 3 * yPlane + yStep);
            c32 = fromArray(SPECIES, y, yAt + 3 * yPlane + 2 * yStep);
            c33 = fromArray(SPECIES, y, yAt + 3 * yPlane + 3 * yStep);
        }
        for (int t = 0; t < terms; t++) {
            int at = xAt + offsets[t];
            FloatVector x0 = fromArray(SPECIES, x, at);
            FloatVector x1 = fromArray(SPECIES, x, at + xStep);
            FloatVector x2 = fromArray(SPECIES, x, at + 2 * xStep);
            FloatVector x3 = fromArray(SPECIES, x, at + 3 * xStep);
            FloatVector w0 = broadcast(SPECIES, w[wAt]);
            c00 = w0.fma(x0, c00);
            c01 = w0.fma(x1, c01);
            c02 = w0.fma(x2, c02);
            c03 = w0.fma(x3, c03);
            FloatVector w1 = broadcast(SPECIES, w[wAt + 1]);
            c10 = w1.fma(x0, c10);
            c11 = w1.fma(x1, c11);
            c12 = w1.fma(x2, c12);
            c13 = w1.fma(x3, c13);
            FloatVector w2 = broadcast(SPECIES, w[wAt + 2]);
            c20 = w2.fma(x0, c20);
            c21 = w2.fma(x1, c21);
            c22 = w2.fma(x2, c22);
            c23 = w2.fma(x3, c23);
            FloatVector w3 = broadcast(SPECIES, w[wAt + 3]);
            c30 = w3.fma(x0, c30);
            c31 = w3.fma(x1, c31);
            c32 = w3.fma(x2, c32);
            c33 = w3.fma(x3, c33);
            wAt += 4;
        }
        c00.intoArray(y, yAt);
        c01.intoArray(y, yAt + yStep);
        c02.intoArray(y, yAt + 2 * yStep);
        c03.intoArray(y, yAt + 3 * yStep);
        c10.intoArray(y, yAt + yPlane);
        c11.intoArray(y, yAt + yPlane + yStep);
        c12.intoArray(y, yAt + yPlane + 2 * yStep);
        c13.intoArray(y, yAt + yPlane + 3 * yStep);
        c20.intoArray(y, yAt + 2 * yPlane);
        c21.intoArray(y, yAt + 2 * yPlane + yStep);
        c22.intoArray(y, yAt + 2 * yPlane + 2 * yStep);
        c23.intoArray(y, yAt + 2 * yPlane + 3 * yStep);
        c30.intoArray(y, yAt + 3 * yPlane);
        c31.intoArray(y, yAt + 3 * yPlane + yStep);
        c32.intoArray(y, yAt + 3 * yPlane + 2 * yStep);
        c33.intoArray(y, yAt + 3 * yPlane + 3 * yStep);
    }

    private static void one(int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
                            boolean accumulate, float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane) {
        FloatVector start0 = broadcast(SPECIES, starts[startAt]);
        FloatVector c00 = start0, c01 = start0, c02 = start0, c03 = start0;
        if (accumulate) {
            c00 = fromArray(SPECIES, y, yAt);
            c01 = fromArray(SPECIES, y, yAt + yStep);
            c02 = fromArray(SPECIES, y, yAt + 2 * yStep);
            c03 = fromArray(SPECIES, y, yAt + 3 * yStep);
        }
        for (int t = 0; t < terms; t++) {
            int at = xAt + offsets[t];
            FloatVector x0 = fromArray(SPECIES, x, at);
            FloatVector x1 = fromArray(SPECIES, x, at + xStep);
            FloatVector x2 = fromArray(SPECIES, x, at + 2 * xStep);
            FloatVector x3 = fromArray(SPECIES, x, at + 3 * xStep);
            FloatVector w0 = broadcast(SPECIES, w[wAt]);
            c00 = w0.fma(x0, c00);
            c01 = w0.fma(x1, c01);
            c02 = w0.fma(x2, c02);
            c03 = w0.fma(x3, c03);
            wAt++;
        }
        c00.intoArray(y, yAt);
        c01.intoArray(y, yAt + yStep);
        c02.intoArray(y, yAt + 2 * yStep);
        c03.intoArray(y, yAt + 3 * yStep);
    }
}
