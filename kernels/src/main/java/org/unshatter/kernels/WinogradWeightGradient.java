package org.unshatter.kernels;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.unshatter.kernels.scalar.CorrelateKernel;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/**
 * The gradient of a convolution by its weights in the manner of {@link Winograd}: dw = Gᵀ[Σ (A·dy·Aᵀ) ⊙ (Bᵀ·d·B)]G, the sum over all tiles and images.
 * As in {@link WeightGradient}, each of the sixteen images side by side has a sum of its own until a chunk of the batch is done.
 * A chunk is a piece of work, or one row of points of a chunk.
 *
 * <p>There is one for each thread, used again for each call, so that a call allocates nothing.
 */
final class WinogradWeightGradient {

    private static final CorrelateKernel KERNEL = Dispatch.KERNELS.correlate();
    private static final ScalarVectorKernels VECTOR = Dispatch.KERNELS.vector();
    private static final int LANES = Images.LANES;
    private static final int TERMS = KERNEL.terms();
    /** Most chunks of whole blocks. */
    private static final int CHUNKS = 4;
    /** Fewest tiles of a chunk, for adding the sums of the sixteen images takes as long as some twenty tiles. */
    private static final int CHUNK_LEAST = 64;
    /** Weights of which more than one chunk's sums would not fit into the caches; the rows of points are the pieces of work then. */
    private static final int ONE_CHUNK = 4096;
    /** Tiles that are transformed TOGETHER: the fewer, the more time goes into loading and storing sums. */
    private static final int TOGETHER = 32;

    private static final ThreadLocal<WinogradWeightGradient> OWN = ThreadLocal.withInitial(WinogradWeightGradient::new);

    private final IntConsumer summing = this::sumPiece;

    // of the thread that works, which need not be the caller's
    private final AlignedBuffer sumsBuffer = new AlignedBuffer();
    private final AlignedBuffer tilesBuffer = new AlignedBuffer();
    private final LaneSums laneSums = new LaneSums();

    private Convolution shape;
    private final WinogradInput input = new WinogradInput();
    private final WinogradGradient gradient = new WinogradGradient();
    private final WinogradTiles tiles = new WinogradTiles();

    /** Tiles of a chunk of whole blocks; a block with idle lanes is a chunk of its own, of which only the lanes in use are added. */
    private int chunkTiles;
    private int wholeChunks;
    private int wholeTiles;
    /** Pieces of a chunk: 1, or one for each row of points. */
    private int parts;
    /** Floats from a plane of transformed tiles to the next: not a power of two, so that they do not fall into the same cache sets. */
    private static final int PLANE = (TOGETHER | 1) * LANES;
    /** Sums of a point, in the order of the tiles of {@link CorrelateKernel}. */
    private int pointLength;
    private int paddedTerms;
    /** The sums of each chunk, point by point. */
    private float[] chunks = {};
    private int[] offsets = {};
    private final int[] steps = new int[TOGETHER];

    private WinogradWeightGradient() {
        Arrays.setAll(steps, tile -> tile * LANES);
    }

    /** The contract is that of {@link Conv2d#gradientByWeights}, whose arguments have been checked. */
    static void multiply(Convolution shape, float[] x, int xOffset, float[] dy, int dyOffset, boolean accumulate, float[] dw, int dwOffset) {
        WinogradWeightGradient own = OWN.get();
        own.shape = shape;
        own.input.set(shape.input(), x, xOffset, shape.crelu(), shape.window().top(), shape.window().left());
        own.gradient.set(shape.output(), dy, dyOffset);
        own.tiles.cover(shape.output());
        try {
            own.sum(accumulate, dw, dwOffset);
        } finally {
            own.input.forget();
            own.gradient.forget();
        }
    }

    private void sum(boolean accumulate, float[] dw, int dwOffset) {
        layOut();
        int chunkLength = Winograd.POINTS * pointLength;
        int count = wholeChunks + (shape.input().batch() % LANES == 0 ? 0 : 1);
        if (chunks.length < count * chunkLength) {
            chunks = new float[count * chunkLength];
        }
        Workers.run(count * parts, summing);
        for (int chunk = 1; chunk < count; chunk++) {
            VECTOR.axpy(chunkLength, 1, chunks, chunk * chunkLength, chunks, 0);
        }
        unpack(accumulate, dw, dwOffset);
    }

    private void layOut() {
        boolean one = shape.filters() * input.planes() >= ONE_CHUNK;
        parts = one ? 4 : 1;
        wholeTiles = shape.input().batch() / LANES * (tiles.count() / shape.input().blocks());
        chunkTiles = Math.max(CHUNK_LEAST, Math.ceilDiv(wholeTiles, one ? 1 : CHUNKS));
        wholeChunks = Math.ceilDiv(wholeTiles, chunkTiles);
        paddedTerms = Blocking.roundUp(input.planes(), TERMS);
        int padded = 0;
        for (int filter = 0; filter < shape.filters(); filter = padded) {
            padded += KERNEL.planes(shape.filters() - filter, shape.filters());
        }
        pointLength = padded * paddedTerms + LANES; // no power of two either
        if (offsets.length < paddedTerms) {
            offsets = new int[paddedTerms];
        }
        for (int term = 0; term < paddedTerms; term++) {
            offsets[term] = term * PLANE;
        }
    }

    private void sumPiece(int piece) {
        int chunk = piece / parts;
        int part = piece % parts;
        int rows = 4 / parts;
        int from = chunk < wholeChunks ? chunk * chunkTiles : wholeTiles;
        int to = chunk < wholeChunks ? Math.min(from + chunkTiles, wholeTiles) : tiles.count();
        int length = 4 * rows * pointLength;
        WinogradWeightGradient own = OWN.get();
        float[] sums = own.sumsBuffer.atLeast(length * LANES);
        Arrays.fill(sums, AlignedBuffer.START, AlignedBuffer.START + length * LANES, 0f);
        for (int tile = from; tile < to; tile += TOGETHER) {
            sumTiles(tile, Math.min(TOGETHER, to - tile), part * rows, rows, sums, own.tilesBuffer);
        }
        own.laneSums.add(shape.input().lanes(tiles.block(from)), length, sums, AlignedBuffer.START,
                chunks, (chunk * 4 + part * rows) * 4 * pointLength);
    }

    /** Adds some tiles to the sums at some rows of points. */
    private void sumTiles(int first, int count, int row, int rows, float[] sums, AlignedBuffer buffer) {
        int inPoint = paddedTerms * PLANE + 4 * LANES;
        int gradientPoint = (shape.filters() + CorrelateKernel.PLANES_MOST) * PLANE + 4 * LANES;
        int room = AlignedBuffer.START;
        int in = room + 5 * WinogradInput.columns(TOGETHER) * LANES;
        int dy = in + 4 * rows * inPoint;
        float[] data = buffer.atLeast(dy + 4 * rows * gradientPoint);
        input.read(tiles, first, count, row, rows, data, in, PLANE, inPoint, room);
        gradient.read(tiles, first, count, row, rows, data, dy, PLANE, gradientPoint, room);
        for (int point = 0; point < 4 * rows; point++) {
            int at = AlignedBuffer.START + point * pointLength * LANES;
            for (int filter = 0, height; filter < shape.filters(); filter += height) {
                height = KERNEL.planes(shape.filters() - filter, shape.filters());
                for (int term = 0; term < paddedTerms; term += TERMS, at += height * TERMS * LANES) {
                    KERNEL.correlate(height, count, data, dy + point * gradientPoint + filter * PLANE, PLANE,
                            data, in + point * inPoint, offsets, term, steps, 0, sums, at);
                }
            }
        }
    }

    /** From the order of the tiles to that of the weights. */
    private void unpack(boolean accumulate, float[] dw, int dwOffset) {
        int at = 0;
        for (int filter = 0, height; filter < shape.filters(); filter += height) {
            height = KERNEL.planes(shape.filters() - filter, shape.filters());
            for (int term = 0; term < paddedTerms; term += TERMS) {
                for (int f = filter; f < filter + height; f++) {
                    for (int t = term; t < term + TERMS; t++, at++) {
                        if (f < shape.filters() && t < input.planes()) {
                            transform(at, accumulate, dw, dwOffset + (f * input.planes() + t) * shape.window().pixels());
                        }
                    }
                }
            }
        }
    }

    /** Gᵀ·m·G, with the signs that {@link WinogradGradient} leaves out. */
    private void transform(int at, boolean accumulate, float[] dw, int out) {
        for (int column = 0; column < 3; column++) {
            float t0 = row(at, 0, column);
            float t1 = row(at, 1, column);
            float t2 = row(at, 2, column);
            float t3 = row(at, 3, column);
            put(t0 + (t1 + t2) / 2, accumulate, dw, out + column);
            put((t1 - t2) / 2, accumulate, dw, out + 3 + column);
            put((t1 + t2) / 2 - t3, accumulate, dw, out + 6 + column);
        }
    }

    /** A column of a row of m times G. */
    private float row(int at, int row, int column) {
        int m = at + 4 * row * pointLength;
        float m1 = chunks[m + pointLength];
        float m2 = chunks[m + 2 * pointLength];
        return switch (column) {
            case 0 -> chunks[m] + (m1 + m2) / 2;
            case 1 -> (m1 - m2) / 2;
            default -> (m1 + m2) / 2 - chunks[m + 3 * pointLength];
        };
    }

    private static void put(float value, boolean accumulate, float[] dw, int at) {
        dw[at] = accumulate ? dw[at] + value : value;
    }
}
