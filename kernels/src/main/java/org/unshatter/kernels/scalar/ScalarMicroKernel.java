package org.unshatter.kernels.scalar;

/** A 4 × 4 tile in plain Java: 16 accumulators that C2 keeps in registers. Multiply and add stay unfused, so every machine computes the same bits. */
public final class ScalarMicroKernel implements MicroKernel {

    @Override
    public int rows() {
        return 4;
    }

    @Override
    public int columns() {
        return 4;
    }

    @Override
    public void multiply(int depth, float alpha, float[] a, int aOffset, float[] b, int bOffset,
                         float beta, float[] c, int cOffset, int ldc) {
        float c00 = 0, c01 = 0, c02 = 0, c03 = 0;
        float c10 = 0, c11 = 0, c12 = 0, c13 = 0;
        float c20 = 0, c21 = 0, c22 = 0, c23 = 0;
        float c30 = 0, c31 = 0, c32 = 0, c33 = 0;
        for (int p = 0; p < depth; p++) {
            float b0 = b[bOffset], b1 = b[bOffset + 1], b2 = b[bOffset + 2], b3 = b[bOffset + 3];
            float x = a[aOffset];
            c00 += x * b0; c01 += x * b1; c02 += x * b2; c03 += x * b3;
            x = a[aOffset + 1];
            c10 += x * b0; c11 += x * b1; c12 += x * b2; c13 += x * b3;
            x = a[aOffset + 2];
            c20 += x * b0; c21 += x * b1; c22 += x * b2; c23 += x * b3;
            x = a[aOffset + 3];
            c30 += x * b0; c31 += x * b1; c32 += x * b2; c33 += x * b3;
            aOffset += 4;
            bOffset += 4;
        }
        storeRow(alpha, c00, c01, c02, c03, beta, c, cOffset);
        storeRow(alpha, c10, c11, c12, c13, beta, c, cOffset + ldc);
        storeRow(alpha, c20, c21, c22, c23, beta, c, cOffset + 2 * ldc);
        storeRow(alpha, c30, c31, c32, c33, beta, c, cOffset + 3 * ldc);
    }

    private static void storeRow(float alpha, float x0, float x1, float x2, float x3, float beta, float[] c, int at) {
        if (beta == 0) {
            c[at] = alpha * x0;
            c[at + 1] = alpha * x1;
            c[at + 2] = alpha * x2;
            c[at + 3] = alpha * x3;
        } else {
            c[at] = alpha * x0 + beta * c[at];
            c[at + 1] = alpha * x1 + beta * c[at + 1];
            c[at + 2] = alpha * x2 + beta * c[at + 2];
            c[at + 3] = alpha * x3 + beta * c[at + 3];
        }
    }
}
