package org.unshatter.bench;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.unshatter.bench.LayoutCase.Layout;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;

/**
 * A few rows of an image at a time: what their windows see is copied into the rows or columns of a matrix, which stays in the cache, and that is
 * multiplied by the weights. Strides are 1, borders keep the size, windows are square.
 */
final class LayoutWorkload implements Workload {
    private static final int ENTRIES_CHECKED = 16;
    /** Floats of the matrix: half of a usual second-level cache. */
    private static final int MOST = 1 << 17;
    private static final int FILL = 16;

    private final LayoutCase of;
    private final boolean byPixel;
    private final int batch;
    private final int side;
    private final int kernel;
    private final int channels;
    private final int filters;
    private final int terms;
    private final int rows;
    private final RandomGenerator random = new SplittableRandom(1);
    private final float[] x;
    /** Term by term, [r, s, c], where pixels come first; otherwise filter by filter, [c, r, s]. */
    private final float[] w;
    private final float[] y;
    private final float[] matrix;

    LayoutWorkload(LayoutCase of) {
        this.of = of;
        Convolution shape = of.shape();
        byPixel = of.layout() != Layout.NCHW;
        int fill = of.layout() == Layout.BLOCKED ? FILL : 1;
        batch = shape.input().batch();
        side = shape.input().height();
        kernel = shape.window().height();
        channels = Math.ceilDiv(shape.input().channels(), fill) * fill;
        filters = Math.ceilDiv(shape.filters(), fill) * fill;
        terms = channels * kernel * kernel;
        rows = Math.clamp(MOST / ((long) terms * side), 1, side);
        x = randomFloats(batch * channels * side * side);
        w = randomFloats(terms * filters);
        y = new float[batch * filters * side * side];
        matrix = new float[terms * rows * side];
    }

    @Override
    public Runnable ours() {
        return () -> {
            for (int n = 0; n < batch; n++) {
                for (int row = 0; row < side; row += rows) {
                    multiply(n, row, Math.min(rows, side - row));
                }
            }
        };
    }

    private void multiply(int n, int row, int count) {
        int pixels = count * side;
        int image = n * filters * side * side;
        if (byPixel) {
            copyPixels(n * channels * side * side, row, count);
            Gemm.sgemm(Transpose.NO, Transpose.NO, pixels, filters, terms, 1, matrix, 0, terms, w, 0, filters, 0,
                    y, image + row * side * filters, filters);
        } else {
            copyPlanes(n * channels * side * side, row, count);
            Gemm.sgemm(Transpose.NO, Transpose.NO, filters, pixels, terms, 1, w, 0, terms, matrix, 0, pixels, 0,
                    y, image + row * side, side * side);
        }
    }

    /** A row for each pixel; the window's rows are runs of neighbouring pixels. */
    private void copyPixels(int image, int row, int count) {
        int run = kernel * channels;
        for (int i = 0; i < count * side; i++) {
            int left = i % side - kernel / 2;
            int from = Math.max(0, left);
            int to = Math.min(side, left + kernel);
            for (int r = 0; r < kernel; r++) {
                int in = row + i / side + r - kernel / 2;
                int out = (i * kernel + r) * run;
                if (in < 0 || in >= side) {
                    clear(out, run);
                } else {
                    clear(out, (from - left) * channels);
                    copy(image + (in * side + from) * channels, out + (from - left) * channels, (to - from) * channels);
                    clear(out + (to - left) * channels, (left + kernel - to) * channels);
                }
            }
        }
    }

    /** A row for each term; it holds the plane, shifted. */
    private void copyPlanes(int image, int row, int count) {
        for (int t = 0; t < terms; t++) {
            int shift = t % kernel - kernel / 2;
            int from = Math.max(0, shift);
            int to = Math.min(side, side + shift);
            for (int i = 0; i < count; i++) {
                int in = row + i + t / kernel % kernel - kernel / 2;
                int out = (t * count + i) * side;
                if (in < 0 || in >= side) {
                    clear(out, side);
                } else {
                    clear(out, from - shift);
                    copy(image + (t / kernel / kernel * side + in) * side + from, out + from - shift, to - from);
                    clear(out + to - shift, side - to + shift);
                }
            }
        }
    }

    private void copy(int from, int to, int length) {
        System.arraycopy(x, from, matrix, to, length);
    }

    private void clear(int from, int length) {
        Arrays.fill(matrix, from, from + length, 0f);
    }

    @Override
    public Optional<Runnable> rival() {
        return Optional.empty();
    }

    /** Some outputs by their definition. */
    @Override
    public void check() {
        ours().run();
        for (int t = 0; t < ENTRIES_CHECKED; t++) {
            check(random.nextInt(batch), random.nextInt(filters), random.nextInt(side), random.nextInt(side));
        }
    }

    private void check(int n, int k, int i, int j) {
        double expected = 0;
        for (int c = 0; c < channels; c++) {
            for (int r = 0; r < kernel; r++) {
                for (int s = 0; s < kernel; s++) {
                    int row = i + r - kernel / 2;
                    int column = j + s - kernel / 2;
                    if (row >= 0 && row < side && column >= 0 && column < side) {
                        int tap = r * kernel + s;
                        expected += (double) x[at(n, channels, c, row, column)]
                                * w[byPixel ? (tap * channels + c) * filters + k : (k * channels + c) * kernel * kernel + tap];
                    }
                }
            }
        }
        float found = y[at(n, filters, k, i, j)];
        if (!(Math.abs(found - expected) <= 16 * Math.ulp(1f) * terms)) {
            throw new IllegalStateException(of.name() + ": y[" + n + ", " + k + ", " + i + ", " + j + "] is " + found + ", expected " + expected);
        }
    }

    private int at(int n, int planes, int c, int row, int column) {
        int pixel = row * side + column;
        return n * planes * side * side + (byPixel ? pixel * planes + c : c * side * side + pixel);
    }

    private float[] randomFloats(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return values;
    }
}
