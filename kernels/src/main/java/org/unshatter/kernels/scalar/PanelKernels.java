package org.unshatter.kernels.scalar;

/**
 * Rearranges operands into panels, in plain Java. A panel is {@code wide} elements wide; its {@code depth} steps lie {@code panel}
 * apart, in the order in which the micro-kernel reads them. The SIMD classes override what they can do better for the widths that they know.
 */
public class PanelKernels {

    /** {@link #copy} of {@code panels} whole panels side by side, each {@code depth·panel} elements after its neighbour. */
    public void copyPanels(int depth, int panels, int panel, float[] from, int source, int stride, float[] to, int target) {
        for (int i = 0; i < panels; i++) {
            copy(depth, panel, panel, from, source + i * panel, stride, to, target + i * depth * panel);
        }
    }

    /** Neighbours along the width are neighbours in {@code from}; neighbours along the depth are {@code stride} apart. */
    public void copy(int depth, int wide, int panel, float[] from, int source, int stride, float[] to, int target) {
        for (int p = 0; p < depth; p++) {
            System.arraycopy(from, source + p * stride, to, target + p * panel, wide);
        }
    }

    /**
     * Neighbours along the depth are neighbours in {@code from}; neighbours along the width are {@code stride} apart.
     * Eight steps of depth at a time, so that each cache line of the source is used while it is at hand.
     */
    public void transpose(int depth, int wide, int panel, float[] from, int source, int stride, float[] to, int target) {
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
