package org.unshatter.tests.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Workers;
import org.unshatter.optim.Clipping;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.OptimizerState;
import org.unshatter.optim.ParameterGroups;
import org.unshatter.optim.Schedule;
import org.unshatter.optim.ScheduleState;

/** Schedule, clipping and step together allocate nothing once they are warm. */
@Tag("allocation")
@Isolated
class StepsAllocateNothingTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final int STEPS = 1000;
    private static final long PATIENCE = 10_000_000_000L;
    /** In bytes. What is less per step was not allocated by each step, but by the JVM's own threads during many. */
    private static final double SMALLEST_OBJECT = 16;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "sgd:momentum=0.9,nesterov", "adam", "adamw", "rmsprop", "rmsprop:momentum=0.9"})
    void aStepOnOneThread(String rule) {
        Workers.setThreads(1);
        assertEquals(0, bytesPerStep(0, step(rule, "cosine", "norm:1"), THREADS::getCurrentThreadAllocatedBytes), rule);
    }

    @Test
    void aStepOnTwoThreads() {
        Workers.setThreads(2);
        double bytes = bytesPerStep(SMALLEST_OBJECT / 2, step("adamw", "plateau", "value:1"), THREADS::getTotalThreadAllocatedBytes);
        assertTrue(bytes < SMALLEST_OBJECT, bytes + " bytes per step");
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "step", "linear", "one-cycle", "plateau", "warmup+cosine"})
    void everySchedule(String schedule) {
        Workers.setThreads(1);
        assertEquals(0, bytesPerStep(0, step("sgd", schedule, "none"), THREADS::getCurrentThreadAllocatedBytes), schedule);
    }

    /** Whatever else the program computes: with one large angle, StrictMath's own cosine allocates at every call. */
    @Test
    void theCosineAfterLargeAnglesWereSeen() {
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += StrictMath.cos(i) + StrictMath.sin(i);
        }
        assertTrue(Double.isFinite(sum));
        Workers.setThreads(1);
        assertEquals(0, bytesPerStep(0, step("sgd", "cosine", "none"), THREADS::getCurrentThreadAllocatedBytes));
    }

    /** Negative control: saving the state is seen. */
    @Test
    void aCopyOfTheStateWouldBeSeen() {
        OptimizerState state = Optimizer.parse("adam").on(Parameters.of(List.of(Tensor.zeros(100))));
        double bytes = bytesPerStep(1e9, state::entries, THREADS::getCurrentThreadAllocatedBytes);
        assertTrue(bytes > 800, bytes + " bytes per call");
    }

    private static Runnable step(String rule, String schedule, String clipping) {
        Parameters parameters = Parameters.of(List.of(Tensor.zeros(100, 50), Tensor.zeros(50), Tensor.zeros(50, 100)));
        Arrays.fill(parameters.gradients(), 0.01f);
        OptimizerState state = Optimizer.parse(rule).on(parameters, ParameterGroups.of(List.of("a.weight", "a.bias", "b.weight")).decayWeightsOnly());
        ScheduleState rate = Schedule.parse(schedule).start(100, 1L << 40);
        Clipping clip = Clipping.parse(clipping);
        return () -> {
            clip.apply(parameters);
            state.step(1e-6 * rate.factor(state.steps()));
        };
    }

    /** In the best of many batches of steps: compilation happens in the background, so no fixed number of steps is sure to be warm. */
    private static double bytesPerStep(double enough, Runnable step, LongSupplier allocated) {
        long start = System.nanoTime();
        double best = Double.MAX_VALUE;
        while (best > enough && System.nanoTime() - start < PATIENCE) {
            long before = allocated.getAsLong();
            long measuring = allocated.getAsLong() - before;
            for (int i = 0; i < STEPS; i++) {
                step.run();
            }
            best = Math.min(best, (double) (allocated.getAsLong() - before - measuring) / STEPS);
        }
        return best;
    }
}
