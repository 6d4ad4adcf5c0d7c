package org.unshatter.kernels;

import java.util.function.IntConsumer;
import org.unshatter.kernels.Gemm.Transpose;

/** Products of the same shape, one after the other, or side by side where each is too small to be shared. One for each calling thread. */
final class BatchedGemm {

    /** Products of fewer multiplications are worked off by one thread each. */
    private static final long WHOLE = 256L * 256 * 256;

    private static final ThreadLocal<BatchedGemm> OWN = ThreadLocal.withInitial(BatchedGemm::new);

    private final IntConsumer multiplying = this::multiplyOne;

    private Transpose transposeA;
    private Transpose transposeB;
    private int m;
    private int n;
    private int k;
    private float alpha;
    private float[] a;
    private int aOffset;
    private int lda;
    private int strideA;
    private float[] b;
    private int bOffset;
    private int ldb;
    private int strideB;
    private float beta;
    private float[] c;
    private int cOffset;
    private int ldc;
    private int strideC;

    private BatchedGemm() {
    }

    /** The contract is that of {@link Gemm#sgemmBatch}, whose arguments have been checked. */
    static void multiply(int batch, Transpose transposeA, Transpose transposeB, int m, int n, int k,
                         float alpha, float[] a, int aOffset, int lda, int strideA,
                         float[] b, int bOffset, int ldb, int strideB,
                         float beta, float[] c, int cOffset, int ldc, int strideC) {
        BatchedGemm own = OWN.get();
        own.transposeA = transposeA;
        own.transposeB = transposeB;
        own.m = m;
        own.n = n;
        own.k = k;
        own.alpha = alpha;
        own.a = a;
        own.aOffset = aOffset;
        own.lda = lda;
        own.strideA = strideA;
        own.b = b;
        own.bOffset = bOffset;
        own.ldb = ldb;
        own.strideB = strideB;
        own.beta = beta;
        own.c = c;
        own.cOffset = cOffset;
        own.ldc = ldc;
        own.strideC = strideC;
        try {
            if ((long) m * n * k < WHOLE) {
                Workers.run(batch, own.multiplying);
            } else {
                for (int i = 0; i < batch; i++) {
                    own.multiplyOne(i);
                }
            }
        } finally {
            own.a = null;
            own.b = null;
            own.c = null;
        }
    }

    private void multiplyOne(int i) {
        Gemm.multiply(transposeA, transposeB, m, n, k, alpha, a, aOffset + i * strideA, lda, b, bOffset + i * strideB, ldb,
                beta, c, cOffset + i * strideC, ldc, null);
    }
}
