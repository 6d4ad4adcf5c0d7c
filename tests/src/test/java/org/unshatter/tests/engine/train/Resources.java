package org.unshatter.tests.engine.train;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What this JVM holds at a moment.
 *
 * @param heap    bytes of what is reachable, scratch of threads included
 * @param direct  bytes of direct and mapped buffers
 * @param threads live ones
 * @param files   open ones, sockets included; 0 on Windows
 * @param classes loaded ones, hidden ones included
 */
record Resources(long heap, long direct, long threads, long files, long classes) {

    static Resources now() {
        long heap = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) { // what cleaners free, the next collection finds
            System.gc();
            heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return new Resources(heap, ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0,
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    /** Takes one for each tenth of the steps. */
    static final class Meter {
        private final int steps;
        private final List<Resources> seen = new ArrayList<>();

        Meter(int steps) {
            this.steps = steps;
        }

        void after(long step) {
            if (step % (steps / 10) == 0) {
                seen.add(now());
            }
        }

        /** What there is more at the end than halfway: of each the smallest in the last three moments, less the largest in three about the middle. */
        Resources growth() {
            Resources before = seen.subList(3, 6).stream().reduce((x, y) -> new Resources(Math.max(x.heap, y.heap), Math.max(x.direct, y.direct),
                    Math.max(x.threads, y.threads), Math.max(x.files, y.files), Math.max(x.classes, y.classes))).orElseThrow();
            Resources after = seen.subList(7, 10).stream().reduce((x, y) -> new Resources(Math.min(x.heap, y.heap), Math.min(x.direct, y.direct),
                    Math.min(x.threads, y.threads), Math.min(x.files, y.files), Math.min(x.classes, y.classes))).orElseThrow();
            return new Resources(after.heap - before.heap, after.direct - before.direct, after.threads - before.threads, after.files - before.files,
                    after.classes - before.classes);
        }

        @Override
        public String toString() {
            return steps + " steps, growth " + growth() + ", seen " + seen;
        }
    }
}
