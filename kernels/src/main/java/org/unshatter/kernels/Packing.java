package org.unshatter.kernels;

import java.util.Arrays;
import org.unshatter.kernels.scalar.PanelKernels;

/** Rearranges a block of a matrix into panels, the order in which the micro-kernel reads it. */
final class Packing {

    private static final PanelKernels KERNELS = Dispatch.KERNELS.panels();

    private Packing() {
    }

    /**
     * Packs {@code width × depth} elements into panels of {@code panel} along the width: within a panel, depth is the slow index.
     * The last panel is padded with zeros to a multiple of {@code unit}, and is that narrow.
     *
     * @param transposed false: neighbours along the width are neighbours in {@code from}; true: neighbours along the depth are
     * @param stride     distance in {@code from} between neighbours along the other extent
     */
    static void pack(int depth, int width, int panel, int unit, float[] from, int offset, boolean transposed, int stride,
                     float[] to, int toOffset) {
        int whole = width / panel;
        int edge = whole * panel;
        if (transposed) {
            for (int start = 0; start < edge; start += panel) {
                KERNELS.transpose(depth, panel, panel, from, offset + start * stride, stride, to, toOffset + start * depth);
            }
        } else {
            KERNELS.copyPanels(depth, whole, panel, from, offset, stride, to, toOffset);
        }
        int wide = width - edge;
        if (wide > 0) {
            int padded = Blocking.roundUp(wide, unit);
            int target = toOffset + edge * depth;
            if (wide < padded) {
                Arrays.fill(to, target, target + padded * depth, 0f);
            }
            if (transposed) {
                KERNELS.transpose(depth, wide, padded, from, offset + edge * stride, stride, to, target);
            } else {
                KERNELS.copy(depth, wide, padded, from, offset + edge, stride, to, target);
            }
        }
    }
}
