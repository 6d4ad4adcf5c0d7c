package org.unshatter.kernels.scalar;

/**
 * All that differs between machines, chosen once per JVM.
 * A record, because C2 folds the final fields of a record held in a static final field: the calls below it inline.
 *
 * @param vectorBits width of the vectors in bits, 0 for the scalar kernels
 * @param direct     null for the scalar kernels, which have none
 */
public record KernelSet(int vectorBits, MicroKernel microKernel, PanelKernels panels, DirectKernel direct, ThinKernels thin,
                        ScalarVectorKernels vector, ScalarFunctionKernels function, ScalarSelectionKernels selection,
                        ScalarActivationKernels activation, ScalarOptimizerKernels optimizer, ScalarTransposeKernel transpose,
                        SlideKernel slide, CorrelateKernel correlate, PoolKernel pool, NormKernel norm, ScalarEndKernel end, WinogradKernel winograd) {

    public static KernelSet scalar() {
        return new KernelSet(0, new ScalarMicroKernel(), new PanelKernels(), null, new ThinKernels(),
                new ScalarVectorKernels(), new ScalarFunctionKernels(), new ScalarSelectionKernels(),
                new ScalarActivationKernels(), new ScalarOptimizerKernels(), new ScalarTransposeKernel(),
                new ScalarSlideKernel(), new ScalarCorrelateKernel(), new PoolKernel(), new NormKernel(), new ScalarEndKernel(), new WinogradKernel());
    }
}
