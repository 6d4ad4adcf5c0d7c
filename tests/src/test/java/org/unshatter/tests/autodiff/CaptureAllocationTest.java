package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Workers;

/** A run of a captured step allocates nothing once it is warm: no tensor, no array, no iterator, no boxed vector. */
@Tag("allocation")
@Isolated
class CaptureAllocationTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final int RUNS = 100;
    private static final long PATIENCE = 10_000_000_000L;
    /** In bytes. What is less per run was not allocated by each run, but by the JVM's own threads during many. */
    private static final double SMALLEST_OBJECT = 16;

    private static volatile Object kept;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    static List<SmallNet> nets() {
        return SmallNet.all();
    }

    @ParameterizedTest
    @MethodSource("nets")
    void aTrainingStepOnOneThreadAllocatesNothing(SmallNet net) {
        Workers.setThreads(1);
        assertEquals(0, bytesPerRun(0, step(net), THREADS::getCurrentThreadAllocatedBytes), net.toString());
    }

    @ParameterizedTest
    @MethodSource("nets")
    void aTrainingStepOnTwoThreadsAllocatesNothingInAny(SmallNet net) {
        Workers.setThreads(2);
        double bytes = bytesPerRun(SMALLEST_OBJECT / 2, step(net), THREADS::getTotalThreadAllocatedBytes);
        assertTrue(bytes < SMALLEST_OBJECT, net + ": " + bytes + " bytes per run");
    }

    private static Runnable step(SmallNet net) {
        Training training = new Training(net);
        Captured step = Captured.of(training::step);
        Tensor[] batch = net.batch(new SplittableRandom(1), 17);
        return () -> {
            step.run(batch);
            training.update();
        };
    }

    /** What is between them is in blocks of scratch, and there are only as many as are needed at a time. */
    @Test
    void aLongChainOfPointwiseOperationsPassesThroughFewBlocks() {
        Workers.setThreads(1);
        Tensor[] x = {Tensor.zeros(1000)}; // an array of inputs that is there already
        Captured shortChain = Captured.of(in -> new Tensor[] {chain(in[0], 3)});
        assertEquals(0, bytesPerRun(0, () -> shortChain.run(x), THREADS::getCurrentThreadAllocatedBytes));
        Captured longChain = Captured.of(in -> new Tensor[] {chain(in[0], 3000)});
        assertEquals(1, longChain.operations(x));
        long before = THREADS.getCurrentThreadAllocatedBytes();
        longChain.run(x);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < 100_000, () -> bytes + " bytes");
    }

    private static Tensor chain(Tensor x, int length) {
        Tensor y = x;
        for (int i = 0; i < length; i++) {
            y = y.scale(0.5f).add(x);
        }
        return y;
    }

    /** Negative control: the same step, called as it is. */
    @Test
    void anEagerStepWouldBeSeen() {
        Training training = new Training(SmallNet.reluNet());
        Tensor[] batch = SmallNet.reluNet().batch(new SplittableRandom(1), 17);
        double bytes = bytesPerRun(1_000_000, () -> kept = training.step(batch), THREADS::getTotalThreadAllocatedBytes);
        assertTrue(bytes > 1000, () -> bytes + " bytes per run");
    }

    /** In the best of many batches of runs: compilation happens in the background, so no fixed number of runs is sure to be warm. */
    private static double bytesPerRun(double enough, Runnable run, LongSupplier allocated) {
        long start = System.nanoTime();
        double best = Double.MAX_VALUE;
        while (best > enough && System.nanoTime() - start < PATIENCE) {
            long before = allocated.getAsLong();
            long measuring = allocated.getAsLong() - before;
            for (int i = 0; i < RUNS; i++) {
                run.run();
            }
            best = Math.min(best, (double) (allocated.getAsLong() - before - measuring) / RUNS);
        }
        return best;
    }
}
