package org.unshatter.kernels;

import java.util.function.IntConsumer;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.scalar.MicroKernel;

/**
 * The matrix product on packed operands: five loops around the micro-kernel, after Goto and van de Geijn 2008 and
 * BLIS (Van Zee and van de Geijn 2015). A range of B is packed as a whole; then C is worked off in blocks, which are the pieces of
 * work for the threads. For each block its rows of A are packed once, and a sliver of B at a time goes through L1.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class BlockedGemm {

    private static final MicroKernel KERNEL = Dispatch.KERNELS.microKernel();
    private static final int MR = KERNEL.rows();
    private static final int NR = KERNEL.columns();
    /** The last sliver of B is padded to a whole or a half one. */
    static final int UNIT = NR / 2;
    static final Blocking BLOCKING = Blocking.forMachine(NR, SecondLevelCache.bytes());

    /** Most elements of B that are packed at a time: 16 MB. */
    private static final int PACKED_LIMIT = 1 << 22;
    /** Most columns of A that are packed at a time, by each thread for its rows. */
    private static final int DEPTH_LIMIT = 1 << 12;
    /** Fewest rows of a block: with fewer, a sliver of B is fetched into L1 for too little work. */
    private static final int ROWS_LEAST = 32;
    /** Products of fewer multiplications are one piece of work: it would take longer to wake another thread. */
    private static final long ONE_PIECE = 128L * 128 * 128;
    /** B of fewer elements is packed by one thread. */
    private static final int PACKED_ALONE = 1 << 15;
    /** Where the packed B begins: no vector of it straddles two cache lines. */
    private static final int ALIGNED = AlignedBuffer.START;

    private static final ThreadLocal<BlockedGemm> OWN = ThreadLocal.withInitial(BlockedGemm::new);

    private final IntConsumer packing = this::packSlivers;
    private final IntConsumer multiplying = this::multiplyBlock;
    private final float[] tile = new float[MR * NR];
    private float[] ownA = {};
    private final AlignedBuffer ownB = new AlignedBuffer();

    private boolean transposedA;
    private boolean transposedB;
    private int m;
    private int n;
    private int k;
    private float alpha;
    private float[] a;
    private int aOffset;
    private int lda;
    private float[] b;
    private int bOffset;
    private int ldb;
    private float beta;
    private float[] c;
    private int cOffset;
    private int ldc;
    private Epilogue epilogue;

    /** Depth of the panels. */
    private int kc;
    /** The range of op(B) that is packed: rows from {@code p0}, columns from {@code j0}. */
    private float[] packedB;
    private int p0;
    private int depth;
    private int j0;
    private int width;
    /** Size of the blocks of C, and the number of blocks side by side. */
    private int blockRows;
    private int blockColumns;
    private int blocksAcross;

    private BlockedGemm() {
    }

    /** The contract is that of {@link Gemm#sgemm}, whose arguments have been checked; m, n, k are at least 1 and α is not 0. */
    static void multiply(Transpose transposeA, Transpose transposeB, int m, int n, int k,
                         float alpha, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                         float beta, float[] c, int cOffset, int ldc, Epilogue epilogue) {
        BlockedGemm gemm = OWN.get();
        gemm.setProduct(transposeA, m, n, k, alpha, a, aOffset, lda, beta, c, cOffset, ldc, epilogue);
        gemm.transposedB = transposeB == Transpose.YES;
        gemm.b = b;
        gemm.bOffset = bOffset;
        gemm.ldb = ldb;
        try {
            gemm.packAndMultiply();
        } finally {
            gemm.forgetArguments();
        }
    }

    /** The same with B packed already. */
    static void multiply(Transpose transposeA, int m, float alpha, float[] a, int aOffset, int lda, PackedMatrix b,
                         float beta, float[] c, int cOffset, int ldc, Epilogue epilogue) {
        BlockedGemm gemm = OWN.get();
        gemm.setProduct(transposeA, m, b.columns(), b.rows(), alpha, a, aOffset, lda, beta, c, cOffset, ldc, epilogue);
        gemm.setRange(b.data(), 0, b.rows(), 0, b.columns());
        try {
            gemm.multiplyRange();
        } finally {
            gemm.forgetArguments();
        }
    }

    /** Packs the whole of op(B) as {@link PackedMatrix} holds it. */
    static void pack(Transpose transpose, int rows, int columns, float[] b, int bOffset, int ldb, float[] packed) {
        BlockedGemm gemm = OWN.get();
        gemm.kc = Blocking.depth(rows);
        gemm.transposedB = transpose == Transpose.YES;
        gemm.b = b;
        gemm.bOffset = bOffset;
        gemm.ldb = ldb;
        gemm.setRange(packed, 0, rows, 0, columns);
        try {
            gemm.packRange();
        } finally {
            gemm.forgetArguments();
        }
    }

    /** Elements that a packed matrix takes, the unused ones before {@link #ALIGNED} included. */
    static long packedLength(int rows, int columns) {
        return ALIGNED + (long) rows * Blocking.roundUp(columns, UNIT);
    }

    private void setProduct(Transpose transposeA, int m, int n, int k, float alpha, float[] a, int aOffset, int lda,
                            float beta, float[] c, int cOffset, int ldc, Epilogue epilogue) {
        this.transposedA = transposeA == Transpose.YES;
        this.m = m;
        this.n = n;
        this.k = k;
        this.alpha = alpha;
        this.a = a;
        this.aOffset = aOffset;
        this.lda = lda;
        this.beta = beta;
        this.c = c;
        this.cOffset = cOffset;
        this.ldc = ldc;
        this.epilogue = epilogue;
        kc = Blocking.depth(k);
    }

    private void setRange(float[] packed, int p0, int depth, int j0, int width) {
        this.packedB = packed;
        this.p0 = p0;
        this.depth = depth;
        this.j0 = j0;
        this.width = width;
    }

    /** What stays here between calls must not keep the caller's arrays alive. */
    private void forgetArguments() {
        a = null;
        b = null;
        c = null;
        packedB = null;
        epilogue = null;
    }

    private void packAndMultiply() {
        int columns = Math.min(n, Math.max(NR, PACKED_LIMIT / kc / NR * NR));
        int rows = Math.min(k, Math.max(1, PACKED_LIMIT / Blocking.roundUp(columns, UNIT) / kc) * kc);
        float[] packed = ownB.atLeast((int) packedLength(rows, columns) - ALIGNED);
        for (int j = 0; j < n; j += columns) {
            for (int p = 0; p < k; p += rows) {
                setRange(packed, p, Math.min(rows, k - p), j, Math.min(columns, n - j));
                packRange();
                multiplyRange();
            }
        }
    }

    private void packRange() {
        int slivers = Math.ceilDiv(width, NR);
        int tasks = (long) width * depth < PACKED_ALONE ? 1 : Math.min(slivers, 16);
        blockColumns = Math.ceilDiv(slivers, tasks) * NR;
        Workers.run(Math.ceilDiv(width, blockColumns), packing);
    }

    /** Some neighbouring slivers, at all depths. */
    private void packSlivers(int task) {
        int j = task * blockColumns;
        int columns = Math.min(blockColumns, width - j);
        for (int p = 0; p < depth; p += kc) {
            int steps = Math.min(kc, depth - p);
            int row = p0 + p;
            int column = j0 + j;
            Packing.pack(steps, columns, NR, UNIT, b, bOffset + (transposedB ? column * ldb + row : row * ldb + column),
                    transposedB, ldb, packedB, packedAt(p, steps, j));
        }
    }

    /** Where the sliver of column j of the range begins, at the depth p of the range. */
    private int packedAt(int p, int steps, int j) {
        return ALIGNED + p * Blocking.roundUp(width, UNIT) + j * steps;
    }

    /** The split depends on the shape alone, not on the number of threads. Low C is also cut across, that there be work for four. */
    private void multiplyRange() {
        boolean onePiece = (long) m * width * depth < ONE_PIECE;
        int stripes = Math.ceilDiv(m, BLOCKING.rows(kc));
        if (!onePiece) {
            stripes = Math.clamp(m / ROWS_LEAST, 1, Math.max(8, stripes));
        }
        blockRows = Blocking.roundUp(Math.ceilDiv(m, stripes), MR);
        stripes = Math.ceilDiv(m, blockRows);
        if (!onePiece && stripes % 2 == 1 && stripes > 1 && stripes < 8) { // few stripes: an odd number would keep one thread of two waiting
            blockRows = Blocking.roundUp(Math.ceilDiv(m, stripes - 1), MR);
            stripes = Math.ceilDiv(m, blockRows);
        }
        int abreast = onePiece ? 1 : Math.ceilDiv(4, stripes);
        blockColumns = Math.max(4 * NR, Blocking.roundUp(Math.ceilDiv(width, abreast), NR));
        blocksAcross = Math.ceilDiv(width, blockColumns);
        int blocks = stripes * blocksAcross;
        if (onePiece) {
            for (int block = 0; block < blocks; block++) {
                multiplyBlock(block);
            }
        } else {
            Workers.run(blocks, multiplying);
        }
    }

    /** Packs A for many columns of C at once, then goes through these NC at a time, so that they stay in L2 until they are done. */
    private void multiplyBlock(int block) {
        int i = block / blocksAcross * blockRows;
        int j = block % blocksAcross * blockColumns;
        int rows = Math.min(blockRows, m - i);
        int columns = Math.min(blockColumns, width - j);
        int cBlock = cOffset + i * ldc + j0 + j;
        if (p0 == 0 && beta != 0 && beta != 1) {
            Gemm.scaleRows(rows, columns, beta, c, cBlock, ldc);
        }
        BlockedGemm own = OWN.get(); // the buffers of the thread that works, which need not be the caller's
        int padded = Blocking.roundUp(rows, MR);
        int reach = Math.min(depth, Math.max(1, DEPTH_LIMIT / kc) * kc);
        if (own.ownA.length < padded * reach) {
            own.ownA = new float[padded * reach];
        }
        for (int from = 0; from < depth; from += reach) {
            int to = Math.min(depth, from + reach);
            packRows(i, rows, from, to, own.ownA);
            for (int jc = 0; jc < columns; jc += BLOCKING.nc()) {
                int wide = Math.min(BLOCKING.nc(), columns - jc);
                for (int p = from; p < to; p += kc) {
                    int steps = Math.min(kc, depth - p);
                    multiplyPanels(i, rows, j0 + j + jc, wide, steps, own.ownA, (p - from) * padded, packedB, packedAt(p, steps, j + jc),
                            p0 + p > 0 || beta != 0, p0 + p + steps == k ? epilogue : null, own.tile);
                }
            }
        }
    }

    /** Packs α times some rows of A, between two depths of the range: the panels of each KC follow those of the one before. */
    private void packRows(int i, int rows, int from, int to, float[] packed) {
        int padded = Blocking.roundUp(rows, MR);
        for (int p = from; p < to; p += kc) {
            int row = p0 + p;
            Packing.pack(Math.min(kc, depth - p), rows, MR, MR, a, aOffset + (transposedA ? row * lda + i : i * lda + row),
                    !transposedA, lda, packed, (p - from) * padded);
        }
        if (alpha != 1) {
            Elementwise.scale(padded * (to - from), alpha, packed, 0, packed, 0);
        }
    }

    /**
     * All tiles of one block of A with some slivers of B. A tile that reaches over the edge is computed aside, then its valid part merged.
     * The columns of a sliver are ended while they are in L1.
     *
     * @param i      first row of the block of C
     * @param j      its first column
     * @param ending null if it is not yet the end
     */
    private void multiplyPanels(int i, int mc, int j, int nc, int kc, float[] a, int aOffset, float[] b, int bOffset,
                                boolean accumulate, Epilogue ending, float[] tile) {
        int corner = cOffset + i * ldc + j;
        for (int jr = 0; jr < nc; jr += NR) {
            int columns = Math.min(NR, nc - jr);
            int sliver = bOffset + jr * kc;
            for (int ir = 0; ir < mc; ir += MR) {
                int rows = Math.min(MR, mc - ir);
                int at = corner + ir * ldc + jr;
                if (rows == MR && columns == NR) {
                    KERNEL.multiply(kc, a, aOffset + ir * kc, b, sliver, accumulate, c, at, ldc);
                } else if (rows == MR && columns == UNIT) {
                    KERNEL.multiplyHalf(kc, a, aOffset + ir * kc, b, sliver, accumulate, c, at, ldc);
                } else {
                    if (accumulate) {
                        copyTile(rows, columns, c, at, ldc, tile, 0, NR);
                    }
                    if (columns > UNIT) {
                        KERNEL.multiply(kc, a, aOffset + ir * kc, b, sliver, accumulate, tile, 0, NR);
                    } else {
                        KERNEL.multiplyHalf(kc, a, aOffset + ir * kc, b, sliver, accumulate, tile, 0, NR);
                    }
                    copyTile(rows, columns, tile, 0, NR, c, at, ldc);
                }
            }
            if (ending != null) {
                ending.apply(i, mc, j + jr, columns, n, c, cOffset, ldc);
            }
        }
    }

    private static void copyTile(int rows, int columns, float[] from, int fromOffset, int fromStride,
                                 float[] to, int toOffset, int toStride) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(from, fromOffset + i * fromStride, to, toOffset + i * toStride, columns);
        }
    }
}
