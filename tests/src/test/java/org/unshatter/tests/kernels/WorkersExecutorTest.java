package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.unshatter.kernels.Workers;

/** Work given to the caller's own executor, well-behaved or not. */
@Timeout(30)
class WorkersExecutorTest {

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    @Test
    void theCallersExecutorRunsTheHelpers() {
        Set<Thread> started = ConcurrentHashMap.newKeySet();
        Workers.setExecutor(job -> {
            Thread thread = new Thread(job);
            started.add(thread);
            thread.start();
        }, 3);
        assertEquals(3, Workers.threads());
        CountDownLatch allThree = new CountDownLatch(3);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Workers.run(3, i -> {
            seen.add(Thread.currentThread());
            allThree.countDown();
            WorkersTest.await(allThree);
        });
        assertEquals(2, started.size());
        started.add(Thread.currentThread());
        assertEquals(started, seen);
    }

    @Test
    void noMoreHelpersThanTasks() {
        AtomicInteger given = new AtomicInteger();
        Workers.setExecutor(job -> given.incrementAndGet(), 8);
        Workers.run(1, i -> { });
        assertEquals(0, given.get());
        Workers.run(3, i -> { });
        assertEquals(2, given.get());
    }

    /** A busy executor may come too late: the caller does not wait for it. */
    @Test
    void helpersThatNeverComeAreNotMissed() {
        assertEquals(100, tasksRunWith(job -> { }));
    }

    @Test
    void helpersMayRunInTheCallersThread() {
        assertEquals(100, tasksRunWith(Runnable::run));
    }

    /** Running tasks write into the caller's arrays, so it must not get these back while tasks run, even if a helper was refused. */
    @Test
    void noTaskOutlivesTheRunWhenAHelperIsRefused() {
        AtomicInteger helpers = new AtomicInteger();
        AtomicInteger running = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        Workers.setExecutor(job -> {
            if (helpers.incrementAndGet() > 1) {
                WorkersTest.await(begun);
                throw new RejectedExecutionException("full");
            }
            new Thread(job).start();
        }, 3);
        try {
            Workers.run(3, i -> {
                running.incrementAndGet();
                begun.countDown();
                WorkersTest.pause(200);
                running.decrementAndGet();
            });
        } catch (RejectedExecutionException e) {
            assertEquals("full", e.getMessage());
        }
        assertEquals(0, running.get(), "tasks still running");
    }

    /** The tasks of the next run must not meet helpers of this one. */
    @Test
    void noTaskOutlivesTheRunWhenTheExecutorFails() {
        AtomicInteger helpers = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        Workers.setExecutor(job -> {
            if (helpers.incrementAndGet() > 1) {
                WorkersTest.await(begun);
                throw new IllegalStateException("no executor");
            }
            new Thread(job).start();
        }, 3);
        String message = assertThrows(IllegalStateException.class, () -> Workers.run(20, i -> {
            begun.countDown();
            WorkersTest.pause(10);
            done.incrementAndGet();
        })).getMessage();
        assertEquals("no executor", message);
        assertEquals(20, done.get());
    }

    @Test
    void noExecutorIsRefused() {
        String message = assertThrows(NullPointerException.class, () -> Workers.setExecutor(null, 2)).getMessage();
        assertTrue(message.contains("executor"), message);
        assertEquals(threadsBefore, Workers.threads());
    }

    private static int tasksRunWith(Executor executor) {
        Workers.setExecutor(executor, 4);
        AtomicInteger tasks = new AtomicInteger();
        Workers.run(100, i -> tasks.incrementAndGet());
        return tasks.get();
    }
}
