package org.unshatter.kernels.simd;

import jdk.incubator.vector.FloatVector;
import org.unshatter.kernels.scalar.KernelSet;

/** The door to the package: everything else in it is hidden, and nothing outside it imports the Vector API. */
public final class SimdKernels {

    /** Read once, when {@link Lanes} is initialised. */
    static int bits;

    private SimdKernels() {
    }

    /** Width in bits that the JVM prefers for float vectors on this processor. */
    public static int preferredBits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    /**
     * The kernels at one width. To be called once per JVM: the width is a constant afterwards.
     *
     * @param bits 128, 256 or 512, no more than {@link #preferredBits()}
     */
    public static KernelSet create(int bits) {
        SimdKernels.bits = bits;
        return bits == 512
                ? new KernelSet(bits, new MicroKernel8(), new PanelKernels512(), new SimdDirectKernel(), new SimdThinKernels(),
                        new SimdVectorKernels(), new SimdFunctionKernels(), new SimdSelectionKernels(), new SimdActivationKernels(),
                        new SimdOptimizerKernels(), new Transpose8(), new SlideKernel4(), new CorrelateKernel4(), new SimdPoolKernel(), new SimdNormKernel(), new SimdEndKernel(),
                        new SimdWinogradKernel())
                : new KernelSet(bits, new MicroKernel6(), new SimdPanelKernels(), new SimdDirectKernel(), new SimdThinKernels(),
                        new SimdVectorKernels(), new SimdFunctionKernels(), new SimdSelectionKernels(), new SimdActivationKernels(),
                        new SimdOptimizerKernels(), bits == 128 ? new Transpose4() : new Transpose8(), new SlideKernel2(), new CorrelateKernel2(),
                        new SimdPoolKernel(), new SimdNormKernel(), new SimdEndKernel(), new SimdWinogradKernel());
    }

    /** See {@link FmaPeak}. */
    public static double peakGflops(double seconds) {
        return FmaPeak.measure(seconds);
    }
}
