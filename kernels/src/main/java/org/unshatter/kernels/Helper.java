package org.unshatter.kernels;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread of the pool, started at the first offer, and again after it has ended for want of work.
 * It holds at most one offer; there is no queue, so nothing is allocated and nothing is left behind by a caller who has gone.
 */
final class Helper implements Runnable {

    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** The content of {@link #offer} while no thread runs. */
    private static final Runnable ENDED = () -> { };

    private final int number;
    private final AtomicReference<Runnable> offer = new AtomicReference<>(ENDED);
    private volatile Thread thread;

    Helper(int number) {
        this.number = number;
    }

    /** Whether the helper will take part in the job; if not, it is busy with another. */
    boolean offer(Runnable job) {
        if (offer.compareAndSet(null, job)) {
            LockSupport.unpark(thread);
            return true;
        }
        if (offer.compareAndSet(ENDED, job)) {
            thread = Thread.ofPlatform().daemon().name("unshatter-worker-" + number).unstarted(this);
            thread.start();
            return true;
        }
        return false;
    }

    /** Works and waits: for the first moments with open eyes, then asleep. */
    @Override
    public void run() {
        long idleSince = System.nanoTime();
        while (true) {
            Runnable job = offer.get();
            if (job != null) {
                job.run();
                offer.set(null);
                idleSince = System.nanoTime();
                continue;
            }
            long idle = System.nanoTime() - idleSince;
            if (idle < Job.SPIN_NANOS) {
                Thread.onSpinWait();
            } else if (idle < IDLE_NANOS) {
                LockSupport.parkNanos(this, IDLE_NANOS - idle);
            } else if (offer.compareAndSet(null, ENDED)) {
                return;
            }
        }
    }
}
