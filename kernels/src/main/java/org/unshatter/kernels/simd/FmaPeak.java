package org.unshatter.kernels.simd;

import static org.unshatter.kernels.simd.Lanes.LENGTH;
import static org.unshatter.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Measures what one core can do at best: independent chains of fused multiply-adds that never leave the registers. */
final class FmaPeak {

    private static final int CHAINS = 12;
    /** Short rounds, so that C2 takes over soon; long enough that reading the clock does not count. */
    private static final int STEPS = 5_000;
    /** Uncompiled, these take seconds, in which C2 comes even to a busy machine; compiled, some milliseconds. */
    private static final int ROUNDS_LEAST = 200;

    private FmaPeak() {
    }

    /**
     * In 10⁹ floating-point operations per second, an FMA counted as two: the best round, once no round has been faster by 1 %
     * for the given time, and not before there were {@value #ROUNDS_LEAST}. A fixed end could come before C2 does, on a busy machine.
     */
    static double measure(double seconds) {
        long patience = (long) (seconds * 1e9);
        long end = System.nanoTime() + patience;
        double best = 0;
        int rounds = 0;
        for (long start = System.nanoTime(); start < end || rounds < ROUNDS_LEAST; start = System.nanoTime()) {
            float result = chains(STEPS);
            long now = System.nanoTime();
            if (Float.isNaN(result)) {
                throw new AssertionError("the chains converge, so they cannot be NaN");
            }
            double gflops = 2.0 * CHAINS * LENGTH * STEPS / (now - start);
            if (gflops > 1.01 * best) {
                end = now + patience;
            }
            best = Math.max(best, gflops);
            rounds++;
        }
        return best;
    }

    private static float chains(int steps) {
        FloatVector a = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector b = FloatVector.broadcast(SPECIES, 0.001f);
        FloatVector c0 = b, c1 = b, c2 = b, c3 = b, c4 = b, c5 = b, c6 = b, c7 = b, c8 = b, c9 = b, c10 = b, c11 = b;
        for (int i = 0; i < steps; i++) {
            c0 = c0.fma(a, b);
            c1 = c1.fma(a, b);
            c2 = c2.fma(a, b);
            c3 = c3.fma(a, b);
            c4 = c4.fma(a, b);
            c5 = c5.fma(a, b);
            c6 = c6.fma(a, b);
            c7 = c7.fma(a, b);
            c8 = c8.fma(a, b);
            c9 = c9.fma(a, b);
            c10 = c10.fma(a, b);
            c11 = c11.fma(a, b);
        }
        return c0.add(c1).add(c2.add(c3)).add(c4.add(c5)).add(c6.add(c7)).add(c8.add(c9)).add(c10.add(c11)).lane(0);
    }
}
