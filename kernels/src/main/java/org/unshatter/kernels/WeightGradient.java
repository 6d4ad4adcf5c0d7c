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
 * <p>There is one for each thread, used again for each call, so that a call allocates nothing.
 */
final class WeightGradient {

    private static final CorrelateKernel KERNEL = Dispatch.KERNELS.correlate();
    private static final ScalarVectorKernels VECTOR = Dispatch.KERNELS.vector();
    private static final ScalarTransposeKernel TRANSPOSE = Dispatch.KERNELS.transpose();
    private static final int LANES = Images.LANES;
    private static final int TERMS = KERNEL.terms();
    /** Most chunks of whole blocks; they are the pieces of work. */
    private static final int CHUNKS = 4;
    /** Most pixels of a tile of filters that are gone through at a time: they stay in L1 for all terms. */
    private static final int PIXELS = 64;
    /** Weights whose sixteen sums are added together. */
    private static final int RUN = 64;

    /** Where the sums begin in their buffer. */
    private static final int SUMS = AlignedBuffer.START;

    private static final ThreadLocal<WeightGradient> OWN = ThreadLocal.withInitial(WeightGradient::new);

    private final IntConsumer summing = this::sumChunk;
    private final Taps taps = new Taps();
    private final float[] transposed = new float[RUN * LANES];
    /** For each weight of a chunk, in the order of the tiles, sixteen sums. */
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
    private int chunkLength;
    /** Blocks that are read together: several, where one has few pixels. */
    private int together;
    /** Where each pixel of x lies that a window begins at, counted from the first, those of all blocks read together. */
    private int[] steps = {};

    private int filters;
    private int paddedTerms;
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
        Images input = shape.input();
        int whole = input.batch() / LANES;
        chunkBlocks = Math.max(1, Math.ceilDiv(whole, CHUNKS));
        layOut();
        // a block with idle lanes is a chunk of its own, of which only the lanes in use are added
        int count = Math.ceilDiv(whole, chunkBlocks) + (input.blocks() - whole);
        if (chunks.length < count * chunkLength) {
            chunks = new float[count * chunkLength];
        }
        Workers.run(count, summing);
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
        filters = shape.filters() / shape.groups();
        paddedTerms = Blocking.roundUp(source.terms(), TERMS);
        groupLength = Blocking.roundUp(filters, rows()) * paddedTerms;
        chunkLength = shape.groups() * groupLength;
        int pixels = output.height() * output.width();
        together = source.bandRows() < output.height() ? 1
                : Math.min(chunkBlocks, Math.min(source.blocksTogether(), Math.ceilDiv(PIXELS, pixels)));
        tabulate(source.bandRows(), output.width(), window.strideX() * LANES);
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

    private void sumChunk(int chunk) {
        Images input = shape.input();
        int from = chunk * chunkBlocks;
        int whole = input.batch() / LANES;
        int to = from < whole ? Math.min(whole, from + chunkBlocks) : input.blocks();
        from = Math.min(from, to - 1);
        WeightGradient own = OWN.get(); // the sums of the thread that works, which need not be the caller's
        float[] sums = own.sumsBuffer.atLeast(chunkLength * LANES);
        Arrays.fill(sums, SUMS, SUMS + chunkLength * LANES, 0f);
        for (int block = from; block < to; block += together) {
            int blocks = Math.min(together, to - block);
            for (int group = 0; group < shape.groups(); group++) {
                for (int row = 0; row < shape.output().height(); row += source.bandRows()) {
                    sumBand(block, blocks, group, row, sums, own.gradientBuffer);
                }
            }
        }
        addLanes(input.lanes(from), sums, own.transposed, chunk * chunkLength);
    }

    private void sumBand(int block, int blocks, int group, int firstRow, float[] sums, AlignedBuffer gradientBuffer) {
        Images output = shape.output();
        Band band = Band.own();
        int at = source.read(band, block, blocks, group, firstRow);
        float[] data = source.data(band);
        int pixels = Math.min(source.bandRows(), output.height() - firstRow) * output.width();
        int few = Math.ceilDiv(blocks * pixels, Math.ceilDiv(blocks * pixels, PIXELS));
        int plane = (few | 1) * LANES;
        float[] near = gradientBuffer.atLeast(CorrelateKernel.PLANES * plane);
        int gradient = dyOffset + block * output.blockLength() + group * filters * output.planeLength() + firstRow * output.width() * LANES;
        int out = SUMS + group * groupLength * LANES;
        int height = rows();
        for (int filter = 0; filter < filters; filter += height) {
            // a tile that reaches over the last filter is moved up: what the rows above it then hold twice is dropped when unpacked
            int dyAt = gradient + Math.min(filter, filters - height) * output.planeLength();
            for (int pixel = 0; pixel < blocks * pixels; pixel += few) {
                int count = Math.min(few, blocks * pixels - pixel);
                gather(height, pixel, count, pixels, dyAt, near, plane);
                for (int term = 0; term < paddedTerms; term += TERMS) {
                    KERNEL.correlate(height, count, near, AlignedBuffer.START, plane, data, at, source.offsets(), term, steps, pixel,
                            sums, out + term * height * LANES);
                }
            }
            out += height * paddedTerms * LANES;
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

    /** Planes of the next tile: no more than there are filters in all, for all planes of a tile are read. */
    private int rows() {
        return filters >= CorrelateKernel.PLANES ? CorrelateKernel.PLANES : 1;
    }

    /** Adds the sums of the images of each weight. */
    private void addLanes(int lanes, float[] sums, float[] transposed, int to) {
        for (int i = 0; i < chunkLength; i += RUN) {
            int length = Math.min(RUN, chunkLength - i);
            TRANSPOSE.transpose(length, LANES, sums, SUMS + i * LANES, LANES, transposed, 0, length);
            System.arraycopy(transposed, 0, chunks, to + i, length);
            for (int lane = 1; lane < lanes; lane++) {
                VECTOR.axpy(length, 1, transposed, lane * length, chunks, to + i);
            }
        }
    }

    /** From the order of the tiles to that of the weights. */
    private void unpack(boolean accumulate, float[] dw, int dwOffset) {
        int at = 0;
        int height = rows();
        for (int group = 0; group < shape.groups(); group++) {
            for (int filter = 0; filter < filters; filter += height) {
                int first = Math.min(filter, filters - height);
                for (int term = 0; term < paddedTerms; term += TERMS) {
                    for (int row = 0; row < height; row++) {
                        for (int t = 0; t < TERMS; t++, at++) {
                            if (term + t < source.terms() && first + row >= filter && first + row < filters) {
                                int weight = dwOffset + (group * filters + first + row) * source.terms() + term + t;
                                dw[weight] = accumulate ? dw[weight] + chunks[at] : chunks[at];
                            }
                        }
                    }
                }
            }
        }
    }
}
