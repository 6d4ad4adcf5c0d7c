package org.unshatter.kernels.scalar;

/** The loops as they are defined. The inner one runs over sixteen images, which the JIT compiler may do at once. */
public final class ScalarCorrelateKernel implements CorrelateKernel {

    private static final int TERMS = 4;

    @Override
    public int terms() {
        return TERMS;
    }

    @Override
    public void correlate(int planes, int pixels, float[] dy, int dyAt, int dyPlane,
                          float[] x, int xAt, int[] offsets, int term, int[] steps, int first, float[] sums, int sumsAt) {
        for (int i = 0; i < planes; i++) {
            for (int t = 0; t < TERMS; t++) {
                for (int pixel = 0; pixel < pixels; pixel++) {
                    addProduct(dy, dyAt + i * dyPlane + pixel * LANES, x, xAt + offsets[term + t] + steps[first + pixel],
                            sums, sumsAt + (i * TERMS + t) * LANES);
                }
            }
        }
    }

    private static void addProduct(float[] dy, int gradient, float[] x, int in, float[] sums, int out) {
        for (int lane = 0; lane < LANES; lane++) {
            sums[out + lane] += dy[gradient + lane] * x[in + lane];
        }
    }
}
