package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.kernels.Workers;

/**
 * Several callers at once, thousands of rounds: each gets each of its own tasks once, and none of another's.
 * A caller that waits for a lost task heeds no interrupt, hence the separate thread of the time limit.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersStressTest {

    private static final int ROUNDS = 5000;
    private static final int CALLERS = 3;
    private static final int MOST = 40;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void eachCallersTasksRunOnceEach(int threads) throws InterruptedException {
        Workers.setThreads(threads);
        Together.run(CALLERS, caller -> runManyTimes(caller, false));
    }

    @Test
    void alsoWhileTheNumberOfThreadsChanges() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Together.run(CALLERS + 1, caller -> {
            if (caller > 0) {
                runManyTimes(caller, false);
                over.set(true);
                return;
            }
            for (int i = 0; !over.get(); i++) {
                Workers.setThreads(1 + i % 4);
                WorkersTest.pause(1);
            }
        });
    }

    /** A failure belongs to the caller whose task failed; its next call is as good as any. */
    @Test
    void alsoWhileSomeTasksThrow() throws InterruptedException {
        Workers.setThreads(3);
        Together.run(CALLERS, caller -> runManyTimes(caller, caller == 1));
    }

    /** The exception is thrown by the last task, so that helpers are at work in the meantime. */
    @Test
    void anExceptionLeavesNothingBehindForTheNextCall() {
        Workers.setThreads(2);
        for (int round = 0; round < ROUNDS; round++) {
            IllegalStateException thrown = new IllegalStateException("round " + round);
            assertSame(thrown, assertThrows(IllegalStateException.class, () -> Workers.run(8, i -> {
                if (i == 7) {
                    throw thrown;
                }
            })));
            runOnce(8, round, 0);
        }
    }

    private static void runManyTimes(int caller, boolean failing) {
        RandomGenerator random = Seeds.stream(caller);
        for (int round = 0; round < ROUNDS; round++) {
            int count = random.nextInt(MOST);
            if (failing && count > 0) {
                int bad = random.nextInt(count);
                String message = "caller " + caller + ", round " + round;
                assertEquals(message, assertThrows(IllegalStateException.class, () -> Workers.run(count, i -> {
                    if (i == bad) {
                        throw new IllegalStateException(message);
                    }
                })).getMessage());
            }
            runOnce(count, round, caller);
        }
    }

    private static void runOnce(int count, int round, int caller) {
        AtomicIntegerArray calls = new AtomicIntegerArray(count);
        Workers.run(count, calls::incrementAndGet);
        for (int i = 0; i < count; i++) {
            assertEquals(1, calls.get(i), () -> "calls of one of " + count + " tasks, caller " + caller + ", round " + round
                    + Seeds.again(WorkersStressTest.class));
        }
    }
}
