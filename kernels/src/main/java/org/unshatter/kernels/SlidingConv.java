package org.unshatter.kernels;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.unshatter.kernels.scalar.SlideKernel;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/**
 * Weighted sums over the pixels around each position of a grid: a convolution, and also its gradient by data, which with strides
 * is one such sum for each phase of the input's pixels. Some rows of the grid, of sixteen images, are a piece of work.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class SlidingConv {

    private static final SlideKernel KERNEL = Dispatch.KERNELS.slide();
    private static final ScalarVectorKernels VECTOR = Dispatch.KERNELS.vector();
    private static final int LANES = Images.LANES;
    private static final int PIXELS = KERNEL.pixels();
    /** Where the tile of the negative half begins. */
    private static final int NEGATIVE = SlideKernel.ROWS_MOST * PIXELS * LANES;

    private static final ThreadLocal<SlidingConv> OWN = ThreadLocal.withInitial(SlidingConv::new);

    private final IntConsumer sliding = this::slide;
    private final Taps taps = new Taps();
    /** For tiles that reach over an edge, and the two halves of CReLU's gradient. */
    private final float[] tile = new float[2 * NEGATIVE];

    private Convolution shape;
    /** What is read: x, or dy for the gradient. */
    private final ConvSource source = new ConvSource();
    /** What is written: y, or dx. Each group writes so many planes. */
    private Images target;
    private float[] to;
    private int toOffset;
    private int filters;
    private boolean accumulate;
    private boolean rectify;
    /** The input, whose signs CReLU's gradient needs; otherwise null. */
    private float[] signs;
    private int signsOffset;

    /** Positions of the grid; the first in the target, and pixels of the target from one to the next; likewise of the source. */
    private int gridHeight;
    private int gridWidth;
    private int firstY;
    private int firstX;
    private int spacingY;
    private int spacingX;
    private int stepY;
    private int stepX;

    /**
     * For each group, or for the two halves of CReLU's gradient, the weights in the order in which the kernel reads them,
     * and what the sums start from.
     */
    private float[] panels = {};
    private float[] starts = {};
    private int partPanels;
    private int partStarts;

    private int bands;

    private SlidingConv() {
    }

    /** The contract is that of {@link Conv2d#forward}, whose arguments have been checked. */
    static void forward(Convolution shape, float[] x, int xOffset, float[] w, int wOffset, float[] bias, int biasOffset,
                        boolean rectify, float[] y, int yOffset) {
        SlidingConv own = OWN.get();
        own.shape = shape;
        own.source.set(shape.input(), x, xOffset, shape.channelsPerFilter(), shape.crelu());
        own.setTarget(shape.output(), y, yOffset, shape.filters() / shape.groups(), false);
        own.rectify = rectify;
        try {
            own.slideForward(w, wOffset, bias, biasOffset);
        } finally {
            own.forgetArguments();
        }
    }

    /** The contract is that of {@link Conv2d#gradientByData}, whose arguments have been checked. */
    static void gradientByData(Convolution shape, float[] x, int xOffset, float[] dy, int dyOffset, float[] w, int wOffset,
                               boolean accumulate, float[] dx, int dxOffset) {
        SlidingConv own = OWN.get();
        own.shape = shape;
        own.source.set(shape.output(), dy, dyOffset, shape.filters() / shape.groups(), false);
        own.setTarget(shape.input(), dx, dxOffset, shape.input().channels() / shape.groups(), accumulate);
        own.signs = shape.crelu() ? x : null;
        own.signsOffset = xOffset;
        try {
            own.slideBackward(w, wOffset);
        } finally {
            own.forgetArguments();
        }
    }

    private void setTarget(Images target, float[] to, int toOffset, int filters, boolean accumulate) {
        this.target = target;
        this.to = to;
        this.toOffset = toOffset;
        this.filters = filters;
        this.accumulate = accumulate;
        rectify = false;
        signs = null;
    }

    /** What stays here between calls must not keep the caller's arrays alive. */
    private void forgetArguments() {
        source.forget();
        to = null;
        signs = null;
    }

    private void slideForward(float[] w, int wOffset, float[] bias, int biasOffset) {
        Window window = shape.window();
        taps.forward(window);
        setGrid(target.height(), 0, 1, window.strideY(), target.width(), 0, 1, window.strideX());
        int perFilter = source.planes() * window.pixels();
        packFilters(w, wOffset, filters * perFilter, perFilter, window.pixels());
        if (bias != null) {
            for (int group = 0; group < shape.groups(); group++) {
                System.arraycopy(bias, biasOffset + group * filters, starts, group * partStarts, filters);
            }
        }
        run();
    }

    private void slideBackward(float[] w, int wOffset) {
        Window window = shape.window();
        if (signs != null && !accumulate) {
            for (int block = 0; block < target.blocks(); block++) {
                int at = toOffset + block * target.blockLength();
                Arrays.fill(to, at, at + target.blockLength(), 0f);
            }
        }
        for (int y = 0; y < Math.min(window.strideY(), target.height()); y++) {
            for (int x = 0; x < Math.min(window.strideX(), target.width()); x++) {
                taps.backward(window, y, x);
                setGrid(Math.ceilDiv(target.height() - y, window.strideY()), y, window.strideY(), 1,
                        Math.ceilDiv(target.width() - x, window.strideX()), x, window.strideX(), 1);
                int perFilter = shape.channelsPerFilter() * window.pixels();
                packFilters(w, wOffset, (signs == null ? source.planes() * perFilter : filters * window.pixels()), window.pixels(), perFilter);
                run();
            }
        }
    }

    private void setGrid(int gridHeight, int firstY, int spacingY, int stepY, int gridWidth, int firstX, int spacingX, int stepX) {
        this.gridHeight = gridHeight;
        this.firstY = firstY;
        this.spacingY = spacingY;
        this.stepY = stepY;
        this.gridWidth = gridWidth;
        this.firstX = firstX;
        this.spacingX = spacingX;
        this.stepX = stepX;
    }

    /** Puts the weights in the order in which the kernel reads them: tile by tile, tap by tap, the rows of a tile side by side. */
    private void packFilters(float[] w, int wOffset, int partStride, int filterStride, int planeStride) {
        int parts = signs == null ? shape.groups() : 2;
        int padded = 0;
        for (int left = filters, rows; left > 0; left -= rows) {
            rows = SlideKernel.rows(left);
            padded += rows;
        }
        int terms = source.planes() * taps.count();
        partPanels = padded * terms;
        partStarts = padded;
        if (panels.length < parts * partPanels) {
            panels = new float[parts * partPanels];
        }
        if (starts.length < parts * partStarts) {
            starts = new float[parts * partStarts];
        }
        Arrays.fill(starts, 0f);
        int out = 0;
        for (int part = 0; part < parts; part++) {
            for (int filter = 0, rows; filter < filters; filter += rows) {
                rows = SlideKernel.rows(filters - filter);
                for (int plane = 0; plane < source.planes(); plane++) {
                    for (int tap = 0; tap < taps.count(); tap++) {
                        int at = wOffset + part * partStride + filter * filterStride + plane * planeStride + taps.pixel(tap);
                        for (int row = 0; row < rows; row++) {
                            panels[out++] = filter + row < filters ? w[at + row * filterStride] : 0;
                        }
                    }
                }
            }
        }
    }

    private void run() {
        source.plan(taps, gridHeight, stepY, Blocking.roundUp(gridWidth, PIXELS), stepX, 1);
        bands = Math.ceilDiv(gridHeight, source.bandRows());
        Workers.run(target.blocks() * bands, sliding);
    }

    private void slide(int task) {
        int block = task / bands;
        int firstRow = task % bands * source.bandRows();
        int rows = Math.min(source.bandRows(), gridHeight - firstRow);
        Band band = Band.own();
        float[] scratch = OWN.get().tile; // of the thread that works, which need not be the caller's
        for (int group = 0; group < shape.groups(); group++) {
            int at = source.read(band, block, 1, group, firstRow);
            slide(group, block, firstRow, rows, source.data(band), at, scratch);
        }
    }

    /** All planes of a group at some rows of the grid. */
    private void slide(int group, int block, int firstRow, int rows, float[] x, int xAt, float[] scratch) {
        int terms = source.terms();
        int panel = group * partPanels;
        int start = group * partStarts;
        int plane = toOffset + block * target.blockLength() + group * filters * target.planeLength();
        for (int filter = 0, height; filter < filters; filter += height) {
            height = SlideKernel.rows(filters - filter);
            int valid = Math.min(height, filters - filter);
            for (int i = 0; i < rows; i++) {
                int row = ((firstY + (firstRow + i) * spacingY) * target.width() + firstX) * LANES;
                for (int j = 0; j < gridWidth; j += PIXELS) {
                    int in = xAt + i * source.gridRow() + j * stepX * LANES;
                    int at = row + j * spacingX * LANES;
                    int width = Math.min(PIXELS, gridWidth - j);
                    if (valid == height && width == PIXELS && signs == null && !accumulate) {
                        KERNEL.slide(height, terms, source.offsets(), x, in, stepX * LANES, panels, panel, starts, start,
                                to, plane + filter * target.planeLength() + at, spacingX * LANES, target.planeLength());
                    } else {
                        slideAside(height, valid, width, terms, x, in, panel, start, plane, filter, at, scratch);
                    }
                }
            }
            if (rectify) {
                for (int f = filter; f < filter + valid; f++) {
                    int at = plane + f * target.planeLength() + firstRow * target.width() * LANES;
                    VECTOR.relu(rows * target.width() * LANES, 1, to, at, to, at);
                }
            }
            panel += height * terms;
            start += height;
        }
    }

    /** A tile of which not all is wanted, or not as it is. */
    private void slideAside(int height, int valid, int width, int terms, float[] x, int in, int panel, int start,
                            int plane, int filter, int at, float[] scratch) {
        KERNEL.slide(height, terms, source.offsets(), x, in, stepX * LANES, panels, panel, starts, start,
                scratch, 0, LANES, PIXELS * LANES);
        if (signs != null) {
            KERNEL.slide(height, terms, source.offsets(), x, in, stepX * LANES, panels, partPanels + panel, starts, start,
                    scratch, NEGATIVE, LANES, PIXELS * LANES);
        }
        for (int i = 0; i < valid; i++) {
            int out = plane + (filter + i) * target.planeLength() + at;
            if (spacingX == 1) {
                finish(width * LANES, scratch, i * PIXELS * LANES, out);
            } else {
                for (int j = 0; j < width; j++) {
                    finish(LANES, scratch, (i * PIXELS + j) * LANES, out + j * spacingX * LANES);
                }
            }
        }
    }

    /** Some pixels: as they are, added, or through the gradient of CReLU. */
    private void finish(int n, float[] scratch, int from, int out) {
        if (signs != null) {
            VECTOR.addCreluGradient(n, signs, signsOffset - toOffset + out, scratch, from, from + NEGATIVE, to, out);
        } else if (accumulate) {
            VECTOR.axpy(n, 1, scratch, from, to, out);
        } else {
            System.arraycopy(scratch, from, to, out, n);
        }
    }
}
