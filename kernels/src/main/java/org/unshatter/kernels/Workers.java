package org.unshatter.kernels;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Runs numbered, independent tasks on several threads.
 *
 * <p>The pool is created when it is first needed, its threads are daemons and end after a minute without work.
 * The calling thread always takes part, so with one thread nothing ever leaves it. A task that itself calls
 * {@link #run} runs the inner tasks in place: the outermost loop is the parallel one.
 *
 * <p>Which thread runs a task is not defined, therefore no task's result may depend on it.
 */
public final class Workers {

    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    private static volatile Team team = new Team(initialThreads(), null);

    private Workers() {
    }

    /** Number of threads that share the work, the caller's among them. */
    public static int threads() {
        return team.threads;
    }

    /**
     * Sets the number of threads; the default is the system property {@code unshatter.threads}, else all processors.
     *
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public static void setThreads(int threads) {
        team = new Team(Check.atLeast(1, threads, "threads"), null);
    }

    /**
     * Lets the caller's own executor run the work instead of the pool of this class.
     *
     * @param threads number of threads that share the work, the caller's among them
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public static void setExecutor(Executor executor, int threads) {
        team = new Team(Check.atLeast(1, threads, "threads"), Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Calls {@code task} with 0, 1, …, {@code count} − 1 and returns when all calls have ended.
     * If calls throw, no further ones are begun, and the first exception is thrown here.
     *
     * @throws IllegalArgumentException if {@code count} is negative
     */
    public static void run(int count, IntConsumer task) {
        Check.atLeast(0, count, "count");
        Team current = team;
        int helpers = Math.min(current.threads, count) - 1;
        if (helpers <= 0 || INSIDE.get()) {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
            return;
        }
        Job job = new Job(count, task);
        try {
            for (int i = 0; i < helpers; i++) {
                current.executor().execute(job);
            }
        } catch (RejectedExecutionException e) {
            // Fewer helpers, then: those that have begun must not outlive this call, and the caller can do all the work.
        }
        job.run();
        job.await();
    }

    private static int initialThreads() {
        String property = System.getProperty("unshatter.threads");
        if (property == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            return Check.atLeast(1, Integer.parseInt(property), "unshatter.threads");
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("unshatter.threads is \"" + property + "\", expected a whole number of at least 1", e);
        }
    }

    /** One call of {@link #run}: whoever comes takes the next number. A helper that comes after the end finds nothing to do. */
    private static final class Job implements Runnable {

        private final int count;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch open;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Job(int count, IntConsumer task) {
            this.count = count;
            this.task = task;
            this.open = new CountDownLatch(count);
        }

        @Override
        public void run() {
            INSIDE.set(true);
            try {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    try {
                        if (failure.get() == null) {
                            task.accept(i);
                        }
                    } catch (Throwable t) {
                        failure.compareAndSet(null, t);
                    } finally {
                        open.countDown();
                    }
                }
            } finally {
                INSIDE.set(false);
            }
        }

        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    open.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true; // the tasks write into the caller's arrays: it must not go on before they end
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            switch (failure.get()) {
                case null -> { }
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable t -> throw new IllegalStateException(t);
            }
        }
    }

    /** The threads in use; replaced as a whole when the caller changes their number. */
    private static final class Team {

        private final int threads;
        private Executor executor;

        Team(int threads, Executor executor) {
            this.threads = threads;
            this.executor = executor;
        }

        synchronized Executor executor() {
            if (executor == null) {
                ThreadPoolExecutor pool = new ThreadPoolExecutor(threads - 1, threads - 1, 1, TimeUnit.MINUTES,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("unshatter-worker-", 1).factory());
                pool.allowCoreThreadTimeOut(true);
                executor = pool;
            }
            return executor;
        }
    }
}
