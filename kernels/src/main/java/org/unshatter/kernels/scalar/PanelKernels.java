package org.unshatter.kernels.scalar;

/**
 * Rearranges operands into panels, in plain Java. A panel is {@code wide} elements wide; its {@code depth} steps lie {@code panel}
 * apart, in the order in which the micro-kernel reads them. The SIMD classes override what they can do better for the widths that they know.
 */
public class PanelKernels {

    private static final ScalarTransposeKernel TRANSPOSE = new ScalarTransposeKernel();

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

    /** Neighbours along the depth are neighbours in {@code from}; neighbours along the width are {@code stride} apart. */
    public void transpose(int depth, int wide, int panel, float[] from, int source, int stride, float[] to, int target) {
        TRANSPOSE.transpose(wide, depth, from, source, stride, to, target, panel);
    }
}
