package org.unshatter.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.MultisetStatistics;

/**
 * What was measured for a case.
 *
 * @param threads         threads that shared the work of a call
 * @param medianMs        the median time of a call, over all timed calls of all forks (JMH's sample time, p50)
 * @param rivalMs         the same of what ran in turns with it; NaN if nothing did
 * @param allocBytesPerOp bytes allocated by a call, on all threads; the median over the turns
 */
record Measurement(Case of, int threads, double medianMs, double rivalMs, double allocBytesPerOp) {
    /**
     * Runs a case in JVMs of its own, started with the arguments of this one and a few more.
     *
     * @param scalar on the scalar kernels, and alone
     * @throws RunnerException if it fails, above all because a result is wrong
     */
    static Measurement take(Case of, int threads, Effort effort, boolean scalar, boolean verbose) throws RunnerException {
        int parties = of.hasRival() && !scalar ? 2 : 1;
        TimeValue turn = TimeValue.milliseconds(effort.milliseconds());
        List<String> arguments = new ArrayList<>(List.of("-Xms" + of.heap(), "-Xmx" + of.heap(), "-XX:+AlwaysPreTouch",
                "-Dunshatter.threads=" + threads));
        OpenBlasCore.toForce().ifPresent(core -> arguments.add("-D" + OpenBlas.CORE_PROPERTY + "=" + core));
        if (scalar) {
            arguments.add("-Dunshatter.vectorBits=scalar");
        }
        OptionsBuilder options = new OptionsBuilder();
        options.include("^" + CaseBenchmark.class.getName().replace(".", "\\.") + "\\.")
                .param("name", of.name()).param("alone", Boolean.toString(parties == 1))
                .mode(Mode.SampleTime).timeUnit(TimeUnit.MILLISECONDS)
                .forks(effort.forks())
                .warmupIterations(parties * effort.warmUpTurns()).warmupTime(turn)
                .measurementIterations(parties * effort.turns()).measurementTime(turn)
                .jvmArgsAppend(arguments.toArray(String[]::new))
                .shouldFailOnError(true);
        // JMH's silent mode alone would let through what the forks print.
        OutputFormat chatter = verbose
                ? OutputFormatFactory.createFormatInstance(System.out, VerboseMode.NORMAL)
                : OutputFormatFactory.createFormatInstance(new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT);
        return of(of, threads, new Runner(options.build(), chatter).runSingle().getBenchmarkResults());
    }

    private static Measurement of(Case of, int threads, Iterable<BenchmarkResult> forks) {
        MultisetStatistics ours = new MultisetStatistics();
        MultisetStatistics rivals = new MultisetStatistics();
        MultisetStatistics allocated = new MultisetStatistics();
        for (BenchmarkResult fork : forks) {
            for (IterationResult iteration : fork.getIterationResults()) {
                boolean rivalsTurn = event(iteration, "rivalsTurn") == 1;
                Iterator<Map.Entry<Double, Long>> times = iteration.getPrimaryResult().getStatistics().getRawData();
                times.forEachRemaining(time -> (rivalsTurn ? rivals : ours).addValue(time.getKey(), time.getValue()));
                if (!rivalsTurn) {
                    allocated.addValue(event(iteration, "allocatedBytes"), 1);
                }
            }
        }
        int calls = of.callsTimedTogether();
        return new Measurement(of, threads, ours.getPercentile(50) / calls,
                rivals.getN() == 0 ? Double.NaN : rivals.getPercentile(50) / calls, allocated.getPercentile(50) / calls);
    }

    private static double event(IterationResult iteration, String name) {
        return iteration.getSecondaryResults().get(name).getScore();
    }

    /** How many times as fast as the rival; NaN if there is none. */
    double ratio() {
        return rivalMs / medianMs;
    }
}
