package org.unshatter.kernels.scalar;

/** The loops as they are defined. The inner one runs over sixteen images, which the JIT compiler may do at once. */
public final class ScalarCorrelateKernel implements CorrelateKernel {

    private static final int TERMS = 4;

    @Override
    public int terms() {
        return TERMS;
    }

    @Override
    public void correlate(int planes, int height, int width, float[] dy, int dyAt, int dyPlane, int dyRow,
                          float[] x, int xAt, int[] offsets, int term, int xRow, int xStep, float[] sums, int sumsAt) {
        for (int i = 0; i < planes; i++) {
            for (int t = 0; t < TERMS; t++) {
                for (int row = 0; row < height; row++) {
                    addProducts(width, dy, dyAt + i * dyPlane + row * dyRow, x, xAt + offsets[term + t] + row * xRow, xStep,
                            sums, sumsAt + (i * TERMS + t) * LANES);
                }
            }
        }
    }

    private static void addProducts(int width, float[] dy, int gradient, float[] x, int in, int xStep, float[] sums, int out) {
        for (int pixel = 0; pixel < width; pixel++) {
            for (int lane = 0; lane < LANES; lane++) {
                sums[out + lane] += dy[gradient + pixel * LANES + lane] * x[in + pixel * xStep + lane];
            }
        }
    }
}
