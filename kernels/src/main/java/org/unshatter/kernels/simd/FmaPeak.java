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
    /** Not final: where C2 knows the factors, it loads them anew for each FMA, and only half as many run. */
    private static float left = 0.999f;
    private static float right = 0.001f;

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
                throw new AssertionError("the sums are small, so they cannot be NaN");
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
        FloatVector a = FloatVector.broadcast(SPECIES, left);
        FloatVector b = FloatVector.broadcast(SPECIES, right);
        FloatVector c0 = b, c1 = b, c2 = b, c3 = b, c4 = b, c5 = b, c6 = b, c7 = b, c8 = b, c9 = b, c10 = b, c11 = b;
        for (int i = 0; i < steps; i++) {
            c0 = a.fma(b, c0);
            c1 = a.fma(b, c1);
            c2 = a.fma(b, c2);
            c3 = a.fma(b, c3);
            c4 = a.fma(b, c4);
            c5 = a.fma(b, c5);
            c6 = a.fma(b, c6);
            c7 = a.fma(b, c7);
            c8 = a.fma(b, c8);
            c9 = a.fma(b, c9);
            c10 = a.fma(b, c10);
            c11 = a.fma(b, c11);
        }
        return c0.add(c1).add(c2.add(c3)).add(c4.add(c5)).add(c6.add(c7)).add(c8.add(c9)).add(c10.add(c11)).lane(0);
    }
}
