package org.unshatter.tests.kernels;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that a warm call allocates in its thread. */
final class Allocation {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final int CALLS = 1000;
    private static final long PATIENCE = 10_000_000_000L;

    private Allocation() {
    }

    /**
     * Measures batches until one allocates no more than {@code enough} per call, and gives up after ten seconds.
     * Compilation happens in the background, so no fixed number of calls is sure to be warm; a kernel that boxes its vectors never gets there.
     *
     * @return bytes per call in the best batch
     */
    static double perCall(double enough, Runnable call) {
        long start = System.nanoTime();
        double best = Double.MAX_VALUE;
        while (best > enough && System.nanoTime() - start < PATIENCE) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            best = Math.min(best, (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS);
        }
        return best;
    }
}
