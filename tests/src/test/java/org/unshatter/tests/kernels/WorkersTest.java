package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.kernels.Workers;

@Timeout(30)
class WorkersTest {

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyNumberIsRunOnce(int threads) {
        Workers.setThreads(threads);
        assertEquals(threads, Workers.threads());
        for (int count : new int[] {0, 1, 2, 4, 5, 6, 1000}) {
            for (int round = 0; round < 20; round++) {
                assertEachOnce(count);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aTasksExceptionSurfacesAndLaterRunsWork(int threads) {
        Workers.setThreads(threads);
        for (Throwable thrown : new Throwable[] {new IllegalStateException("task 3"), new StackOverflowError("task 3")}) {
            assertSame(thrown, assertThrows(Throwable.class, () -> Workers.run(100, i -> {
                if (i == 3) {
                    throwUnchecked(thrown);
                }
            })));
            assertEachOnce(100);
        }
    }

    /** The other thread stays busy for a millisecond per task, so it could begin only few before it sees the failure. */
    @Test
    void afterAFailureNoFurtherTasksBegin() {
        Workers.setThreads(2);
        CountDownLatch failing = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        assertThrows(IllegalStateException.class, () -> Workers.run(1000, i -> {
            begun.incrementAndGet();
            if (i == 0) {
                failing.countDown();
                throw new IllegalStateException();
            }
            await(failing);
            pause(1);
        }));
        assertTrue(begun.get() < 1000, () -> begun + " tasks begun");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aRunInsideATaskStaysInItsThread(int threads) {
        Workers.setThreads(threads);
        AtomicIntegerArray calls = new AtomicIntegerArray(6 * 50);
        Set<Thread> strayed = ConcurrentHashMap.newKeySet();
        Workers.run(6, outer -> {
            Thread here = Thread.currentThread();
            Workers.run(50, inner -> {
                calls.incrementAndGet(outer * 50 + inner);
                if (Thread.currentThread() != here) {
                    strayed.add(Thread.currentThread());
                }
            });
        });
        assertEquals(Set.of(), strayed);
        assertAllOne(calls);
    }

    @Test
    void oneThreadIsTheCallers() {
        Workers.setThreads(1);
        assertEquals(Set.of(Thread.currentThread()), threadsOf(100, 0));
    }

    /** Each task waits until two threads have come, so the pool must take part. */
    @Test
    void twoThreadsWorkAtTheSameTimeAndTheOtherIsADaemon() {
        Workers.setThreads(2);
        CountDownLatch both = new CountDownLatch(2);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Workers.run(2, i -> {
            seen.add(Thread.currentThread());
            both.countDown();
            await(both);
        });
        assertEquals(2, seen.size());
        assertTrue(seen.remove(Thread.currentThread()), "the caller must take part");
        Thread helper = seen.iterator().next();
        assertTrue(helper.isDaemon(), "the pool must not keep the JVM alive");
        assertTrue(helper.getName().startsWith("unshatter-"), helper::getName);
    }

    @Test
    void noMoreThreadsThanAskedFor() {
        Workers.setThreads(3);
        int used = threadsOf(60, 1).size();
        assertTrue(used >= 1 && used <= 3, () -> used + " threads");
    }

    @Test
    void anInterruptedCallerStillWaitsAndStaysInterrupted() {
        Workers.setThreads(2);
        AtomicInteger done = new AtomicInteger();
        Thread.currentThread().interrupt();
        Workers.run(20, i -> {
            long end = System.nanoTime() + 1_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            done.incrementAndGet();
        });
        assertTrue(Thread.interrupted(), "the interrupt was swallowed");
        assertEquals(20, done.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -7, Workers.MOST_THREADS + 1, Integer.MAX_VALUE})
    void fewerThanOneThreadOrMoreThanCanBeIsRefused(int threads) {
        int before = Workers.threads();
        String ofThreads = assertThrows(IllegalArgumentException.class, () -> Workers.setThreads(threads)).getMessage();
        String ofExecutor = assertThrows(IllegalArgumentException.class, () -> Workers.setExecutor(Runnable::run, threads)).getMessage();
        assertAll(
                () -> assertTrue(ofThreads.contains("threads is " + threads), ofThreads),
                () -> assertTrue(ofExecutor.contains("threads is " + threads), ofExecutor),
                () -> assertEquals(before, Workers.threads()));
    }

    private static void assertEachOnce(int count) {
        AtomicIntegerArray calls = new AtomicIntegerArray(count);
        Workers.run(count, calls::incrementAndGet);
        assertAllOne(calls);
    }

    private static void assertAllOne(AtomicIntegerArray calls) {
        for (int i = 0; i < calls.length(); i++) {
            assertEquals(1, calls.get(i), "calls of task " + i + " of " + calls.length());
        }
    }

    private static Set<Thread> threadsOf(int count, int millis) {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Workers.run(count, i -> {
            seen.add(Thread.currentThread());
            pause(millis);
        });
        return seen;
    }

    static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS), "the other threads never came");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void throwUnchecked(Throwable t) {
        switch (t) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(t);
        }
    }
}
