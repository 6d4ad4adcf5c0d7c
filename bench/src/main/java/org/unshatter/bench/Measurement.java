package org.unshatter.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What was measured for a case.
 *
 * @param threads         threads that shared the work of a call
 * @param medianMs        the median time of a call, over all timed calls of all forks (JMH's sample time, p50)
 * @param allocBytesPerOp bytes allocated by a call, on all threads
 */
record Measurement(Case of, int threads, double medianMs, double allocBytesPerOp) {
    static final String HEADER = row("case", "threads", "median ms", "GFLOP/s", "% of peak", "bytes/call");

    /**
     * Runs a case in JVMs of its own.
     *
     * @param quick for a look: one fork instead of five, and short
     * @throws RunnerException if it fails, above all because its result is wrong
     */
    static Measurement take(Case of, int threads, boolean quick, boolean verbose) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include("^" + Pattern.quote(of.benchmark().getName() + ".")).param("shape", of.name())
                .mode(Mode.SampleTime).timeUnit(TimeUnit.MILLISECONDS)
                .forks(quick ? 1 : 5)
                .warmupIterations(quick ? 1 : 2).warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 1 : 3).measurementTime(TimeValue.seconds(1))
                // Before these come the arguments of this JVM: --add-modules, and whatever the user gave.
                .jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-Dunshatter.threads=" + threads)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        // JMH's silent mode alone would let through what the forks print.
        OutputFormat chatter = verbose
                ? OutputFormatFactory.createFormatInstance(System.out, VerboseMode.NORMAL)
                : OutputFormatFactory.createFormatInstance(new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT);
        RunResult result = new Runner(options.build(), chatter).runSingle();
        return new Measurement(of, threads, result.getPrimaryResult().getStatistics().getPercentile(50),
                result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
    }

    double gflops() {
        return of.flops() / (medianMs * 1e6);
    }

    /** The part of what all threads could do at a core's peak; NaN if that is NaN. */
    double peakFraction(double peakGflops) {
        return gflops() / (peakGflops * threads);
    }

    /** A line of the table. */
    String row(double peakGflops) {
        double percent = 100 * peakFraction(peakGflops);
        return row(of.name(), Integer.toString(threads), number("%.4f", medianMs), number("%.1f", gflops()),
                Double.isNaN(percent) ? "-" : number("%.1f", percent), number("%.0f", allocBytesPerOp));
    }

    /** An element of the JSON file; {@code peakFraction} is null on the scalar kernels. */
    SequencedMap<String, Object> json(double peakGflops) {
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        json.put("name", of.name());
        json.put("threads", threads);
        json.put("medianMs", medianMs);
        json.put("gflops", gflops());
        json.put("peakFraction", Double.isNaN(peakGflops) ? null : peakFraction(peakGflops));
        json.put("allocBytesPerOp", allocBytesPerOp);
        return json;
    }

    private static String row(String name, String... cells) {
        StringBuilder row = new StringBuilder(String.format("%-24s", name));
        for (String cell : cells) {
            row.append(String.format("%12s", cell));
        }
        return row.toString();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
