package org.unshatter.kernels;

import java.util.Arrays;
import java.util.Objects;

/**
 * Single-precision matrix products. Matrices are row-major.
 *
 * <p>The products (α·a)·b of an element are summed up, in several parts where k is large, and the sums added to β·C (rounded). The order depends on the shape
 * and the vector width alone, so the result has the same bits on any number of threads.
 * The arrays, block sizes and paths are described in docs/KERNELS.md.
 */
public final class Gemm {

    private Gemm() {
    }

    /** Whether an operand is read as it is stored or transposed. */
    public enum Transpose {
        /** As it is stored. */
        NO,
        /** Its rows are taken for columns. */
        YES
    }

    /**
     * C ← α·op(A)·op(B) + β·C, with op(A) of m × k, op(B) of k × n, C of m × n.
     *
     * <p>With β = 0, C is overwritten and never read: NaN in it is ignored. With α = 0 or k = 0, A and B are not read.
     *
     * @param lda distance between rows of A as stored: at least k, or m if A is transposed
     * @param ldb distance between rows of B as stored: at least n, or k if B is transposed
     * @param ldc distance between rows of C: at least n
     * @throws IllegalArgumentException if a size is negative, a leading dimension too small, an array too short,
     *                                  or C overlaps A or B
     */
    public static void sgemm(Transpose transposeA, Transpose transposeB, int m, int n, int k,
                             float alpha, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                             float beta, float[] c, int cOffset, int ldc) {
        product(transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc, null);
    }

    /**
     * C ← epilogue(α·op(A)·op(B) + β·C): a bias, an activation or both, applied while C is in the cache.
     * With {@link Epilogue.Activation#CRELU}, C has 2n columns, and β must be 0. Else as above.
     *
     * @throws IllegalArgumentException also if the bias is too short for C or overlaps it, or β is not 0 with CRELU
     */
    public static void sgemm(Transpose transposeA, Transpose transposeB, int m, int n, int k,
                             float alpha, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                             float beta, float[] c, int cOffset, int ldc, Epilogue epilogue) {
        product(transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc,
                Objects.requireNonNull(epilogue, "epilogue"));
    }

    /**
     * C ← α·op(A)·B + β·C with B packed before, of k × n. Worth it where B meets many A: packing is a tenth of a product
     * with few rows. The bits are those of the product with B unpacked, unless that takes a path for thin shapes.
     *
     * @param k columns of op(A): must be the rows of B
     * @throws IllegalArgumentException as above, and if {@code k} is not the number of B's rows
     */
    public static void sgemm(Transpose transposeA, int m, int k, float alpha, float[] a, int aOffset, int lda, PackedMatrix b,
                             float beta, float[] c, int cOffset, int ldc) {
        packedProduct(transposeA, m, k, alpha, a, aOffset, lda, b, beta, c, cOffset, ldc, null);
    }

    /** C ← epilogue(α·op(A)·B + β·C) with B packed before; else as above. */
    public static void sgemm(Transpose transposeA, int m, int k, float alpha, float[] a, int aOffset, int lda, PackedMatrix b,
                             float beta, float[] c, int cOffset, int ldc, Epilogue epilogue) {
        packedProduct(transposeA, m, k, alpha, a, aOffset, lda, b, beta, c, cOffset, ldc, Objects.requireNonNull(epilogue, "epilogue"));
    }

    /**
     * Cᵢ ← α·op(Aᵢ)·op(Bᵢ) + β·Cᵢ for i = 0, …, batch − 1. Matrix i begins {@code i·stride} elements after the first one.
     *
     * @param strideA distance between the A; 0 if all products share one
     * @param strideB distance between the B; 0 if all products share one
     * @param strideC distance between the C: they must not overlap
     * @throws IllegalArgumentException as for one product, and if a stride is negative or too small
     */
    public static void sgemmBatch(int batch, Transpose transposeA, Transpose transposeB, int m, int n, int k,
                                  float alpha, float[] a, int aOffset, int lda, int strideA,
                                  float[] b, int bOffset, int ldb, int strideB,
                                  float beta, float[] c, int cOffset, int ldc, int strideC) {
        Check.atLeast(0, batch, "batch");
        Check.atLeast(0, strideA, "strideA");
        Check.atLeast(0, strideB, "strideB");
        boolean ta = isTransposed(transposeA, "transposeA");
        boolean tb = isTransposed(transposeB, "transposeB");
        checkSizes(m, n, k);
        if (batch == 0) {
            return;
        }
        long last = batch - 1L;
        Check.atLeast((int) Math.min(Integer.MAX_VALUE, last == 0 ? 0 : Check.extent(m, n, ldc)), strideC, "strideC");
        long aLength = Check.matrix(ta ? k : m, ta ? m : k, a, aOffset, lda, last * strideA, "a");
        long bLength = Check.matrix(tb ? n : k, tb ? k : n, b, bOffset, ldb, last * strideB, "b");
        long cLength = Check.matrix(m, n, c, cOffset, ldc, last * strideC, "c");
        Check.disjoint(a, aOffset, aLength, "a", c, cOffset, cLength, "c");
        Check.disjoint(b, bOffset, bLength, "b", c, cOffset, cLength, "c");
        BatchedGemm.multiply(batch, transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, strideA,
                b, bOffset, ldb, strideB, beta, c, cOffset, ldc, strideC);
    }

    private static void product(Transpose transposeA, Transpose transposeB, int m, int n, int k,
                                float alpha, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                                float beta, float[] c, int cOffset, int ldc, Epilogue epilogue) {
        boolean ta = isTransposed(transposeA, "transposeA");
        boolean tb = isTransposed(transposeB, "transposeB");
        checkSizes(m, n, k);
        long aLength = Check.matrix(ta ? k : m, ta ? m : k, a, aOffset, lda, "a");
        long bLength = Check.matrix(tb ? n : k, tb ? k : n, b, bOffset, ldb, "b");
        long cLength = checkC(m, n, beta, c, cOffset, ldc, epilogue);
        Check.disjoint(a, aOffset, aLength, "a", c, cOffset, cLength, "c");
        Check.disjoint(b, bOffset, bLength, "b", c, cOffset, cLength, "c");
        multiply(transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc, epilogue);
    }

    /** The product, its arguments checked: chooses the path. */
    static void multiply(Transpose transposeA, Transpose transposeB, int m, int n, int k,
                         float alpha, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                         float beta, float[] c, int cOffset, int ldc, Epilogue epilogue) {
        if (m == 0 || n == 0) {
            return;
        }
        if (k == 0 || alpha == 0) {
            scaleRows(m, n, beta, c, cOffset, ldc);
            if (epilogue != null) {
                epilogue.apply(0, m, 0, n, n, c, cOffset, ldc);
            }
        } else if (DirectGemm.takes(transposeA, transposeB, m, n, k, alpha, beta)) {
            DirectGemm.multiply(m, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc, epilogue);
        } else if (ThinGemm.takes(m, n, k)) {
            ThinGemm.multiply(transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb,
                    beta, c, cOffset, ldc, epilogue);
        } else {
            BlockedGemm.multiply(transposeA, transposeB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb,
                    beta, c, cOffset, ldc, epilogue);
        }
    }

    private static void packedProduct(Transpose transposeA, int m, int k, float alpha, float[] a, int aOffset, int lda, PackedMatrix b,
                                      float beta, float[] c, int cOffset, int ldc, Epilogue epilogue) {
        Objects.requireNonNull(b, "b");
        int n = b.columns();
        boolean ta = isTransposed(transposeA, "transposeA");
        checkSizes(m, n, k);
        if (k != b.rows()) {
            throw new IllegalArgumentException("k is " + k + ", expected " + b.rows() + ", the rows of the packed matrix");
        }
        long aLength = Check.matrix(ta ? k : m, ta ? m : k, a, aOffset, lda, "a");
        long cLength = checkC(m, n, beta, c, cOffset, ldc, epilogue);
        Check.disjoint(a, aOffset, aLength, "a", c, cOffset, cLength, "c");
        if (m == 0 || n == 0 || k == 0 || alpha == 0) {
            multiply(transposeA, Transpose.NO, m, n, 0, alpha, a, aOffset, lda, a, 0, 1, beta, c, cOffset, ldc, epilogue);
        } else {
            BlockedGemm.multiply(transposeA, m, alpha, a, aOffset, lda, b, beta, c, cOffset, ldc, epilogue);
        }
    }

    static boolean isTransposed(Transpose transpose, String name) {
        return Objects.requireNonNull(transpose, name) == Transpose.YES;
    }

    private static void checkSizes(int m, int n, int k) {
        Check.atLeast(0, m, "m");
        Check.atLeast(0, n, "n");
        Check.atLeast(0, k, "k");
    }

    /** Returns the extent of C. */
    private static long checkC(int m, int n, float beta, float[] c, int cOffset, int ldc, Epilogue epilogue) {
        long cLength = Check.matrix(m, epilogue == null ? n : epilogue.columnsOfC(n), c, cOffset, ldc, "c");
        if (epilogue != null) {
            epilogue.check(m, n, beta, c, cOffset, cLength);
        }
        return cLength;
    }

    /** C ← β·C, and 0 if β is 0. */
    static void scaleRows(int m, int n, float beta, float[] c, int cOffset, int ldc) {
        for (int i = 0; i < m; i++) {
            int row = cOffset + i * ldc;
            if (beta == 0) {
                Arrays.fill(c, row, row + n, 0f);
            } else if (beta != 1) {
                Elementwise.scale(n, beta, c, row, c, row);
            }
        }
    }
}
