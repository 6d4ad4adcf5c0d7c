package org.unshatter.kernels;

import java.util.Arrays;

/** Rearranges a block of a matrix into panels, the order in which the micro-kernel reads it. */
final class Packing {

    private Packing() {
    }

    /**
     * Packs {@code width × depth} elements into panels of {@code panel} along the width: within a panel, depth is the slow index.
     * The last panel is padded with zeros.
     *
     * @param transposed false: neighbours along the width are neighbours in {@code from}; true: neighbours along the depth are
     * @param stride     distance in {@code from} between neighbours along the other extent
     */
    static void pack(int depth, int width, int panel, float[] from, int offset, boolean transposed, int stride, float[] to) {
        for (int start = 0; start < width; start += panel) {
            int wide = Math.min(panel, width - start);
            int target = start * depth;
            if (wide < panel) {
                Arrays.fill(to, target, target + panel * depth, 0f);
            }
            if (transposed) {
                transpose(depth, wide, panel, from, offset + start * stride, stride, to, target);
            } else {
                copyRows(depth, wide, panel, from, offset + start, stride, to, target);
            }
        }
    }

    private static void copyRows(int depth, int wide, int panel, float[] from, int source, int stride, float[] to, int target) {
        for (int p = 0; p < depth; p++) {
            System.arraycopy(from, source + p * stride, to, target + p * panel, wide);
        }
    }

    /** Eight steps of depth at a time, so that each cache line of the source is used while it is at hand. */
    private static void transpose(int depth, int wide, int panel, float[] from, int source, int stride, float[] to, int target) {
        int p = 0;
        for (; p <= depth - 8; p += 8) {
            int at = source + p;
            int out = target + p * panel;
            for (int j = 0; j < wide; j++) {
                to[out] = from[at];
                to[out + panel] = from[at + 1];
                to[out + 2 * panel] = from[at + 2];
                to[out + 3 * panel] = from[at + 3];
                to[out + 4 * panel] = from[at + 4];
                to[out + 5 * panel] = from[at + 5];
                to[out + 6 * panel] = from[at + 6];
                to[out + 7 * panel] = from[at + 7];
                at += stride;
                out++;
            }
        }
        for (; p < depth; p++) {
            for (int j = 0; j < wide; j++) {
                to[target + p * panel + j] = from[source + j * stride + p];
            }
        }
    }
}
