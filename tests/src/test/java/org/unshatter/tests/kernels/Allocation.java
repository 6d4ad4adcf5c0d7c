package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** Bytes that a warm call allocates. */
final class Allocation {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final int CALLS = 1000;
    private static final long PATIENCE = 10_000_000_000L;
    /**
     * A boxed vector of 128 bits, the smallest there is: an object of 16 bytes and an array of 32. In about one JVM of twenty C2 leaves something
     * smaller in a call for good, what is not known; no kernel that boxes stays below this.
     */
    private static final double VECTOR = 48;
    private static final double ENOUGH = VECTOR - 1;

    private Allocation() {
    }

    /**
     * Of the calling thread. Measures batches until one allocates no more than {@code enough} per call, and gives up after ten seconds.
     * Compilation happens in the background, so no fixed number of calls is sure to be warm;
     * a kernel that boxes its vectors never gets there.
     *
     * @return bytes per call in the best batch
     */
    static double perCall(double enough, Runnable call) {
        return best(enough, call, CALLS, THREADS::getCurrentThreadAllocatedBytes);
    }

    /** The same of all threads of the JVM, so that what the helpers allocate counts too. What the test's own threads do must be rare. */
    static double perCallOfAllThreads(double enough, Runnable call) {
        return best(enough, call, CALLS / 10, THREADS::getTotalThreadAllocatedBytes);
    }

    /** Of the calling thread, no vector. */
    static void assertNone(Object what, Runnable call) {
        assertLessThanAVector(what, perCall(ENOUGH, call));
    }

    /** Of all threads, no vector; their own bookkeeping may differ by a few bytes now and then. */
    static void assertNoneInAnyThread(Object what, Runnable call) {
        assertLessThanAVector(what, perCallOfAllThreads(ENOUGH, call));
    }

    private static void assertLessThanAVector(Object what, double bytes) {
        assertTrue(bytes < VECTOR, () -> what + ": " + bytes + " bytes per call");
    }

    private static double best(double enough, Runnable call, int calls, LongSupplier allocated) {
        long start = System.nanoTime();
        double best = Double.MAX_VALUE;
        while (best > enough && System.nanoTime() - start < PATIENCE) {
            long before = allocated.getAsLong();
            long measuring = allocated.getAsLong() - before;
            for (int i = 0; i < calls; i++) {
                call.run();
            }
            best = Math.min(best, (double) (allocated.getAsLong() - before - measuring) / calls);
        }
        return best;
    }
}
