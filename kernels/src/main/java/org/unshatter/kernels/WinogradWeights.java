package org.unshatter.kernels;

import org.unshatter.kernels.scalar.SlideKernel;

/**
 * Transformed weights, U = G·g·Gᵀ for each 3 × 3 filter g, with G = (1, 0, 0; ½, ½, ½; ½, −½, ½; 0, 0, 1): for each of the sixteen points
 * in the order in which {@link SlideKernel} reads them. Transformed again for each call.
 */
final class WinogradWeights {

    private static final int TAPS = 9;

    private float[] panels = {};
    private int pointLength;

    /** The weights of all points; those of the next begin {@link #pointLength} later. */
    float[] panels() {
        return panels;
    }

    int pointLength() {
        return pointLength;
    }

    /**
     * Transforms the weights that {@code filters} planes of sums have for {@code planes} planes of what is read.
     *
     * @param filterStride weights from a plane of sums to the next
     * @param planeStride  weights from a plane of what is read to the next
     * @param rotated      whether to turn filters by 180°, as the gradient by data does
     */
    void transform(float[] w, int wOffset, int filters, int filterStride, int planes, int planeStride, boolean rotated) {
        int padded = 0;
        for (int left = filters, rows; left > 0; left -= rows) {
            rows = SlideKernel.rows(left);
            padded += rows;
        }
        pointLength = padded * planes + Images.LANES;
        if (panels.length < Winograd.POINTS * pointLength) {
            panels = new float[Winograd.POINTS * pointLength];
        }
        int out = 0;
        int first = rotated ? TAPS - 1 : 0;
        int step = rotated ? -1 : 1;
        for (int filter = 0, rows; filter < filters; filter += rows) {
            rows = SlideKernel.rows(filters - filter);
            for (int plane = 0; plane < planes; plane++) {
                for (int row = 0; row < rows; row++, out++) {
                    if (filter + row < filters) {
                        transform(w, wOffset + (filter + row) * filterStride + plane * planeStride + first, step, out);
                    } else {
                        clear(out);
                    }
                }
            }
        }
    }

    private void transform(float[] w, int at, int step, int out) {
        float g0 = w[at];
        float g1 = w[at + step];
        float g2 = w[at + 2 * step];
        float g3 = w[at + 3 * step];
        float g4 = w[at + 4 * step];
        float g5 = w[at + 5 * step];
        float g6 = w[at + 6 * step];
        float g7 = w[at + 7 * step];
        float g8 = w[at + 8 * step];
        put(g0, g1, g2, out);
        put((g0 + g6 + g3) / 2, (g1 + g7 + g4) / 2, (g2 + g8 + g5) / 2, out + 4 * pointLength);
        put((g0 + g6 - g3) / 2, (g1 + g7 - g4) / 2, (g2 + g8 - g5) / 2, out + 8 * pointLength);
        put(g6, g7, g8, out + 12 * pointLength);
    }

    /** A row of G·g, times Gᵀ. */
    private void put(float a, float b, float c, int out) {
        panels[out] = a;
        panels[out + pointLength] = (a + c + b) / 2;
        panels[out + 2 * pointLength] = (a + c - b) / 2;
        panels[out + 3 * pointLength] = c;
    }

    private void clear(int out) {
        for (int point = 0; point < Winograd.POINTS; point++) {
            panels[out + point * pointLength] = 0;
        }
    }
}
