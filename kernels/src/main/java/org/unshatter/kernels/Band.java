package org.unshatter.kernels;

import java.util.Arrays;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/**
 * Some rows of sixteen images with their border, copied together, so that a convolution's inner loop knows no borders and its working set
 * stays in the second-level cache. With CReLU the copy holds both parts. One for each thread that works.
 */
final class Band {

    /** Where a band begins in {@link #data}. */
    static final int START = AlignedBuffer.START;

    /** Most floats of a band: half of a usual second-level cache. A single row may take more. */
    static final int MOST = 1 << 17;

    private static final ScalarVectorKernels KERNELS = Dispatch.KERNELS.vector();
    private static final int LANES = Images.LANES;
    private static final ThreadLocal<Band> OWN = ThreadLocal.withInitial(Band::new);

    private final AlignedBuffer buffer = new AlignedBuffer();
    private float[] data;

    private Band() {
    }

    /** The calling thread's. */
    static Band own() {
        return OWN.get();
    }

    float[] data() {
        return data;
    }

    /** How many rows of output to make from a band, given what the first one needs and what each further one adds, in floats. */
    static int rows(int outRows, long first, long further) {
        int fit = Math.clamp((MOST - first) / Math.max(1, further) + 1, 1, outRows);
        return Math.ceilDiv(outRows, Math.ceilDiv(outRows, fit));
    }

    /** Floats from a plane to the next: an odd number of pixels, so that the same pixel of many planes does not fall into the same cache set. */
    static int planeLength(int rows, int columns) {
        return (rows * columns | 1) * LANES;
    }

    /** Makes room for so many floats; what is there may be lost. */
    void reserve(int length) {
        data = buffer.atLeast(length);
    }

    /**
     * Copies {@code rows × columns} pixels of each of some neighbouring planes, from row {@code top} and column {@code left} on, which may
     * lie outside: there the copy holds 0.
     *
     * @param start       where the copy begins
     * @param planeLength floats from a plane of the copy to the next, see {@link #planeLength}
     * @param split       whether to copy the positive part of all planes, then the negative part of all
     */
    void copy(int start, float[] x, int at, int planes, int height, int width,
              int top, int rows, int left, int columns, int planeLength, boolean split) {
        int from = Math.clamp(left, 0, width);
        int to = Math.clamp((long) left + columns, from, width);
        int before = (from - left) * LANES;
        int inside = (to - from) * LANES;
        int row = columns * LANES;
        int negative = planes * planeLength;
        for (int plane = 0; plane < planes; plane++) {
            int out = start + plane * planeLength;
            for (int y = top; y < top + rows; y++) {
                if (y < 0 || y >= height || inside == 0) {
                    clear(out, row, split, negative);
                } else {
                    int in = at + ((plane * height + y) * width + from) * LANES;
                    clear(out, before, split, negative);
                    clear(out + before + inside, row - before - inside, split, negative);
                    if (split) {
                        KERNELS.relu(inside, 1, x, in, data, out + before);
                        KERNELS.relu(inside, -1, x, in, data, out + before + negative);
                    } else {
                        System.arraycopy(x, in, data, out + before, inside);
                    }
                }
                out += row;
            }
        }
    }

    private void clear(int at, int length, boolean split, int negative) {
        Arrays.fill(data, at, at + length, 0f);
        if (split) {
            Arrays.fill(data, at + negative, at + negative + length, 0f);
        }
    }
}
