package org.unshatter.kernels;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The tasks of one call of {@link Workers#run}: whoever comes takes the next number.
 *
 * <p>A calling thread uses its job again for each call, so that a call allocates nothing. A helper may come late,
 * even after the next call has begun: it takes a number only by a compare-and-set on {@link #claims}, which holds the number and the
 * count of one and the same call, and the call cannot end before a number taken is worked off. So a latecomer finds nothing, or helps.
 */
final class Job implements Runnable {

    /** How long a thread looks for a change before it sleeps: about as long as it takes to wake it up. */
    static final long SPIN_NANOS = 50_000;

    /** Whether a thread is running a task at the moment; an array, because a boolean would be looked up anew to be changed. */
    private static final ThreadLocal<boolean[]> INSIDE = ThreadLocal.withInitial(() -> new boolean[1]);

    private final Thread owner = Thread.currentThread();

    /** The next number in the upper half, the count in the lower. */
    private final AtomicLong claims = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile IntConsumer task;

    /** The current thread's, without tasks as yet. */
    Job() {
    }

    /** Whether the current thread is running a task. */
    static boolean insideTask() {
        return INSIDE.get()[0];
    }

    /** New tasks, by the owner; {@link #finish} must follow. */
    void begin(int count, IntConsumer task) {
        failure.set(null);
        this.task = task;
        open.set(count);
        claims.set(count); // from here on, helpers find work
    }

    /** Whether tasks have not ended yet. */
    boolean isOpen() {
        return open.get() != 0;
    }

    /** Takes part until no task is left to begin. */
    @Override
    public void run() {
        boolean[] inside = INSIDE.get();
        boolean before = inside[0];
        inside[0] = true;
        try {
            for (long claim = claims.get(); next(claim) < (int) claim; claim = claims.get()) {
                if (claims.compareAndSet(claim, claim + (1L << 32))) {
                    runTask(next(claim));
                }
            }
        } finally {
            inside[0] = before;
        }
    }

    private static int next(long claim) {
        return (int) (claim >>> 32);
    }

    private void runTask(int number) {
        try {
            if (failure.get() == null) {
                task.accept(number);
            }
        } catch (Throwable t) {
            failure.compareAndSet(null, t);
        } finally {
            if (open.decrementAndGet() == 0) {
                LockSupport.unpark(owner);
            }
        }
    }

    /** Takes part, waits for the tasks that others have begun, and throws what a task threw. */
    void finish() {
        run();
        boolean interrupted = false;
        long patience = System.nanoTime() + SPIN_NANOS;
        while (isOpen()) {
            if (System.nanoTime() < patience) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
            interrupted |= Thread.interrupted(); // the tasks write into the caller's arrays: it must not go on before they end
        }
        task = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure.getAndSet(null)) {
            case null -> { }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable t -> throw new IllegalStateException(t);
        }
    }
}
