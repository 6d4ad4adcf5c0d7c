package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.unshatter.kernels.Workers;

/** Helpers look for more work only for moments: then they sleep, and wake when called. */
@Timeout(30)
class WorkersIdleTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    @Test
    void noProcessorTimeAfterTheWorkHasEnded() {
        Workers.setThreads(4);
        meet(4);
        WorkersTest.pause(50);
        long before = helpersNanos();
        WorkersTest.pause(1000);
        long nanos = helpersNanos() - before;
        assertTrue(before > 0, "the helpers have done no work, so nothing was measured");
        assertTrue(nanos < MOST_NANOS, () -> nanos / 1e6 + " ms of processor time in an idle second");
    }

    @Test
    void sleepersWakeForTheNextCall() {
        Workers.setThreads(3);
        for (int millis : new int[] {0, 1, 20, 500}) {
            meet(3);
            WorkersTest.pause(millis);
        }
        meet(3);
    }

    @Test
    void theNumberOfThreadsMayChangeWhileTheySleep() {
        for (int threads : new int[] {3, 2, 1, 4, 2}) {
            Workers.setThreads(threads);
            meet(threads);
            WorkersTest.pause(10);
        }
    }

    /** The caller's own time counts too: it must not spin while a helper is at a long task. */
    @Test
    void aCallerThatWaitsForAHelperSleeps() {
        Workers.setThreads(2);
        Thread caller = Thread.currentThread();
        CountDownLatch both = new CountDownLatch(2);
        long[] before = new long[1];
        Workers.run(2, i -> {
            both.countDown();
            WorkersTest.await(both);
            if (Thread.currentThread() == caller) {
                before[0] = THREADS.getCurrentThreadCpuTime();
            } else {
                WorkersTest.pause(500);
            }
        });
        long nanos = THREADS.getCurrentThreadCpuTime() - before[0];
        assertTrue(nanos < MOST_NANOS, () -> nanos / 1e6 + " ms of processor time while waiting");
    }

    /** As many tasks as threads, none of which ends before all have begun. */
    private static void meet(int threads) {
        CountDownLatch all = new CountDownLatch(threads);
        AtomicInteger done = new AtomicInteger();
        Workers.run(threads, i -> {
            all.countDown();
            WorkersTest.await(all);
            done.incrementAndGet();
        });
        assertEquals(threads, done.get());
    }

    private static long helpersNanos() {
        long sum = 0;
        int helpers = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("unshatter-worker")) {
                helpers++;
                sum += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
            }
        }
        assertFalse(helpers == 0, "no helpers found");
        return sum;
    }
}
