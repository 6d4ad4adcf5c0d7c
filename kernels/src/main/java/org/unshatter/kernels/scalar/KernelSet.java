package org.unshatter.kernels.scalar;

/**
 * All that differs between machines, chosen once per JVM.
 * A record, because C2 folds the final fields of a record held in a static final field: the calls below it inline.
 *
 * @param vectorBits width of the vectors in bits, 0 for the scalar kernels
 */
public record KernelSet(int vectorBits, MicroKernel microKernel, PanelKernels panels, ScalarVectorKernels vector) {

    public static KernelSet scalar() {
        return new KernelSet(0, new ScalarMicroKernel(), new PanelKernels(), new ScalarVectorKernels());
    }
}
