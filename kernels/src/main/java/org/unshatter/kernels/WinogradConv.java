package org.unshatter.kernels;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.unshatter.kernels.scalar.ScalarVectorKernels;
import org.unshatter.kernels.scalar.SlideKernel;
import org.unshatter.kernels.scalar.WinogradKernel;

/**
 * A convolution, or its gradient by data, by {@link Winograd}'s minimal filtering: some tiles at a time are transformed, multiplied at each point,
 * and transformed back while all of it is in the second-level cache. These tiles are a piece of work.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class WinogradConv {

    private static final SlideKernel SLIDE = Dispatch.KERNELS.slide();
    private static final WinogradKernel KERNEL = Dispatch.KERNELS.winograd();
    private static final ScalarVectorKernels VECTOR = Dispatch.KERNELS.vector();
    private static final int LANES = Images.LANES;
    /** Tiles that are multiplied together. */
    private static final int UNIT = SLIDE.pixels();
    /** Tiles of a piece of work times planes, so that transformed they take a quarter of a megabyte. */
    private static final int PLANES_OF_TILES = 256;
    /** Most tiles of a piece of work. */
    private static final int TILES_MOST = 32;
    /** Floats of a point's products with some filters. */
    private static final int PRODUCTS = SlideKernel.ROWS_MOST * UNIT * LANES;

    private static final ThreadLocal<WinogradConv> OWN = ThreadLocal.withInitial(WinogradConv::new);

    private final IntConsumer multiplying = this::multiply;
    /** Of the thread that works, which need not be the caller's. */
    private final AlignedBuffer buffer = new AlignedBuffer();

    /** What is read: x, or dy for the gradient. */
    private final WinogradInput input = new WinogradInput();
    private final WinogradWeights weights = new WinogradWeights();
    /** What is written: y, or dx. */
    private Images target;
    private float[] to;
    private int toOffset;
    private final WinogradTiles tiles = new WinogradTiles();
    /** Planes of sums: those of the target, or for the gradient of CReLU twice as many. */
    private int filters;
    private boolean accumulate;
    /** One for each plane, or null for none. */
    private float[] bias;
    private int biasOffset;
    /** What outputs are at least: 0 for a rectifier, −∞ for none. */
    private float floor;
    /** The input, whose signs CReLU's gradient needs; otherwise null. */
    private float[] signs;
    private int signsOffset;

    /** Tiles of a piece of work. */
    private int together;
    /** Floats from a plane to the next, and from a point to the next, of the transformed input. */
    private int inPlane;
    private int inPoint;
    /** Floats from a plane of sums to the next, and from a row of them to the next. */
    private int sumPlane;
    private int sumRow;
    private int[] offsets = {};
    /** Sums start from 0: the bias comes last. */
    private final float[] starts = new float[SlideKernel.ROWS_MOST];

    private WinogradConv() {
    }

    /** The contract is that of {@link Conv2d#forward}, whose arguments have been checked. */
    static void forward(Convolution shape, float[] x, int xOffset, float[] w, int wOffset, float[] bias, int biasOffset,
                        boolean rectify, float[] y, int yOffset) {
        WinogradConv own = OWN.get();
        Window window = shape.window();
        own.input.set(shape.input(), x, xOffset, shape.crelu(), window.top(), window.left());
        own.setTarget(shape.output(), y, yOffset, false);
        own.filters = shape.filters();
        own.bias = bias;
        own.biasOffset = biasOffset;
        own.floor = rectify ? 0 : Float.NEGATIVE_INFINITY;
        try {
            int planes = shape.channelsPerFilter();
            own.weights.transform(w, wOffset, shape.filters(), planes * window.pixels(), planes, window.pixels(), false);
            own.run();
        } finally {
            own.forgetArguments();
        }
    }

    /** The contract is that of {@link Conv2d#gradientByData}, whose arguments have been checked. */
    static void gradientByData(Convolution shape, float[] x, int xOffset, float[] dy, int dyOffset, float[] w, int wOffset,
                               boolean accumulate, float[] dx, int dxOffset) {
        WinogradConv own = OWN.get();
        Window window = shape.window();
        own.input.set(shape.output(), dy, dyOffset, false, window.height() - 1 - window.top(), window.width() - 1 - window.left());
        own.setTarget(shape.input(), dx, dxOffset, accumulate);
        own.filters = shape.channelsPerFilter();
        own.floor = Float.NEGATIVE_INFINITY;
        own.signs = shape.crelu() ? x : null;
        own.signsOffset = xOffset;
        try {
            own.weights.transform(w, wOffset, own.filters, window.pixels(), shape.filters(), own.filters * window.pixels(), true);
            own.run();
        } finally {
            own.forgetArguments();
        }
    }

    private void setTarget(Images target, float[] to, int toOffset, boolean accumulate) {
        this.target = target;
        this.to = to;
        this.toOffset = toOffset;
        this.accumulate = accumulate;
        tiles.cover(target);
    }

    /** What stays here between calls must not keep the caller's arrays alive. */
    private void forgetArguments() {
        input.forget();
        to = null;
        bias = null;
        signs = null;
    }

    private void run() {
        together = Math.clamp(PLANES_OF_TILES / Math.max(input.planes(), filters) / UNIT * UNIT, UNIT, TILES_MOST);
        // neither planes nor points a power of two apart, so that they do not fall into the same cache sets
        inPlane = (together | UNIT) * LANES;
        inPoint = input.planes() * inPlane + UNIT * LANES;
        sumPlane = 2 * together * LANES;
        sumRow = (filters + SlideKernel.ROWS_MOST) * sumPlane;
        if (offsets.length < input.planes()) {
            offsets = new int[input.planes()];
        }
        for (int plane = 0; plane < input.planes(); plane++) {
            offsets[plane] = plane * inPlane;
        }
        Workers.run(Math.ceilDiv(tiles.count(), together), multiplying);
    }

    private void multiply(int piece) {
        int first = piece * together;
        int count = Math.min(together, tiles.count() - first);
        int products = AlignedBuffer.START;
        int room = products + 4 * PRODUCTS;
        int in = room + 5 * WinogradInput.columns(together) * LANES;
        int sums = in + Winograd.POINTS * inPoint;
        float[] data = OWN.get().buffer.atLeast(sums + 4 * sumRow);
        input.read(tiles, first, count, 0, 4, data, in, inPlane, inPoint, room);
        for (int row = 0; row < 4; row++) {
            multiply(row, count, data, in + 4 * row * inPoint, sums + row * sumRow, products);
        }
        for (int done = 0, run; done < count; done += run) {
            run = tiles.run(first + done, count - done);
            write(first + done, run, data, sums + 2 * done * LANES, room);
        }
    }

    /** At a row of points, the products with all filters, four points at a time, which become two pixels of a row of sums while they are in L1. */
    private void multiply(int row, int count, float[] data, int in, int sums, int products) {
        int planes = input.planes();
        for (int tile = 0; tile < count; tile += UNIT) {
            int panel = 4 * row * weights.pointLength();
            for (int filter = 0, height; filter < filters; filter += height) {
                height = SlideKernel.rows(filters - filter);
                for (int point = 0; point < 4; point++) {
                    SLIDE.slide(height, planes, offsets, data, in + point * inPoint + tile * LANES, LANES,
                            weights.panels(), panel + point * weights.pointLength(), starts, 0,
                            data, products + point * PRODUCTS, LANES, UNIT * LANES);
                }
                KERNEL.outputRow(height * UNIT, UNIT, data, products, PRODUCTS, data, sums + filter * sumPlane + 2 * tile * LANES, sumPlane);
                panel += height * planes;
            }
        }
    }

    /** Some tiles in a row, to all planes. The lower row of pixels is dropped where there is none, the last pixel as well. */
    private void write(int tile, int count, float[] data, int sums, int room) {
        int row = target.width() * LANES;
        int length = 2 * count * LANES;
        int n = Math.min(2 * count, target.width() - tiles.column(tile)) * LANES;
        int at = toOffset + tiles.block(tile) * target.blockLength() + tiles.row(tile) * row + tiles.column(tile) * LANES;
        boolean both = tiles.row(tile) + 1 < target.height();
        for (int plane = 0; plane < target.channels(); plane++, at += target.planeLength(), sums += sumPlane) {
            float b = bias == null ? 0 : bias[biasOffset + plane];
            if (signs == null && !accumulate) {
                KERNEL.outputColumns(n, data, sums, sumRow, b, floor, to, at, both ? to : data, both ? at + row : room);
                continue;
            }
            int negative = room + 2 * length;
            KERNEL.outputColumns(n, data, sums, sumRow, b, floor, data, room, data, room + length);
            if (signs != null) {
                KERNEL.outputColumns(n, data, sums + target.channels() * sumPlane, sumRow, b, floor, data, negative, data, negative + length);
            }
            finish(n, data, room, negative, at);
            if (both) {
                finish(n, data, room + length, negative + length, at + row);
            }
        }
    }

    /** Some pixels: added, or through the gradient of CReLU. */
    private void finish(int n, float[] data, int from, int negative, int out) {
        if (signs == null) {
            VECTOR.axpy(n, 1, data, from, to, out);
            return;
        }
        if (!accumulate) {
            Arrays.fill(to, out, out + n, 0f);
        }
        VECTOR.addCreluGradient(n, signs, signsOffset - toOffset + out, data, from, negative, to, out);
    }
}
