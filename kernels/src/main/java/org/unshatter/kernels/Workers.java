package org.unshatter.kernels;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;

/**
 * Runs numbered, independent tasks on several threads.
 *
 * <p>The pool is created when it is first needed, its threads are daemons and end after a minute without work.
 * The calling thread always takes part, so with one thread nothing ever leaves it. A task that itself calls
 * {@link #run} runs the inner tasks in place: the outermost loop is the parallel one.
 * A call allocates nothing once the pool stands (with an executor of the caller's, one small object).
 * Several threads may call at once: they share the helpers.
 *
 * <p>Which thread runs a task is not defined, therefore no task's result may depend on it.
 */
public final class Workers {

    /** More threads than any machine has processors; more still would take all memory before they worked. */
    public static final int MOST_THREADS = 1 << 16;

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
     * @throws IllegalArgumentException if {@code threads} is less than 1 or more than {@link #MOST_THREADS}
     */
    public static void setThreads(int threads) {
        replace(new Team(checked(threads, "threads"), null));
    }

    /**
     * Lets the caller's own executor run the work instead of the pool of this class. Where it rejects a helper the others do the work;
     * what else it throws, {@link #run} throws after all tasks have ended.
     *
     * @param threads number of threads that share the work, the caller's among them
     * @throws IllegalArgumentException if {@code threads} is less than 1 or more than {@link #MOST_THREADS}
     */
    public static void setExecutor(Executor executor, int threads) {
        replace(new Team(checked(threads, "threads"), Objects.requireNonNull(executor, "executor")));
    }

    private static synchronized void replace(Team next) {
        Team before = team;
        team = next;
        for (Helper helper : before.helpers) {
            helper.retire();
        }
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
        if (helpers <= 0 || Job.insideTask()) {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
            return;
        }
        Job job = current.job();
        job.begin(count, task);
        try {
            current.call(helpers, job);
        } finally { // whatever an executor throws: those that have begun must not outlive this call, nor meet the next one's tasks
            job.finish();
        }
    }

    private static int initialThreads() {
        String property = System.getProperty("unshatter.threads");
        if (property == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            return checked(Integer.parseInt(property), "unshatter.threads");
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("unshatter.threads is \"" + property + "\", expected a whole number of at least 1", e);
        }
    }

    private static int checked(int threads, String name) {
        if (Check.atLeast(1, threads, name) > MOST_THREADS) {
            throw new IllegalArgumentException(name + " is " + threads + ", expected at most " + MOST_THREADS);
        }
        return threads;
    }

    /** The threads in use; replaced as a whole when the caller changes their number. */
    private static final class Team {

        private final int threads;
        private final Executor executor;
        private final Helper[] helpers;
        private final ThreadLocal<Job> jobs = ThreadLocal.withInitial(Job::new);

        /** @param executor the caller's own; null for helpers of this class */
        Team(int threads, Executor executor) {
            this.threads = threads;
            this.executor = executor;
            this.helpers = new Helper[executor == null ? threads - 1 : 0];
            for (int i = 0; i < helpers.length; i++) {
                helpers[i] = new Helper(i + 1);
            }
        }

        /**
         * A job of the calling thread. It belongs to this team, so that helpers who were replaced find no work any more;
         * in an executor of the caller's they may come later still, so there each call has one of its own.
         */
        Job job() {
            return executor == null ? jobs.get() : new Job();
        }

        /** Calls up to {@code wanted} helpers to the job. Those who are busy with the job of another caller are not waited for. */
        void call(int wanted, Job job) {
            if (executor == null) {
                for (int i = 0; i < helpers.length && wanted > 0; i++) {
                    if (helpers[i].call(job)) {
                        wanted--;
                    }
                }
                return;
            }
            try {
                for (int i = 0; i < wanted; i++) {
                    executor.execute(job);
                }
            } catch (RejectedExecutionException e) {
                // Fewer helpers, then: the caller can do all the work.
            }
        }
    }
}
