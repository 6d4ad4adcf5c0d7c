package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.unshatter.data.Augmentation;
import org.unshatter.data.Batches;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.kernels.Workers;
import org.unshatter.optim.Clipping;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.Schedule;
import org.unshatter.train.Recipe;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.Trainer;
import org.unshatter.train.TrainingListener;

/**
 * A step of a training allocates nothing in its thread. To wait for the thread that makes batches costs the queue's lock an object, and this net learns faster
 * than its batches are made: so they are given time, and the best of many runs of steps counts. The schedule is one without a cosine, for which StrictMath
 * allocates until it is compiled, which a call per step brings about late.
 */
@Tag("allocation")
class TrainingAllocatesNothingTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final int WINDOW = 8;
    private static final long PATIENCE = 10_000_000_000L;

    private final int threadsBefore = Workers.threads();

    @BeforeEach
    void oneThread() {
        Workers.setThreads(1);
    }

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Measures windows of steps within an epoch. */
    private static final class Meter implements TrainingListener {
        private final long start = System.nanoTime();
        private final long patience;
        private final boolean wasteful;
        private byte[] wasted;
        private long before;
        private long best = Long.MAX_VALUE;

        Meter(long patience, boolean wasteful) {
            this.patience = patience;
            this.wasteful = wasteful;
        }

        @Override
        public void stepDone(RunningEpoch epoch) {
            if (wasteful) {
                wasted = new byte[16];
            }
            long now = THREADS.getCurrentThreadAllocatedBytes();
            if (epoch.batch() > WINDOW && epoch.batch() % WINDOW == 1) {
                best = Math.min(best, now - before);
                if (best == 0 || System.nanoTime() - start > patience) {
                    throw new Enough();
                }
            }
            LockSupport.parkNanos(500_000);
            if (epoch.batch() % WINDOW == 1) {
                before = THREADS.getCurrentThreadAllocatedBytes();
            }
        }
    }

    @Test
    void inSteadyState() {
        assertEquals(0, bytes(new Meter(PATIENCE, false)), "bytes in " + WINDOW + " steps");
    }

    /** Negative control. */
    @Test
    void anArrayPerStepWouldBeSeen() {
        Meter meter = new Meter(PATIENCE / 10, true);
        assertTrue(bytes(meter) >= 16 * WINDOW, () -> meter.best + " bytes in " + WINDOW + " steps");
        assertEquals(16, meter.wasted.length);
    }

    private static long bytes(Meter meter) {
        Dataset data = TinyTraining.images("allocation", 8 * 200);
        Batches training = Batches.of(data, Standardisation.of(data), 8).shuffled(1).augmented(Augmentation.shifts(1));
        Recipe recipe = Recipe.of(Optimizer.parse("adam"), 1e-4, 100_000).schedule(Schedule.parse("warmup+plateau")).clipping(Clipping.norm(1));
        assertThrows(Enough.class, () -> Trainer.of(TinyTraining.net(TinyTraining.CONV), recipe, training, TinyTraining.validation()).listener(meter).run());
        return meter.best;
    }
}
