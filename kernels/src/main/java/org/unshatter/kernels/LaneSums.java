package org.unshatter.kernels;

import org.unshatter.kernels.scalar.ScalarTransposeKernel;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/** Adds the sixteen sums that the images of a block have each of their own, image by image. One for each thread that works. */
final class LaneSums {

    private static final ScalarVectorKernels VECTOR = Dispatch.KERNELS.vector();
    private static final ScalarTransposeKernel TRANSPOSE = Dispatch.KERNELS.transpose();
    private static final int LANES = Images.LANES;
    /** Numbers whose sixteen sums are added together. */
    private static final int RUN = 64;

    private final float[] transposed = new float[RUN * LANES];

    /** to[i] ← the sum of from[16·i + lane] over the first so many lanes. */
    void add(int lanes, int n, float[] from, int fromAt, float[] to, int toAt) {
        for (int i = 0; i < n; i += RUN) {
            int length = Math.min(RUN, n - i);
            TRANSPOSE.transpose(length, LANES, from, fromAt + i * LANES, LANES, transposed, 0, length);
            System.arraycopy(transposed, 0, to, toAt + i, length);
            for (int lane = 1; lane < lanes; lane++) {
                VECTOR.axpy(length, 1, transposed, lane * length, to, toAt + i);
            }
        }
    }
}
