package org.unshatter.kernels;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.scalar.ScalarVectorKernels;
import org.unshatter.kernels.scalar.ThinKernels;

/**
 * Products in which m, n or k is at most {@value #MOST}: matrix by vector, sums of few outer products, and their like.
 * Each element of the large operand meets so few others that packing it would cost more than the product, so it is read once, as it lies:
 * where its rows run along C, as a combination of rows; where they run along k, by inner products.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class ThinGemm {

    static final int MOST = 8;

    private static final ThinKernels KERNELS = Dispatch.KERNELS.thin();
    private static final ScalarVectorKernels VECTORS = Dispatch.KERNELS.vector();
    /** Columns and rows of C in a piece of work: four rows of the large operand stay in L1. */
    private static final int COLUMNS = 1024;
    private static final int ROWS = 64;
    /** Products of fewer multiplications are worked off by the caller. */
    private static final long ALONE = 1 << 18;
    private static final int LANES_MOST = 16;

    private static final ThreadLocal<ThinGemm> OWN = ThreadLocal.withInitial(ThinGemm::new);

    private final IntConsumer combining = this::combineBlock;
    private final IntConsumer dotting = this::dotBlock;
    private final float[] dots = new float[4 * LANES_MOST];
    private float[] scratch = {};

    /** The left factor: element (i, p) lies at {@code aOffset + i·aRow + p·aColumn}. */
    private float[] a;
    private int aOffset;
    private int aRow;
    private int aColumn;
    /** The right factor, likewise. */
    private float[] b;
    private int bOffset;
    private int bRow;
    private int bColumn;
    private int m;
    private int n;
    private int k;
    private float alpha;
    private float beta;
    private float[] c;
    private int cOffset;
    private int ldc;
    private Epilogue epilogue;

    private ThinGemm() {
    }

    /** Whether this class should work off a product of this shape. */
    static boolean takes(int m, int n, int k) {
        return Math.min(Math.min(m, n), k) <= MOST;
    }

    /** The contract is that of {@link Gemm#sgemm}, whose arguments have been checked; m, n, k are at least 1 and α is not 0. */
    static void multiply(Transpose transposeA, Transpose transposeB, int m, int n, int k,
                         float alpha, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                         float beta, float[] c, int cOffset, int ldc, Epilogue epilogue) {
        ThinGemm own = OWN.get();
        boolean ta = transposeA == Transpose.YES;
        boolean tb = transposeB == Transpose.YES;
        own.m = m;
        own.n = n;
        own.k = k;
        own.alpha = alpha;
        own.setA(a, aOffset, ta ? 1 : lda, ta ? lda : 1);
        own.setB(b, bOffset, tb ? 1 : ldb, tb ? ldb : 1);
        own.beta = beta;
        own.setC(c, cOffset, ldc, epilogue);
        try {
            if (m <= MOST || k <= MOST) {
                own.multiplyFewRows();
            } else {
                own.multiplyFewColumns();
            }
        } finally {
            own.setA(null, 0, 0, 0);
            own.setB(null, 0, 0, 0);
            own.setC(null, 0, 0, null);
        }
    }

    private void setA(float[] a, int aOffset, int aRow, int aColumn) {
        this.a = a;
        this.aOffset = aOffset;
        this.aRow = aRow;
        this.aColumn = aColumn;
    }

    private void setB(float[] b, int bOffset, int bRow, int bColumn) {
        this.b = b;
        this.bOffset = bOffset;
        this.bRow = bRow;
        this.bColumn = bColumn;
    }

    private void setC(float[] c, int cOffset, int ldc, Epilogue epilogue) {
        this.c = c;
        this.cOffset = cOffset;
        this.ldc = ldc;
        this.epilogue = epilogue;
    }

    private void multiplyFewRows() {
        if (bColumn == 1) {
            combine();
        } else if (k <= MOST) {
            setB(rows(k, n, b, bOffset, bRow, bColumn), 0, n, 1);
            combine();
        } else {
            if (aColumn != 1) {
                setA(rows(m, k, a, aOffset, aRow, aColumn), 0, k, 1);
            }
            dot();
        }
    }

    private void multiplyFewColumns() {
        if (aColumn == 1) {
            if (bRow != 1) {
                setB(rows(n, k, b, bOffset, bColumn, bRow), 0, 1, k);
            }
            dot();
        } else {
            multiplyTransposed();
        }
    }

    /** Cᵀ = op(B)ᵀ·op(A)ᵀ as a combination of the rows of A as stored, aside; then transposed and added to C. */
    private void multiplyTransposed() {
        int rows = m;
        int columns = n;
        float[] out = c;
        int outOffset = cOffset;
        int outStride = ldc;
        float outBeta = beta;
        Epilogue outEpilogue = epilogue;

        float[] transposed = scratch(rows * columns);
        float[] left = a;
        int leftOffset = aOffset;
        int leftColumn = aColumn;
        setA(b, bOffset, bColumn, bRow);
        setB(left, leftOffset, leftColumn, 1);
        m = columns;
        n = rows;
        beta = 0;
        setC(transposed, 0, rows, null);
        combine();

        Gemm.scaleRows(rows, columns, outBeta, out, outOffset, outStride);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[outOffset + i * outStride + j] += transposed[j * rows + i];
            }
        }
        if (outEpilogue != null) {
            outEpilogue.apply(0, rows, 0, columns, columns, out, outOffset, outStride);
        }
    }

    /** The large operand as stored has rows along C. */
    private void combine() {
        run(Math.ceilDiv(m, ROWS) * Math.ceilDiv(n, COLUMNS), combining);
    }

    /** Both operands have rows along k. */
    private void dot() {
        run(Math.ceilDiv(m, ROWS) * Math.ceilDiv(n, ROWS), dotting);
    }

    private void run(int blocks, IntConsumer task) {
        if ((long) m * n * k < ALONE) {
            for (int block = 0; block < blocks; block++) {
                task.accept(block);
            }
        } else {
            Workers.run(blocks, task);
        }
    }

    private void combineBlock(int block) {
        int across = Math.ceilDiv(n, COLUMNS);
        int i0 = block / across * ROWS;
        int j0 = block % across * COLUMNS;
        int rows = Math.min(ROWS, m - i0);
        int columns = Math.min(COLUMNS, n - j0);
        if (k <= MOST) {
            for (int i = i0; i < i0 + rows; i++) { // all rows of B stay in L1, a row of C as well while it is summed up
                combineRows(i, 1, j0, columns);
            }
        } else {
            combineRows(i0, rows, j0, columns); // the few rows of C stay in L1, B passes by
        }
        if (epilogue != null) {
            epilogue.apply(i0, rows, j0, columns, n, c, cOffset, ldc);
        }
    }

    private void combineRows(int i0, int rows, int j0, int columns) {
        int at = cOffset + i0 * ldc + j0;
        if (beta == 0 || k <= MOST) {
            Gemm.scaleRows(rows, columns, beta, c, at, ldc);
            addProducts(i0, rows, j0, columns, c, at, ldc);
        } else { // a long sum that began with β·C would round each step at its size
            float[] sums = OWN.get().scratch(rows * columns); // of the thread that works; it holds no operand here, for B lies as it should
            Arrays.fill(sums, 0, rows * columns, 0);
            addProducts(i0, rows, j0, columns, sums, 0, columns);
            Gemm.scaleRows(rows, columns, beta, c, at, ldc);
            for (int i = 0; i < rows; i++) {
                VECTORS.axpy(columns, 1, sums, i * columns, c, at + i * ldc);
            }
        }
    }

    /** Adds to some rows of {@code to}, which begins with row i0 and column j0 of C, their combinations of the rows of B. */
    private void addProducts(int i0, int rows, int j0, int columns, float[] to, int toOffset, int toStride) {
        int p = 0;
        for (; p <= k - 4; p += 4) {
            for (int i = 0; i < rows; i++) {
                int at = aOffset + (i0 + i) * aRow + p * aColumn;
                KERNELS.addFour(columns, alpha * a[at], alpha * a[at + aColumn], alpha * a[at + 2 * aColumn], alpha * a[at + 3 * aColumn],
                        b, bOffset + p * bRow + j0, bRow, to, toOffset + i * toStride);
            }
        }
        for (; p < k; p++) {
            for (int i = 0; i < rows; i++) {
                VECTORS.axpy(columns, alpha * a[aOffset + (i0 + i) * aRow + p * aColumn], b, bOffset + p * bRow + j0, to, toOffset + i * toStride);
            }
        }
    }

    private void dotBlock(int block) {
        int across = Math.ceilDiv(n, ROWS);
        int i0 = block / across * ROWS;
        int j0 = block % across * ROWS;
        int rows = Math.min(ROWS, m - i0);
        int columns = Math.min(ROWS, n - j0);
        float[] dots = OWN.get().dots; // of the thread that works, which need not be the caller's
        Gemm.scaleRows(rows, columns, beta, c, cOffset + i0 * ldc + j0, ldc);
        int j = j0;
        for (; j <= j0 + columns - 4; j += 4) {
            for (int i = i0; i < i0 + rows; i++) {
                KERNELS.dotFour(k, a, aOffset + i * aRow, b, bOffset + j * bColumn, bColumn, dots);
                int at = cOffset + i * ldc + j;
                c[at] += alpha * dots[0];
                c[at + 1] += alpha * dots[1];
                c[at + 2] += alpha * dots[2];
                c[at + 3] += alpha * dots[3];
            }
        }
        for (; j < j0 + columns; j++) {
            for (int i = i0; i < i0 + rows; i++) {
                c[cOffset + i * ldc + j] += alpha * VECTORS.dot(k, a, aOffset + i * aRow, b, bOffset + j * bColumn);
            }
        }
        if (epilogue != null) {
            epilogue.apply(i0, rows, j0, columns, n, c, cOffset, ldc);
        }
    }

    /** A copy, in this thread's scratch, of a matrix of any strides: its rows become contiguous. */
    private float[] rows(int rows, int columns, float[] from, int offset, int rowStride, int columnStride) {
        float[] to = scratch(Math.multiplyExact(rows, columns));
        for (int j = 0; j < columns; j++) {
            int at = offset + j * columnStride;
            for (int i = 0; i < rows; i++) {
                to[i * columns + j] = from[at + i * rowStride];
            }
        }
        return to;
    }

    private float[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new float[length];
        }
        return scratch;
    }
}
