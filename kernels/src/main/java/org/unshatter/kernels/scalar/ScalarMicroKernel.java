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
    public void multiply(int depth, float[] a, int aOffset, float[] b, int bOffset,
                         boolean accumulate, float[] c, int cOffset, int ldc) {
        float c00 = 0, c01 = 0, c02 = 0, c03 = 0;
        float c10 = 0, c11 = 0, c12 = 0, c13 = 0;
        float c20 = 0, c21 = 0, c22 = 0, c23 = 0;
        float c30 = 0, c31 = 0, c32 = 0, c33 = 0;
        int row0 = cOffset, row1 = row0 + ldc, row2 = row1 + ldc, row3 = row2 + ldc;
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
        if (accumulate) {
            c00 = c[row0] + c00; c01 = c[row0 + 1] + c01; c02 = c[row0 + 2] + c02; c03 = c[row0 + 3] + c03;
            c10 = c[row1] + c10; c11 = c[row1 + 1] + c11; c12 = c[row1 + 2] + c12; c13 = c[row1 + 3] + c13;
            c20 = c[row2] + c20; c21 = c[row2 + 1] + c21; c22 = c[row2 + 2] + c22; c23 = c[row2 + 3] + c23;
            c30 = c[row3] + c30; c31 = c[row3 + 1] + c31; c32 = c[row3 + 2] + c32; c33 = c[row3 + 3] + c33;
        }
        c[row0] = c00; c[row0 + 1] = c01; c[row0 + 2] = c02; c[row0 + 3] = c03;
        c[row1] = c10; c[row1 + 1] = c11; c[row1 + 2] = c12; c[row1 + 3] = c13;
        c[row2] = c20; c[row2 + 1] = c21; c[row2 + 2] = c22; c[row2 + 3] = c23;
        c[row3] = c30; c[row3 + 1] = c31; c[row3 + 2] = c32; c[row3 + 3] = c33;
    }

    @Override
    public void multiplyHalf(int depth, float[] a, int aOffset, float[] b, int bOffset,
                             boolean accumulate, float[] c, int cOffset, int ldc) {
        float c00 = 0, c01 = 0;
        float c10 = 0, c11 = 0;
        float c20 = 0, c21 = 0;
        float c30 = 0, c31 = 0;
        int row0 = cOffset, row1 = row0 + ldc, row2 = row1 + ldc, row3 = row2 + ldc;
        for (int p = 0; p < depth; p++) {
            float b0 = b[bOffset], b1 = b[bOffset + 1];
            float x = a[aOffset];
            c00 += x * b0; c01 += x * b1;
            x = a[aOffset + 1];
            c10 += x * b0; c11 += x * b1;
            x = a[aOffset + 2];
            c20 += x * b0; c21 += x * b1;
            x = a[aOffset + 3];
            c30 += x * b0; c31 += x * b1;
            aOffset += 4;
            bOffset += 2;
        }
        if (accumulate) {
            c00 = c[row0] + c00; c01 = c[row0 + 1] + c01;
            c10 = c[row1] + c10; c11 = c[row1 + 1] + c11;
            c20 = c[row2] + c20; c21 = c[row2 + 1] + c21;
            c30 = c[row3] + c30; c31 = c[row3 + 1] + c31;
        }
        c[row0] = c00; c[row0 + 1] = c01;
        c[row1] = c10; c[row1 + 1] = c11;
        c[row2] = c20; c[row2 + 1] = c21;
        c[row3] = c30; c[row3 + 1] = c31;
    }
}
