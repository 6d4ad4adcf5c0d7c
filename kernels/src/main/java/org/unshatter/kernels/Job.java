package org.unshatter.kernels;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The tasks of one call of {@link Workers#run}: whoever comes takes the next number.
 *
 * <p>Every calling thread has one job and uses it again for each call, so that a call allocates nothing. A helper may come late,
 * even after the next call has begun: it takes a number only by a compare-and-set on {@link #claims}, which holds the number and the
 * count of one and the same call, and the call cannot end before a number taken is worked off. So a latecomer finds nothing, or helps.
 */
final class Job implements Runnable {

    /** How long a thread looks for a change before it sleeps: about as long as it takes to wake it up. */
    static final long SPIN_NANOS = 50_000;

    private static final ThreadLocal<Job> OWN = ThreadLocal.withInitial(Job::new);

    private final Thread owner = Thread.currentThread();
    /** Whether the owner is running a task at the moment, of its own job or of another. */
    private boolean inside;

    /** The next number in the upper half, the count in the lower. */
    private final AtomicLong claims = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile IntConsumer task;

    /** A job without tasks. */
    Job() {
    }

    /** Whether the current thread is running a task. */
    static boolean insideTask() {
        return OWN.get().inside;
    }

    /** The current thread's job, with new tasks; {@link #finish} must follow. */
    static Job begin(int count, IntConsumer task) {
        Job job = OWN.get();
        job.failure.set(null);
        job.task = task;
        job.open.set(count);
        job.claims.set(count); // from here on, helpers find work
        return job;
    }

    /** Whether tasks have not ended yet. */
    boolean isOpen() {
        return open.get() != 0;
    }

    /** Takes part until no task is left to begin. */
    @Override
    public void run() {
        Job own = OWN.get();
        boolean before = own.inside;
        own.inside = true;
        try {
            for (long claim = claims.get(); next(claim) < (int) claim; claim = claims.get()) {
                if (claims.compareAndSet(claim, claim + (1L << 32))) {
                    runTask(next(claim));
                }
            }
        } finally {
            own.inside = before;
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
