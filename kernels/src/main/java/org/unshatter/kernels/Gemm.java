package org.unshatter.kernels;

import java.util.Arrays;
import java.util.Objects;
import org.unshatter.kernels.scalar.MicroKernel;

/**
 * Single-precision matrix product.
 *
 * <p>Five loops around a micro-kernel, after Goto and van de Geijn 2008 and BLIS (Van Zee and van de Geijn 2015):
 * a panel of B that fits the last-level cache, in it a block of A that fits L2, in it tiles that live in registers.
 * Both operands are packed, so that the micro-kernel reads them in sequence; packing also absorbs transposition,
 * and pads with zeros to whole tiles. Matrices are row-major.
 */
public final class Gemm {

    private static final MicroKernel KERNEL = Dispatch.KERNELS.microKernel();
    private static final int MR = KERNEL.rows();
    private static final int NR = KERNEL.columns();

    /** Depth of the packed panels: an NR-wide sliver of B stays in L1. */
    private static final int KC = 256;
    /** Rows of the packed block of A: about 128 KB, a small part of L2. Also the grain of parallel work. */
    private static final int MC = 128 / MR * MR;
    /** Columns of the packed panel of B: 2 MB. */
    private static final int NC = 2048 / NR * NR;

    private static final ThreadLocal<Buffers> BUFFERS = ThreadLocal.withInitial(Buffers::new);

    private Gemm() {
    }

    /** Whether an operand is read as it is stored or transposed. */
    public enum Transpose { NO, YES }

    /**
     * C ← α·op(A)·op(B) + β·C, with op(A) of m × k, op(B) of k × n, C of m × n.
     *
     * <p>With β = 0, C is overwritten and never read: NaN in it is ignored. With α = 0 or k = 0, A and B are not read.
     * Every element is β·C (rounded), to which the products (α·a)·b are added in the order of k, whatever the number of threads.
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
        Objects.requireNonNull(transposeA, "transposeA");
        Objects.requireNonNull(transposeB, "transposeB");
        Check.atLeast(0, m, "m");
        Check.atLeast(0, n, "n");
        Check.atLeast(0, k, "k");
        boolean ta = transposeA == Transpose.YES;
        boolean tb = transposeB == Transpose.YES;
        Check.matrix(ta ? k : m, ta ? m : k, a, aOffset, lda, "a");
        Check.matrix(tb ? n : k, tb ? k : n, b, bOffset, ldb, "b");
        Check.matrix(m, n, c, cOffset, ldc, "c");
        long cLength = Check.extent(m, n, ldc);
        Check.disjoint(a, aOffset, Check.extent(ta ? k : m, ta ? m : k, lda), "a", c, cOffset, cLength, "c");
        Check.disjoint(b, bOffset, Check.extent(tb ? n : k, tb ? k : n, ldb), "b", c, cOffset, cLength, "c");
        if (m == 0 || n == 0) {
            return;
        }
        if (k == 0 || alpha == 0) {
            scaleRows(m, n, beta, c, cOffset, ldc);
            return;
        }
        if (beta != 0 && beta != 1) {
            scaleRows(m, n, beta, c, cOffset, ldc);
        }
        Buffers own = BUFFERS.get();
        for (int jc = 0; jc < n; jc += NC) {
            int nc = Math.min(NC, n - jc);
            for (int pc = 0; pc < k; pc += KC) {
                int kc = Math.min(KC, k - pc);
                float[] packedB = own.b(roundUp(nc, NR) * kc);
                Packing.pack(kc, nc, NR, b, bOffset + (tb ? jc * ldb + pc : pc * ldb + jc), tb, ldb, packedB);
                boolean accumulate = pc > 0 || beta != 0;
                int column = jc;
                int depth = pc;
                Workers.run((m + MC - 1) / MC, block -> {
                    int ic = block * MC;
                    int mc = Math.min(MC, m - ic);
                    Buffers buffers = BUFFERS.get();
                    float[] packedA = buffers.a(roundUp(mc, MR) * kc);
                    Packing.pack(kc, mc, MR, a, aOffset + (ta ? depth * lda + ic : ic * lda + depth), !ta, lda, packedA);
                    if (alpha != 1) {
                        Elementwise.scale(roundUp(mc, MR) * kc, alpha, packedA, 0, packedA, 0);
                    }
                    macroKernel(mc, nc, kc, packedA, packedB, accumulate, c, cOffset + ic * ldc + column, ldc, buffers.tile);
                });
            }
        }
    }

    /** All tiles of one block of A with one panel of B. A tile that reaches over the edge is computed aside, then its valid part merged. */
    private static void macroKernel(int mc, int nc, int kc, float[] a, float[] b,
                                    boolean accumulate, float[] c, int cOffset, int ldc, float[] tile) {
        for (int jr = 0; jr < nc; jr += NR) {
            int columns = Math.min(NR, nc - jr);
            for (int ir = 0; ir < mc; ir += MR) {
                int rows = Math.min(MR, mc - ir);
                int at = cOffset + ir * ldc + jr;
                if (rows == MR && columns == NR) {
                    KERNEL.multiply(kc, a, ir * kc, b, jr * kc, accumulate, c, at, ldc);
                } else {
                    if (accumulate) {
                        copyTile(rows, columns, c, at, ldc, tile, 0, NR);
                    }
                    KERNEL.multiply(kc, a, ir * kc, b, jr * kc, accumulate, tile, 0, NR);
                    copyTile(rows, columns, tile, 0, NR, c, at, ldc);
                }
            }
        }
    }

    private static void copyTile(int rows, int columns, float[] from, int fromOffset, int fromStride,
                                 float[] to, int toOffset, int toStride) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(from, fromOffset + i * fromStride, to, toOffset + i * toStride, columns);
        }
    }

    private static void scaleRows(int m, int n, float beta, float[] c, int cOffset, int ldc) {
        for (int i = 0; i < m; i++) {
            int row = cOffset + i * ldc;
            if (beta == 0) {
                Arrays.fill(c, row, row + n, 0f);
            } else {
                Elementwise.scale(n, beta, c, row, c, row);
            }
        }
    }

    private static int roundUp(int size, int step) {
        return (size + step - 1) / step * step;
    }

    /** Per thread and kept: packing must not allocate at each call. They grow to the largest size asked for. */
    private static final class Buffers {

        private float[] a = {};
        private float[] b = {};
        private final float[] tile = new float[MR * NR];

        float[] a(int length) {
            return a = a.length < length ? new float[length] : a;
        }

        float[] b(int length) {
            return b = b.length < length ? new float[length] : b;
        }
    }
}
