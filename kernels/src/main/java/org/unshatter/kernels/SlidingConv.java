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
    /** What is read: x, or dy for the gradient. Each group reads so many planes, those of CReLU counted twice. */
    private Images source;
    private float[] from;
    private int fromOffset;
    private int planes;
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

    /** Where each tap of each plane lies in the source or in the band, whichever is read. */
    private int[] offsets = {};
    private boolean copied;
    private int rowLength;
    private int bandRows;
    private int bands;
    private int bandHeight;
    private int bandWidth;

    private SlidingConv() {
    }

    /** The contract is that of {@link Conv2d#forward}, whose arguments have been checked. */
    static void forward(Convolution shape, float[] x, int xOffset, float[] w, int wOffset, float[] bias, int biasOffset,
                        boolean rectify, float[] y, int yOffset) {
        SlidingConv own = OWN.get();
        own.shape = shape;
        own.setSource(shape.input(), x, xOffset, shape.channelsPerFilter());
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
        own.setSource(shape.output(), dy, dyOffset, shape.filters() / shape.groups());
        own.setTarget(shape.input(), dx, dxOffset, shape.input().channels() / shape.groups(), accumulate);
        own.signs = shape.crelu() ? x : null;
        own.signsOffset = xOffset;
        try {
            own.slideBackward(w, wOffset);
        } finally {
            own.forgetArguments();
        }
    }

    private void setSource(Images source, float[] from, int fromOffset, int planes) {
        this.source = source;
        this.from = from;
        this.fromOffset = fromOffset;
        this.planes = planes;
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
        from = null;
        to = null;
        signs = null;
    }

    private void slideForward(float[] w, int wOffset, float[] bias, int biasOffset) {
        Window window = shape.window();
        taps.forward(window);
        setGrid(target.height(), 0, 1, window.strideY(), target.width(), 0, 1, window.strideX());
        int perFilter = planes * window.pixels();
        packFilters(w, wOffset, filters * perFilter, perFilter, window.pixels());
        if (bias != null) {
            for (int group = 0; group < shape.groups(); group++) {
                System.arraycopy(bias, biasOffset + group * filters, starts, group * partStarts, filters);
            }
        }
        run(shape.crelu());
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
                packFilters(w, wOffset, (signs == null ? planes * perFilter : filters * window.pixels()), window.pixels(), perFilter);
                run(false);
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
        int terms = planes * taps.count();
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
                for (int plane = 0; plane < planes; plane++) {
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

    private void run(boolean split) {
        int columns = Blocking.roundUp(gridWidth, PIXELS);
        bandWidth = (columns - 1) * stepX + taps.width();
        boolean inside = taps.top() >= 0 && taps.left() >= 0
                && taps.top() + (gridHeight - 1) * stepY + taps.height() <= source.height()
                && taps.left() + bandWidth <= source.width();
        copied = split || !inside;
        long row = (long) planes * bandWidth * LANES;
        bandRows = Band.rows(gridHeight, taps.height() * row, stepY * row);
        bandHeight = (bandRows - 1) * stepY + taps.height();
        bands = Math.ceilDiv(gridHeight, bandRows);
        rowLength = (copied ? bandWidth : source.width()) * LANES;
        int planeLength = copied ? Band.planeLength(bandHeight, bandWidth) : source.planeLength();
        if (offsets.length < planes * taps.count()) {
            offsets = new int[planes * taps.count()];
        }
        int term = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int tap = 0; tap < taps.count(); tap++) {
                offsets[term++] = plane * planeLength + taps.down(tap) * rowLength + taps.across(tap) * LANES;
            }
        }
        Workers.run(source.blocks() * bands, sliding);
    }

    private void slide(int task) {
        int block = task / bands;
        int firstRow = task % bands * bandRows;
        int rows = Math.min(bandRows, gridHeight - firstRow);
        int top = firstRow * stepY + taps.top();
        int read = copied && shape.crelu() && signs == null ? planes / 2 : planes;
        float[] scratch = OWN.get().tile; // of the thread that works, which need not be the caller's
        for (int group = 0; group < shape.groups(); group++) {
            int at = fromOffset + block * source.blockLength() + group * read * source.planeLength();
            if (copied) {
                Band band = Band.own();
                band.copy(from, at, read, source.height(), source.width(), top, bandHeight, taps.left(), bandWidth, Band.planeLength(bandHeight, bandWidth), read < planes);
                slide(group, block, firstRow, rows, band.data(), Band.START, scratch);
            } else {
                slide(group, block, firstRow, rows, from, at + (top * source.width() + taps.left()) * LANES, scratch);
            }
        }
    }

    /** All planes of a group at some rows of the grid. */
    private void slide(int group, int block, int firstRow, int rows, float[] x, int xAt, float[] scratch) {
        int terms = planes * taps.count();
        int panel = group * partPanels;
        int start = group * partStarts;
        int plane = toOffset + block * target.blockLength() + group * filters * target.planeLength();
        for (int filter = 0, height; filter < filters; filter += height) {
            height = SlideKernel.rows(filters - filter);
            int valid = Math.min(height, filters - filter);
            for (int i = 0; i < rows; i++) {
                int row = ((firstY + (firstRow + i) * spacingY) * target.width() + firstX) * LANES;
                for (int j = 0; j < gridWidth; j += PIXELS) {
                    int in = xAt + i * stepY * rowLength + j * stepX * LANES;
                    int at = row + j * spacingX * LANES;
                    int width = Math.min(PIXELS, gridWidth - j);
                    if (valid == height && width == PIXELS && signs == null) {
                        KERNEL.slide(height, terms, offsets, x, in, stepX * LANES, panels, panel, accumulate, starts, start,
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
        KERNEL.slide(height, terms, offsets, x, in, stepX * LANES, panels, panel, false, starts, start,
                scratch, 0, LANES, PIXELS * LANES);
        if (signs != null) {
            KERNEL.slide(height, terms, offsets, x, in, stepX * LANES, panels, partPanels + panel, false, starts, start,
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
