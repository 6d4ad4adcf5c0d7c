package org.unshatter.kernels;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.unshatter.kernels.scalar.PoolKernel;

/**
 * Walks over all windows of a pooling, a row of them at a time; those that see some border one by one. A block of sixteen images is a piece of work.
 *
 * <p>There is one for each calling thread, used again for each call, so that a call allocates nothing.
 */
final class Pooler {

    private static final PoolKernel KERNEL = Dispatch.KERNELS.pool();
    private static final int LANES = Images.LANES;
    private static final ThreadLocal<Pooler> OWN = ThreadLocal.withInitial(Pooler::new);

    private enum Pass { MAX, GRADIENT_OF_MAX, TANGENT_OF_MAX, AVERAGE, GRADIENT_OF_AVERAGE }

    private final IntConsumer pooling = this::pool;

    private Pass pass;
    private Pooling shape;
    private boolean border;
    /** Whether dx keeps what it holds; otherwise it is cleared. */
    private boolean accumulate;
    private float[] x;
    private int xOffset;
    /** y, or dy. */
    private float[] y;
    private int yOffset;
    private float[] dx;
    private int dxOffset;

    /** Where the taps lie that the next windows see, and room for two rows of output pixels; of the thread that works. */
    private int[] offsets = {};
    private float[] row = {};
    private float[] otherRow = {};

    private Pooler() {
    }

    static void max(Pooling shape, float[] x, int xOffset, float[] y, int yOffset) {
        OWN.get().run(Pass.MAX, shape, false, x, xOffset, y, yOffset, false, null, 0);
    }

    static void gradientOfMax(Pooling shape, float[] x, int xOffset, float[] dy, int dyOffset, boolean accumulate, float[] dx, int dxOffset) {
        OWN.get().run(Pass.GRADIENT_OF_MAX, shape, false, x, xOffset, dy, dyOffset, accumulate, dx, dxOffset);
    }

    static void tangentOfMax(Pooling shape, float[] x, int xOffset, float[] dx, int dxOffset, float[] dy, int dyOffset) {
        OWN.get().run(Pass.TANGENT_OF_MAX, shape, false, x, xOffset, dy, dyOffset, true, dx, dxOffset);
    }

    static void average(Pooling shape, boolean border, float[] x, int xOffset, float[] y, int yOffset) {
        OWN.get().run(Pass.AVERAGE, shape, border, x, xOffset, y, yOffset, false, null, 0);
    }

    static void gradientOfAverage(Pooling shape, boolean border, float[] dy, int dyOffset, boolean accumulate, float[] dx, int dxOffset) {
        OWN.get().run(Pass.GRADIENT_OF_AVERAGE, shape, border, null, 0, dy, dyOffset, accumulate, dx, dxOffset);
    }

    private void run(Pass pass, Pooling shape, boolean border, float[] x, int xOffset, float[] y, int yOffset,
                     boolean accumulate, float[] dx, int dxOffset) {
        this.pass = pass;
        this.shape = shape;
        this.border = border;
        this.accumulate = accumulate;
        this.x = x;
        this.xOffset = xOffset;
        this.y = y;
        this.yOffset = yOffset;
        this.dx = dx;
        this.dxOffset = dxOffset;
        try {
            Workers.run(shape.input().blocks(), pooling);
        } finally {
            this.x = null; // what stays here between calls must not keep the caller's arrays alive
            this.y = null;
            this.dx = null;
        }
    }

    private void pool(int block) {
        Pooler own = OWN.get(); // whose table and rows are the working thread's
        Images in = shape.input();
        Images out = shape.output();
        if (own.row.length < out.width() * LANES) {
            own.row = new float[out.width() * LANES];
            own.otherRow = new float[out.width() * LANES];
        }
        for (int channel = 0; channel < in.channels(); channel++) {
            int from = block * in.blockLength() + channel * in.planeLength();
            int to = block * out.blockLength() + channel * out.planeLength();
            int cleared = 0; // rows of dx: each just before the first window reaches it, so that it is still in L1 then
            for (int row = 0; row < out.height(); row++) {
                int reached = Math.max(cleared, lastRow(row) + 1);
                clear(from, cleared, reached);
                cleared = reached;
                pool(row, from, to + row * out.width() * LANES, own);
            }
            clear(from, cleared, in.height());
        }
    }

    /** The last row of the input that the windows of a row see. */
    private int lastRow(int row) {
        Window window = shape.window();
        return row * window.strideY() - window.top() + (window.rowsTo(row, shape.input().height()) - 1) * window.dilationY();
    }

    private void clear(int plane, int fromRow, int toRow) {
        if (dx != null && !accumulate) {
            int row = shape.input().width() * LANES;
            Arrays.fill(dx, dxOffset + plane + fromRow * row, dxOffset + plane + toRow * row, 0f);
        }
    }

    /** A row of the output: between the windows that see a border at the left or right, all see the same taps. */
    private void pool(int row, int from, int to, Pooler own) {
        Window window = shape.window();
        int width = shape.input().width();
        int outWidth = shape.output().width();
        for (int column = 0, count; column < outWidth; column += count) {
            int firstTap = window.columnsFrom(column);
            int lastTap = window.columnsTo(column, width);
            count = 1;
            while (column + count < outWidth && window.columnsFrom(column + count) == firstTap
                    && window.columnsTo(column + count, width) == lastTap) {
                count++;
            }
            pool(row, column, count, firstTap, lastTap, from, to + column * LANES, own);
        }
    }

    private void pool(int row, int column, int count, int firstTap, int lastTap, int from, int to, Pooler own) {
        Window window = shape.window();
        Images in = shape.input();
        int top = window.rowsFrom(row);
        int bottom = window.rowsTo(row, in.height());
        int taps = own.tabulate(bottom - top, window.dilationY() * in.width() * LANES, lastTap - firstTap, window.dilationX() * LANES);
        int y0 = row * window.strideY() - window.top() + top * window.dilationY();
        int x0 = column * window.strideX() - window.left() + firstTap * window.dilationX();
        int at = from + (y0 * in.width() + x0) * LANES;
        int step = window.strideX() * LANES;
        float divisor = border ? window.pixels() : taps;
        switch (pass) {
            case MAX -> KERNEL.max(count, taps, own.offsets, x, xOffset + at, step, y, yOffset + to);
            case GRADIENT_OF_MAX -> KERNEL.addMaxGradient(count, taps, own.offsets, x, xOffset + at, step, y, yOffset + to, dx, dxOffset + at,
                    own.row, own.otherRow);
            case TANGENT_OF_MAX -> KERNEL.maxTangent(count, taps, own.offsets, x, xOffset + at, dx, dxOffset + at, step, y, yOffset + to, own.row);
            case AVERAGE -> KERNEL.average(count, taps, own.offsets, divisor, x, xOffset + at, step, y, yOffset + to);
            case GRADIENT_OF_AVERAGE -> KERNEL.addAverageGradient(count, taps, own.offsets, divisor, y, yOffset + to, dx, dxOffset + at, step,
                    own.row);
        }
    }

    private int tabulate(int rows, int rowStep, int columns, int columnStep) {
        if (offsets.length < rows * columns) {
            offsets = new int[rows * columns];
        }
        for (int row = 0, tap = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                offsets[tap++] = row * rowStep + column * columnStep;
            }
        }
        return rows * columns;
    }
}
