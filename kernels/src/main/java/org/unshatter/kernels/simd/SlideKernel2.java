package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;
import static org.unshatter.kernels.simd.Lanes.TYPE;

import jdk.incubator.vector.FloatVector;
import org.unshatter.kernels.scalar.SlideKernel;

/**
 * Tiles two pixels wide: 12 accumulators, 2 pixels and a weight fit 16 registers.
 * A pixel wider than a vector takes a turn for each part. What the sums start from is added at the end, because the result of that is a vector
 * whose class C2 knows: of a sum carried around the loop it knows only that it is some vector, and if it compiles the method before it has a
 * profile, it boxes what it then stores.
 */
final class SlideKernel2 implements SlideKernel {

    @Override
    public int pixels() {
        return 2;
    }

    @Override
    public void slide(int rows, int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
                      float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane) {
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            int in = xAt + lane;
            int out = yAt + lane;
            switch (rows) {
                case 6 -> six(terms, offsets, x, in, xStep, w, wAt, starts, startAt, y, out, yStep, yPlane);
                case 4 -> four(terms, offsets, x, in, xStep, w, wAt, starts, startAt, y, out, yStep, yPlane);
                default -> one(terms, offsets, x, in, xStep, w, wAt, starts, startAt, y, out, yStep, yPlane);
            }
        }
    }

    private static void six(int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
                            float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane) {
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero, c01 = zero;
        FloatVector c10 = zero, c11 = zero;
        FloatVector c20 = zero, c21 = zero;
        FloatVector c30 = zero, c31 = zero;
        FloatVector c40 = zero, c41 = zero;
        FloatVector c50 = zero, c51 = zero;
        for (int t = 0; t < terms; t++) {
            int at = xAt + offsets[t];
            FloatVector x0 = fromArray(SPECIES, x, at);
            FloatVector x1 = fromArray(SPECIES, x, at + xStep);
            FloatVector w0 = broadcast(SPECIES, w[wAt]);
            c00 = w0.fma(x0, c00);
            c01 = w0.fma(x1, c01);
            LoadOrder.keep();
            FloatVector w1 = broadcast(SPECIES, w[wAt + 1]);
            c10 = w1.fma(x0, c10);
            c11 = w1.fma(x1, c11);
            LoadOrder.keep();
            FloatVector w2 = broadcast(SPECIES, w[wAt + 2]);
            c20 = w2.fma(x0, c20);
            c21 = w2.fma(x1, c21);
            LoadOrder.keep();
            FloatVector w3 = broadcast(SPECIES, w[wAt + 3]);
            c30 = w3.fma(x0, c30);
            c31 = w3.fma(x1, c31);
            LoadOrder.keep();
            FloatVector w4 = broadcast(SPECIES, w[wAt + 4]);
            c40 = w4.fma(x0, c40);
            c41 = w4.fma(x1, c41);
            LoadOrder.keep();
            FloatVector w5 = broadcast(SPECIES, w[wAt + 5]);
            c50 = w5.fma(x0, c50);
            c51 = w5.fma(x1, c51);
            wAt += 6;
        }
        FloatVector start0 = broadcast(SPECIES, starts[startAt]);
        TYPE.cast(start0.add(c00)).intoArray(y, yAt);
        TYPE.cast(start0.add(c01)).intoArray(y, yAt + yStep);
        FloatVector start1 = broadcast(SPECIES, starts[startAt + 1]);
        TYPE.cast(start1.add(c10)).intoArray(y, yAt + yPlane);
        TYPE.cast(start1.add(c11)).intoArray(y, yAt + yPlane + yStep);
        FloatVector start2 = broadcast(SPECIES, starts[startAt + 2]);
        TYPE.cast(start2.add(c20)).intoArray(y, yAt + 2 * yPlane);
        TYPE.cast(start2.add(c21)).intoArray(y, yAt + 2 * yPlane + yStep);
        FloatVector start3 = broadcast(SPECIES, starts[startAt + 3]);
        TYPE.cast(start3.add(c30)).intoArray(y, yAt + 3 * yPlane);
        TYPE.cast(start3.add(c31)).intoArray(y, yAt + 3 * yPlane + yStep);
        FloatVector start4 = broadcast(SPECIES, starts[startAt + 4]);
        TYPE.cast(start4.add(c40)).intoArray(y, yAt + 4 * yPlane);
        TYPE.cast(start4.add(c41)).intoArray(y, yAt + 4 * yPlane + yStep);
        FloatVector start5 = broadcast(SPECIES, starts[startAt + 5]);
        TYPE.cast(start5.add(c50)).intoArray(y, yAt + 5 * yPlane);
        TYPE.cast(start5.add(c51)).intoArray(y, yAt + 5 * yPlane + yStep);
    }

    private static void four(int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
                             float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane) {
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero, c01 = zero;
        FloatVector c10 = zero, c11 = zero;
        FloatVector c20 = zero, c21 = zero;
        FloatVector c30 = zero, c31 = zero;
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
        FloatVector start0 = broadcast(SPECIES, starts[startAt]);
        TYPE.cast(start0.add(c00)).intoArray(y, yAt);
        TYPE.cast(start0.add(c01)).intoArray(y, yAt + yStep);
        FloatVector start1 = broadcast(SPECIES, starts[startAt + 1]);
        TYPE.cast(start1.add(c10)).intoArray(y, yAt + yPlane);
        TYPE.cast(start1.add(c11)).intoArray(y, yAt + yPlane + yStep);
        FloatVector start2 = broadcast(SPECIES, starts[startAt + 2]);
        TYPE.cast(start2.add(c20)).intoArray(y, yAt + 2 * yPlane);
        TYPE.cast(start2.add(c21)).intoArray(y, yAt + 2 * yPlane + yStep);
        FloatVector start3 = broadcast(SPECIES, starts[startAt + 3]);
        TYPE.cast(start3.add(c30)).intoArray(y, yAt + 3 * yPlane);
        TYPE.cast(start3.add(c31)).intoArray(y, yAt + 3 * yPlane + yStep);
    }

    private static void one(int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
                            float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane) {
        FloatVector zero = zero(SPECIES);
        FloatVector c00 = zero, c01 = zero;
        for (int t = 0; t < terms; t++) {
            int at = xAt + offsets[t];
            FloatVector x0 = fromArray(SPECIES, x, at);
            FloatVector x1 = fromArray(SPECIES, x, at + xStep);
            FloatVector w0 = broadcast(SPECIES, w[wAt]);
            c00 = w0.fma(x0, c00);
            c01 = w0.fma(x1, c01);
            wAt++;
        }
        FloatVector start0 = broadcast(SPECIES, starts[startAt]);
        TYPE.cast(start0.add(c00)).intoArray(y, yAt);
        TYPE.cast(start0.add(c01)).intoArray(y, yAt + yStep);
    }
}
