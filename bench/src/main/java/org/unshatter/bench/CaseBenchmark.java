package org.unshatter.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Any {@link Case}, ours and what is beside it in turns: JMH's iterations, a fraction of a second each, go to one and the other
 * alternately. So both meet the same clock rate, the same neighbours on the machine and the same placement in memory, and their
 * ratio holds where each time alone would not. Between turns there is a rest until all threads are {@link Quiet}; with turns of
 * single calls that would take too long, and caches and clocks would not be those of steady work.
 */
@State(Scope.Benchmark)
public class CaseBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final long WARM_UP_LEAST = 600_000_000;
    /** C2 compiles a loop for good when it was called some 600 times: of what a training step does a few times that takes dozens of steps. */
    private static final long WARM_UP_MOST = 10_000_000_000L;

    /** Name of the case. */
    @Param("gemm_256x200x200")
    public String name;
    /** Whether ours has all the turns. */
    @Param("false")
    public boolean alone;

    private int calls;
    private Workload workload;
    private Runnable ours;
    private Runnable rival;
    private boolean rivalsTurn;

    /** Makes the operands. */
    @Setup
    public void prepare() {
        Case of = Case.named(name);
        calls = of.callsTimedTogether();
        workload = of.prepare();
        ours = workload.ours();
        rival = alone ? null : workload.rival().orElse(null);
        warmUp(calls * of.bytesPerCall());
        rivalsTurn = true;
    }

    /**
     * Calls ours until the compiler is through with it: code that still runs interpreted allocates its vectors, beyond what is
     * allocated in any case. JMH's warm-up turns follow; they alone, being as short as the turns measured, would have to be many.
     */
    private void warmUp(long inAnyCase) {
        long start = System.nanoTime();
        long bytes = Long.MAX_VALUE;
        for (long passed = 0; passed < WARM_UP_LEAST || bytes > inAnyCase && passed < WARM_UP_MOST; passed = System.nanoTime() - start) {
            bytes = THREADS.getTotalThreadAllocatedBytes();
            callTogether();
            bytes = THREADS.getTotalThreadAllocatedBytes() - bytes;
        }
    }

    /**
     * Passes the turn on; the first is ours.
     *
     * @throws InterruptedException if JMH gives up
     */
    @Setup(Level.Iteration)
    public void passTheTurn() throws InterruptedException {
        Quiet.await();
        rivalsTurn = rival != null && !rivalsTurn;
    }

    /** As many calls as are timed together; {@code iteration} is there for JMH to read. */
    @Benchmark
    public void call(Iteration iteration) {
        callTogether();
    }

    private void callTogether() {
        Runnable whoseTurn = rivalsTurn ? rival : ours;
        for (int i = 0; i < calls; i++) {
            whoseTurn.run();
        }
    }

    /** @throws IllegalStateException if a result is wrong; the benchmark then fails */
    @TearDown
    public void check() {
        workload.check();
    }

    /** What JMH reports of an iteration besides its times. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Iteration {
        /** Whether the rival had the turn: 1 if so, else 0. */
        public long rivalsTurn;
        /** Bytes that a run of the benchmark method allocates, on all threads. */
        public long allocatedBytes;

        /** JMH's other thread allocates while it turns to waiting for this one. */
        private static final int MILLISECONDS_TO_REST = 5;

        /**
         * One run more, for JMH's own profiler also counts what JMH allocates.
         *
         * @throws InterruptedException if JMH gives up
         */
        @TearDown(Level.Iteration)
        public void read(CaseBenchmark benchmark) throws InterruptedException {
            Thread.sleep(MILLISECONDS_TO_REST);
            long before = THREADS.getTotalThreadAllocatedBytes();
            benchmark.callTogether();
            allocatedBytes = THREADS.getTotalThreadAllocatedBytes() - before;
            rivalsTurn = benchmark.rivalsTurn ? 1 : 0;
        }
    }
}
