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
     * @param step      distance in {@code from} between neighbours along the width
     * @param depthStep distance in {@code from} between neighbours along the depth
     */
    static void pack(int depth, int width, int panel, float[] from, int offset, int step, int depthStep, float[] to) {
        for (int start = 0; start < width; start += panel) {
            int wide = Math.min(panel, width - start);
            int source = offset + start * step;
            int target = start * depth;
            if (wide < panel) {
                Arrays.fill(to, target, target + panel * depth, 0f);
            }
            if (step == 1) {
                copyRows(depth, wide, panel, from, source, depthStep, to, target);
            } else {
                transpose(depth, wide, panel, from, source, step, depthStep, to, target);
            }
        }
    }

    private static void copyRows(int depth, int wide, int panel, float[] from, int source, int depthStep, float[] to, int target) {
        for (int p = 0; p < depth; p++) {
            System.arraycopy(from, source + p * depthStep, to, target + p * panel, wide);
        }
    }

    /** Eight steps of depth at a time, so that each cache line of the source is used while it is at hand. */
    private static void transpose(int depth, int wide, int panel, float[] from, int source, int step, int depthStep,
                                  float[] to, int target) {
        int p = 0;
        for (; p <= depth - 8; p += 8) {
            for (int j = 0; j < wide; j++) {
                int at = source + j * step + p * depthStep;
                int out = target + p * panel + j;
                to[out] = from[at];
                to[out + panel] = from[at + depthStep];
                to[out + 2 * panel] = from[at + 2 * depthStep];
                to[out + 3 * panel] = from[at + 3 * depthStep];
                to[out + 4 * panel] = from[at + 4 * depthStep];
                to[out + 5 * panel] = from[at + 5 * depthStep];
                to[out + 6 * panel] = from[at + 6 * depthStep];
                to[out + 7 * panel] = from[at + 7 * depthStep];
            }
        }
        for (; p < depth; p++) {
            for (int j = 0; j < wide; j++) {
                to[target + p * panel + j] = from[source + j * step + p * depthStep];
            }
        }
    }
}
