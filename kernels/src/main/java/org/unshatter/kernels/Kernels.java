package org.unshatter.kernels;

import java.util.Optional;
import org.unshatter.kernels.scalar.MicroKernel;
import org.unshatter.kernels.simd.SimdKernels;

/**
 * What the kernels run on. They are chosen once per JVM, when first used: those on vectors, or else the scalar ones, with the same results to
 * rounding but many times slower, after one line on stderr with the reason and the flag that helps. The system property
 * {@code unshatter.quiet=true} leaves that line out; {@link Info#scalarReason()} tells the reason all the same.
 *
 * <p>Any number of threads, virtual ones too, may call kernels at once, as long as none writes what another one reads or writes. Each thread that calls has buffers of its own
 * for as long as it lives, a few megabytes once it has multiplied large matrices, more after gradients by very many weights of a convolution: rather a few threads that last than
 * thousands that do not.
 */
public final class Kernels {

    private Kernels() {
    }

    /**
     * The kernels in use.
     *
     * @param vectorBits   width of the vectors in bits; 0 for the scalar kernels
     * @param microKernel  rows × columns of the tile of C that the matrix product computes at a time, for example "8x32"
     * @param threads      threads that share the work, see {@link Workers}
     * @param jdk          version of the JDK
     * @param scalarReason why the scalar kernels were taken; empty if they were not
     */
    public record Info(int vectorBits, String microKernel, int threads, String jdk, Optional<String> scalarReason) {
    }

    /**
     * Describes the kernels in use. The system property {@code unshatter.vectorBits} (512, 256, 128 or scalar) forces a width.
     *
     * @throws ExceptionInInitializerError if that property is none of these, or wider than the machine's vectors; or if {@code unshatter.quiet} is
     *         neither true nor false
     */
    public static Info info() {
        MicroKernel kernel = Dispatch.KERNELS.microKernel();
        return new Info(Dispatch.KERNELS.vectorBits(), kernel.rows() + "x" + kernel.columns(), Workers.threads(),
                Runtime.version().toString(), Optional.ofNullable(Dispatch.SCALAR_REASON));
    }

    /**
     * Measures the FMA peak of one core at the vector width in use: the ceiling for every kernel of this module.
     *
     * @param seconds how long the result must stand before it is believed; half a second is enough
     * @return 10⁹ floating-point operations per second, or NaN on the scalar kernels, which have no such ceiling
     */
    public static double measurePeakGflops(double seconds) {
        return Dispatch.KERNELS.vectorBits() == 0 ? Double.NaN : SimdKernels.peakGflops(seconds);
    }
}
