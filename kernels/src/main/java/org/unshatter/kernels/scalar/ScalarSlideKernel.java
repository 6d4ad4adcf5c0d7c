package org.unshatter.kernels.scalar;

import java.util.Arrays;

/** The loops as they are defined. The inner one runs over sixteen images, which the JIT compiler may do at once. */
public final class ScalarSlideKernel implements SlideKernel {

    private static final int PIXELS = 4;

    @Override
    public int pixels() {
        return PIXELS;
    }

    @Override
    public void slide(int rows, int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
                      float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < PIXELS; j++) {
                int out = yAt + i * yPlane + j * yStep;
                Arrays.fill(y, out, out + LANES, starts[startAt + i]);
                for (int t = 0; t < terms; t++) {
                    addScaled(w[wAt + t * rows + i], x, xAt + offsets[t] + j * xStep, y, out);
                }
            }
        }
    }

    private static void addScaled(float weight, float[] x, int in, float[] y, int out) {
        for (int lane = 0; lane < LANES; lane++) {
            y[out + lane] += weight * x[in + lane];
        }
    }
}
