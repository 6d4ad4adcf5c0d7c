package org.unshatter.kernels;

import java.util.function.IntConsumer;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.scalar.DirectKernel;

/**
 * Products straight from the operands, where B is small and not deep: packing would fill the caches with copies, and cost a good part
 * of the product. Tiles at the lower edge are moved upwards until they fit, at the right edge to the left, and overlap their neighbours:
 * what is computed twice is the same twice. That holds only where C is not read, so β must be 0.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class DirectGemm {

    /** Null on the scalar kernels, which are so slow that packing does not count. */
    private static final DirectKernel KERNEL = Dispatch.KERNELS.direct();
    /** Bounds that were measured, docs/BENCHMARKS.md: elements of B; rows of B below which C must not be large. */
    private static final int ELEMENTS_MOST = 1 << 16;
    private static final int DEPTH_LEAST = 4;
    /** Products of fewer multiplications are worked off by the caller: it would take longer to wake another thread. */
    private static final long ALONE = 128L * 128 * 128;
    /** Pieces of work, and the fewest tiles below each other in one. */
    private static final int STRIPES = 8;
    private static final int TILES_LEAST = 8;

    private static final ThreadLocal<DirectGemm> OWN = ThreadLocal.withInitial(DirectGemm::new);

    private final IntConsumer multiplying = this::multiplyStripe;
    private int m;
    private int n;
    private int k;
    private float[] a;
    private int aOffset;
    private int lda;
    private float[] b;
    private int bOffset;
    private int ldb;
    private float[] c;
    private int cOffset;
    private int ldc;
    private Epilogue epilogue;
    private int stripeRows;
    private int stripes;

    private DirectGemm() {
    }

    /** Whether this class can work off a product, and should. A single column is better left to inner products. */
    static boolean takes(Transpose transposeA, Transpose transposeB, int m, int n, int k, float alpha, float beta) {
        return KERNEL != null && transposeA == Transpose.NO && transposeB == Transpose.NO && alpha == 1 && beta == 0
                && m >= KERNEL.rows() && n > 1 && k <= KERNEL.deepest() && (long) k * n <= ELEMENTS_MOST
                && (k >= DEPTH_LEAST || (long) m * n <= ELEMENTS_MOST);
    }

    /** The contract is that of {@link Gemm#sgemm}, whose arguments have been checked. */
    static void multiply(int m, int n, int k, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                         float[] c, int cOffset, int ldc, Epilogue epilogue) {
        DirectGemm own = OWN.get();
        own.m = m;
        own.n = n;
        own.k = k;
        own.setA(a, aOffset, lda);
        own.setB(b, bOffset, ldb);
        own.setC(c, cOffset, ldc, epilogue);
        try {
            own.multiply();
        } finally {
            own.setA(null, 0, 0);
            own.setB(null, 0, 0);
            own.setC(null, 0, 0, null);
        }
    }

    private void setA(float[] a, int aOffset, int lda) {
        this.a = a;
        this.aOffset = aOffset;
        this.lda = lda;
    }

    private void setB(float[] b, int bOffset, int ldb) {
        this.b = b;
        this.bOffset = bOffset;
        this.ldb = ldb;
    }

    private void setC(float[] c, int cOffset, int ldc, Epilogue epilogue) {
        this.c = c;
        this.cOffset = cOffset;
        this.ldc = ldc;
        this.epilogue = epilogue;
    }

    private void multiply() {
        int tile = KERNEL.rows();
        boolean alone = (long) m * n * k < ALONE;
        stripeRows = alone ? m : Math.max(TILES_LEAST * tile, Blocking.roundUp(Math.ceilDiv(m, STRIPES), tile));
        stripes = Math.max(1, (m + stripeRows - tile) / stripeRows); // less than a tile at the end goes to the last stripe but one
        if (alone) {
            multiplyStripe(0);
        } else {
            Workers.run(stripes, multiplying);
        }
    }

    private void multiplyStripe(int stripe) {
        int from = stripe * stripeRows;
        int to = stripe == stripes - 1 ? m : from + stripeRows;
        int narrowest = Math.min(n, KERNEL.columns(1));
        for (int j = 0, columns; j < n; j += columns) {
            columns = Math.clamp(KERNEL.columns(n - j), narrowest, Math.max(narrowest, n - j));
            int column = Math.min(j, n - columns);
            for (int i = from; i < to; i += KERNEL.rows()) {
                int row = Math.min(i, to - KERNEL.rows());
                KERNEL.multiply(columns, k, a, aOffset + row * lda, lda, b, bOffset + column, ldb, c, cOffset + row * ldc + column, ldc);
            }
        }
        if (epilogue != null) {
            epilogue.apply(from, to - from, 0, n, n, c, cOffset, ldc);
        }
    }
}
