package org.unshatter.bench;

/** A kernel that is bound by arithmetic, measured beside the FMA peak. */
sealed interface ComputeCase extends Case permits GemmCase, ConvCase, LayoutCase, StepCase {
    /** At 250 GFLOP/s, 20 microseconds: a thousand times what the clock takes. */
    double FLOPS_TIMED_TOGETHER = 5e6;

    /** Floating-point operations of one call. */
    double flops();

    @Override
    default int callsTimedTogether() {
        return (int) Math.max(1, FLOPS_TIMED_TOGETHER / flops());
    }
}
