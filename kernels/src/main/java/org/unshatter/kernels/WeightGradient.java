package org.unshatter.kernels;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.unshatter.kernels.scalar.CorrelateKernel;
import org.unshatter.kernels.scalar.ScalarTransposeKernel;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/**
 * The gradient of a convolution by its weights: for each weight an inner product over all pixels and images. Each of the sixteen images
 * side by side has a sum of its own until a chunk of the batch is done; then the sixteen are added, and the chunks, each in order.
 *
 * <p>A chunk is a piece of work; if there is but one, or if it has many weights, each of some parts of the filters. There is one object for each thread, used again for
 * each call, so that a call allocates nothing.
 */
final class WeightGradient {

    private static final CorrelateKernel KERNEL = Dispatch.KERNELS.correlate();
    private static final ScalarVectorKernels VECTOR = Dispatch.KERNELS.vector();
    private static final ScalarTransposeKernel TRANSPOSE = Dispatch.KERNELS.transpose();
    private static final int LANES = Images.LANES;
    private static final int TERMS = KERNEL.terms();
    /** Most chunks of whole blocks, or else parts of the filters. */
    private static final int PIECES = 4;
    /** Most pixels of a tile of filters that are gone through at a time: they stay in L1 for all terms. */
    private static final int PIXELS = 64;
    /** Pixels of a chunk, if there are so many: the fewer, the more time goes into loading and storing sums. */
    private static final int ENOUGH = 128;
    /** Floats of a piece's sums, 16 MB, unless a tile has more: pieces are smaller where there are many weights. */
    private static final int SUMS_MOST = 1 << 22;
    /** Weights whose sixteen sums are added together. */
    private static final int RUN = 64;

    /** Where the sums begin in their buffer. */
    private static final int SUMS = AlignedBuffer.START;

    private static final ThreadLocal<WeightGradient> OWN = ThreadLocal.withInitial(WeightGradient::new);

    private final IntConsumer summing = this::sumPiece;
    private final Taps taps = new Taps();

    // of the thread that works, which need not be the caller's
    private final float[] transposed = new float[RUN * LANES];
    /** For each weight of a piece, in the order of the tiles, sixteen sums. */
    private final AlignedBuffer sumsBuffer = new AlignedBuffer();
    /** Some pixels of the planes of a tile. */
    private final AlignedBuffer gradientBuffer = new AlignedBuffer();

    private Convolution shape;
    private final ConvSource source = new ConvSource();
    private float[] dy;
    private int dyOffset;
    /** The gradient of each chunk, in the order of the tiles. */
    private float[] chunks = {};
    private int chunkBlocks;
    private int wholeChunks;
    private int chunkLength;
    private int parts;
    /** Blocks that are read together: several, where one has few pixels. */
    private int together;
    /** Where each pixel of x lies that a window begins at, counted from the first, those of all blocks read together. */
    private int[] steps = {};

    private int paddedTerms;
    /** Of each tile of a group's filters: its first filter, how many planes, and how many the tiles before it have. */
    private int[] tileFilter = {};
    private int[] tileHeight = {};
    private int[] tileStart = {};
    private int tiles;
    private int groupLength;

    private WeightGradient() {
    }

    /** The contract is that of {@link Conv2d#gradientByWeights}, whose arguments have been checked. */
    static void multiply(Convolution shape, float[] x, int xOffset, float[] dy, int dyOffset, boolean accumulate, float[] dw, int dwOffset) {
        WeightGradient own = OWN.get();
        own.shape = shape;
        own.source.set(shape.input(), x, xOffset, shape.channelsPerFilter(), shape.crelu());
        own.dy = dy;
        own.dyOffset = dyOffset;
        try {
            own.sum(accumulate, dw, dwOffset);
        } finally {
            own.source.forget();
            own.dy = null;
        }
    }

    private void sum(boolean accumulate, float[] dw, int dwOffset) {
        layOut();
        // a block with idle lanes is a chunk of its own, of which only the lanes in use are added
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
        Window window = shape.window();
        Images output = shape.output();
        taps.forward(window);
        source.plan(taps, output.height(), window.strideY(), output.width(), window.strideX(), TERMS);
        int pixels = output.height() * output.width();
        int whole = shape.input().batch() / LANES;
        int enough = Math.ceilDiv(ENOUGH, pixels);
        chunkBlocks = Math.max(enough, Math.ceilDiv(whole, PIECES));
        wholeChunks = Math.ceilDiv(whole, chunkBlocks);
        together = source.bandRows() < output.height() ? 1 : Math.min(chunkBlocks, Math.min(source.blocksTogether(), enough));
        tabulate(source.bandRows(), output.width(), window.strideX() * LANES);
        paddedTerms = Blocking.roundUp(source.terms(), TERMS);
        cut(shape.filters() / shape.groups());
        chunkLength = shape.groups() * groupLength;
        int pieces = Math.max(wholeChunks > 1 ? 1 : PIECES, (int) Math.ceilDiv((long) chunkLength * LANES, SUMS_MOST));
        parts = Math.min(pieces, shape.groups() * tiles);
    }

    private void tabulate(int rows, int width, int step) {
        if (steps.length < together * rows * width) {
            steps = new int[together * rows * width];
        }
        int pixel = 0;
        for (int block = 0; block < together; block++) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < width; column++) {
                    steps[pixel++] = block * source.blockStep() + row * source.gridRow() + column * step;
                }
            }
        }
    }

    /** Cuts the filters of a group into tiles. One that would reach over the last filter is moved up: what tiles hold twice is dropped when unpacked. */
    private void cut(int filters) {
        if (tileFilter.length < filters) {
            tileFilter = new int[filters];
            tileHeight = new int[filters];
            tileStart = new int[filters];
        }
        tiles = 0;
        int planes = 0;
        for (int filter = 0, height; filter < filters; filter += height) {
            height = KERNEL.planes(filters - filter, filters);
            tileFilter[tiles] = Math.min(filter, filters - height);
            tileHeight[tiles] = height;
            tileStart[tiles] = planes;
            tiles++;
            planes += height;
        }
        groupLength = planes * paddedTerms;
    }

    /** Where a tile begins among the weights in the order of the tiles; tiles are numbered through all groups. */
    private int start(int tile) {
        return tile == shape.groups() * tiles ? chunkLength : tile / tiles * groupLength + tileStart[tile % tiles] * paddedTerms;
    }

    private void sumPiece(int piece) {
        int chunk = piece / parts;
        int part = piece % parts;
        int firstTile = (int) ((long) part * shape.groups() * tiles / parts);
        int lastTile = (int) ((part + 1L) * shape.groups() * tiles / parts);
        int from = chunk * chunkBlocks;
        int to = chunk < wholeChunks ? Math.min(shape.input().batch() / LANES, from + chunkBlocks) : shape.input().blocks();
        from = Math.min(from, to - 1);
        WeightGradient own = OWN.get();
        own.sumsBuffer.atLeast((start(lastTile) - start(firstTile)) * LANES);
        for (int block = from; block < to; block += together) {
            int blocks = Math.min(together, to - block);
            for (int group = firstTile / tiles; group * tiles < lastTile; group++) {
                for (int row = 0; row < shape.output().height(); row += source.bandRows()) {
                    boolean first = block == from && row == 0;
                    boolean last = block + blocks == to && row + source.bandRows() >= shape.output().height();
                    sumBand(block, blocks, group, row, firstTile, lastTile, first, last ? chunk : -1, own);
                }
            }
        }
    }

    /**
     * Adds some rows of the grid to the sums of some tiles.
     *
     * @param first whether the sums begin here
     * @param chunk the chunk whose sums end here, negative if they go on
     */
    private void sumBand(int block, int blocks, int group, int firstRow, int firstTile, int lastTile, boolean first, int chunk, WeightGradient own) {
        Images output = shape.output();
        Band band = Band.own();
        int at = source.read(band, block, blocks, group, firstRow);
        float[] data = source.data(band);
        int pixels = Math.min(source.bandRows(), output.height() - firstRow) * output.width();
        int few = Math.ceilDiv(blocks * pixels, Math.ceilDiv(blocks * pixels, PIXELS));
        int plane = (few | 1) * LANES;
        float[] near = own.gradientBuffer.atLeast(CorrelateKernel.PLANES_MOST * plane);
        float[] sums = own.sumsBuffer.atLeast(0);
        int filters = shape.filters() / shape.groups();
        int gradient = dyOffset + block * output.blockLength() + group * filters * output.planeLength() + firstRow * output.width() * LANES;
        for (int tile = Math.max(firstTile, group * tiles); tile < Math.min(lastTile, (group + 1) * tiles); tile++) {
            int height = tileHeight[tile % tiles];
            int dyAt = gradient + tileFilter[tile % tiles] * output.planeLength();
            int out = SUMS + (start(tile) - start(firstTile)) * LANES;
            for (int pixel = 0; pixel < blocks * pixels; pixel += few) {
                int count = Math.min(few, blocks * pixels - pixel);
                gather(height, pixel, count, pixels, dyAt, near, plane);
                for (int term = 0; term < paddedTerms; term += TERMS) {
                    int sumsAt = out + term * height * LANES;
                    if (first && pixel == 0) {
                        Arrays.fill(sums, sumsAt, sumsAt + TERMS * height * LANES, 0f);
                    }
                    KERNEL.correlate(height, count, near, AlignedBuffer.START, plane, data, at, source.offsets(), term, steps, pixel, sums, sumsAt);
                }
            }
            if (chunk >= 0) {
                addLanes(shape.input().lanes(block), height * paddedTerms, sums, out, own.transposed, chunk * chunkLength + start(tile));
            }
        }
    }

    /** Copies some pixels of the planes of a tile; those of a block lie side by side. */
    private void gather(int planes, int pixel, int count, int ofBlock, int dyAt, float[] near, int nearPlane) {
        Images output = shape.output();
        for (int done = 0, run; done < count; done += run) {
            int block = (pixel + done) / ofBlock;
            int within = (pixel + done) % ofBlock;
            run = Math.min(count - done, ofBlock - within);
            int from = dyAt + block * output.blockLength() + within * LANES;
            for (int i = 0; i < planes; i++) {
                System.arraycopy(dy, from + i * output.planeLength(), near, AlignedBuffer.START + i * nearPlane + done * LANES, run * LANES);
            }
        }
    }

    /** Adds the sums of the images of each weight. */
    private void addLanes(int lanes, int weights, float[] sums, int from, float[] transposed, int to) {
        for (int i = 0; i < weights; i += RUN) {
            int length = Math.min(RUN, weights - i);
            TRANSPOSE.transpose(length, LANES, sums, from + i * LANES, LANES, transposed, 0, length);
            System.arraycopy(transposed, 0, chunks, to + i, length);
            for (int lane = 1; lane < lanes; lane++) {
                VECTOR.axpy(length, 1, transposed, lane * length, chunks, to + i);
            }
        }
    }

    /** From the order of the tiles to that of the weights. */
    private void unpack(boolean accumulate, float[] dw, int dwOffset) {
        int filters = shape.filters() / shape.groups();
        int at = 0;
        for (int group = 0; group < shape.groups(); group++) {
            for (int tile = 0; tile < tiles; tile++) {
                int done = tileStart[tile]; // filters that earlier tiles have made
                for (int term = 0; term < paddedTerms; term += TERMS) {
                    for (int filter = tileFilter[tile]; filter < tileFilter[tile] + tileHeight[tile]; filter++) {
                        for (int t = term; t < term + TERMS; t++, at++) {
                            if (filter >= done && t < source.terms()) {
                                int weight = dwOffset + (group * filters + filter) * source.terms() + t;
                                dw[weight] = accumulate ? dw[weight] + chunks[at] : chunks[at];
                            }
                        }
                    }
                }
            }
        }
    }
}
