package org.unshatter.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Waits until no thread of this JVM works. The threads of a library may spin for a while after a call, ready for the next: those of
 * OpenBLAS were seen to do so for 100 ms. The other's turn must not pay for that, nor for what the JIT compiler still has to do.
 */
final class Quiet {
    /** Three of the clock's ticks, so that a thread which works shows in two at least. */
    private static final int WINDOW_MILLISECONDS = 30;
    private static final long WORKING_NANOSECONDS = 15_000_000;
    private static final int MOST_WINDOWS = 16;

    private static final OperatingSystemMXBean SYSTEM = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Quiet() {}

    /** Returns when it is quiet, or after half a second. */
    static void await() throws InterruptedException {
        for (int window = 0; window < MOST_WINDOWS; window++) {
            long before = SYSTEM.getProcessCpuTime();
            Thread.sleep(WINDOW_MILLISECONDS);
            if (SYSTEM.getProcessCpuTime() - before < WORKING_NANOSECONDS) {
                return;
            }
        }
    }
}
