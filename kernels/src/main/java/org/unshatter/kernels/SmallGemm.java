package org.unshatter.kernels;

import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.scalar.DirectKernel;

/**
 * Small products, straight from the operands: packing would fill L1 with copies, and cost a good part of the product.
 * Tiles at the edges are moved inwards until they fit, and overlap their neighbours: what is computed twice is the same twice.
 * That holds only where C is not read, so β must be 0.
 */
final class SmallGemm {

    /** Null on the scalar kernels, which are so slow that packing does not count. */
    private static final DirectKernel KERNEL = Dispatch.KERNELS.direct();
    /** Most multiplications, measured: docs/BENCHMARKS.md. */
    private static final long MOST = 128L * 128 * 128;

    private SmallGemm() {
    }

    /** Whether this class can work off a product, and should. */
    static boolean takes(Transpose transposeA, Transpose transposeB, int m, int n, int k, float alpha, float beta) {
        return KERNEL != null && transposeA == Transpose.NO && transposeB == Transpose.NO && alpha == 1 && beta == 0
                && m >= KERNEL.rows() && n >= KERNEL.lanes() && (long) m * n * k <= MOST;
    }

    /** The contract is that of {@link Gemm#sgemm}, whose arguments have been checked. */
    static void multiply(int m, int n, int k, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                         float[] c, int cOffset, int ldc, Epilogue epilogue) {
        int columns;
        for (int j = 0; j < n; j += columns) {
            int vectors = KERNEL.vectors(n - j);
            while (vectors * KERNEL.lanes() > n) {
                vectors /= 2;
            }
            columns = vectors * KERNEL.lanes();
            int column = Math.min(j, n - columns);
            for (int i = 0; i < m; i += KERNEL.rows()) {
                int row = Math.min(i, m - KERNEL.rows());
                KERNEL.multiply(vectors, k, a, aOffset + row * lda, lda, b, bOffset + column, ldb,
                        c, cOffset + row * ldc + column, ldc);
            }
        }
        if (epilogue != null) {
            epilogue.apply(0, m, 0, n, n, c, cOffset, ldc);
        }
    }
}
