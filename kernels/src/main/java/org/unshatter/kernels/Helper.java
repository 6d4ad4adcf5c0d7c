package org.unshatter.kernels;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread of the pool, started when it is first called, and again after it has ended for want of work.
 *
 * <p>It is attached to one caller's job at a time, and stays so for some moments after the work has ended, looking for more: waking a
 * sleeping thread takes as long as a small product. There is no queue, so nothing is allocated, and nothing left behind.
 */
final class Helper implements Runnable {

    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** The content of {@link #attached} while no thread runs. */
    private static final Job ENDED = new Job();

    private final int number;
    private final AtomicReference<Job> attached = new AtomicReference<>(ENDED);
    private volatile Thread thread;
    private volatile boolean retired;

    Helper(int number) {
        this.number = number;
    }

    /** Whether the helper will take part in the job; if not, it is busy with another caller's. */
    boolean call(Job job) {
        if (attached.get() == job) {
            return true;
        }
        if (attached.compareAndSet(null, job)) {
            LockSupport.unpark(thread);
            return true;
        }
        if (attached.compareAndSet(ENDED, job)) {
            return start();
        }
        return false;
    }

    /** Whether the system has given a thread; if not, the job must do without this helper. */
    private boolean start() {
        Thread starting = Thread.ofPlatform().daemon().name("unshatter-worker-" + number).unstarted(this);
        thread = starting;
        try {
            starting.start();
            return true;
        } catch (OutOfMemoryError e) { // what the JVM says where the system has no thread left
            attached.set(ENDED);
            return false;
        }
    }

    /** Has the thread end as soon as it has no work: its team has been replaced. */
    void retire() {
        retired = true;
        LockSupport.unpark(thread);
    }

    /** Sleeps until it is called; ends after a while in vain. */
    @Override
    public void run() {
        long idleSince = System.nanoTime();
        while (true) {
            Job job = attached.get();
            if (job != null) {
                work(job);
                idleSince = System.nanoTime();
            } else if (!retired && System.nanoTime() - idleSince < IDLE_NANOS) {
                LockSupport.parkNanos(this, IDLE_NANOS);
            } else if (attached.compareAndSet(null, ENDED)) {
                return;
            }
        }
    }

    private void work(Job job) {
        job.run();
        for (long endedAt = System.nanoTime(); System.nanoTime() - endedAt < Job.SPIN_NANOS; Thread.onSpinWait()) {
            if (job.isOpen()) { // the caller or another helper is still at it, or the next call has begun
                job.run();
                endedAt = System.nanoTime();
            }
        }
        attached.set(null);
        if (job.isOpen()) { // a call that came just before this helper had gone counts on it
            job.run();
        }
    }
}
