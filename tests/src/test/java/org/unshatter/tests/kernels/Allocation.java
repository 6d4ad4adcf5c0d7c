package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** Bytes that a warm call allocates. */
final class Allocation {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final int CALLS = 1000;
    private static final long PATIENCE = 10_000_000_000L;
    /** A batch of long calls is cut short after a tenth of a second, but not below a fifth of its calls. */
    private static final long BATCH = 100_000_000L;

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

    /** The same of the calling thread and the pool's helpers together; the JVM's other threads allocate now and then for reasons of their own. */
    static double perCallOfAllThreads(double enough, Runnable call) {
        call.run(); // starts the helpers
        long[] helpers = Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("unshatter-worker-"))
                .mapToLong(Thread::threadId).toArray();
        long[] seen = new long[helpers.length];
        return best(enough, call, CALLS / 10, () -> {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < helpers.length; i++) {
                // −1 once the thread has ended, as an idle helper does after a minute: what it had allocated remains
                seen[i] = Math.max(seen[i], THREADS.getThreadAllocatedBytes(helpers[i]));
                bytes += seen[i];
            }
            return bytes;
        });
    }

    /** Nothing by the calling thread. */
    static void assertNone(Object what, Runnable call) {
        assertEquals(0, perCall(0, call), () -> what + ": bytes per call");
    }

    /** Nothing by the caller and the helpers together. */
    static void assertNoneInAnyThread(Object what, Runnable call) {
        assertEquals(0, perCallOfAllThreads(0, call), () -> what + ": bytes per call");
    }

    private static double best(double enough, Runnable call, int calls, LongSupplier allocated) {
        long start = System.nanoTime();
        double best = Double.MAX_VALUE;
        while (best > enough && System.nanoTime() - start < PATIENCE) {
            long before = allocated.getAsLong();
            long measuring = allocated.getAsLong() - before;
            long batch = System.nanoTime();
            int done = 0;
            while (done < calls && (done < calls / 5 || System.nanoTime() - batch < BATCH)) {
                call.run();
                done++;
            }
            best = Math.min(best, (double) (allocated.getAsLong() - before - measuring) / done);
        }
        return best;
    }
}
