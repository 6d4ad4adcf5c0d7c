package org.unshatter.kernels.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import org.unshatter.kernels.scalar.PanelKernels;

/** Copies whole panels of B by vectors, at every width. */
class SimdPanelKernels extends PanelKernels {

    @Override
    public void copy(int depth, int wide, int panel, float[] from, int source, int stride, float[] to, int target) {
        if (wide != 2 * LENGTH) {
            super.copy(depth, wide, panel, from, source, stride, to, target);
            return;
        }
        for (int p = 0; p < depth; p++) {
            fromArray(SPECIES, from, source).intoArray(to, target);
            fromArray(SPECIES, from, source + LENGTH).intoArray(to, target + LENGTH);
            source += stride;
            target += panel;
        }
    }
}
