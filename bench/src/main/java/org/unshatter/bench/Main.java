package org.unshatter.bench;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;
import org.unshatter.json.Json;
import org.unshatter.kernels.Kernels;
import org.unshatter.files.OutputFolder;

/** The command {@code bench}: runs the benchmarks and prints a table. */
public final class Main {
    private static final double PEAK_SECONDS = 0.5;
    private static final double PEAK_SECONDS_QUICK = 0.2;

    private Main() {}

    /** @param args see {@link Options#usage} */
    public static void main(String[] args) {
        // JMH's forks notice only after seconds that nobody listens any more
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
        System.exit(run(args));
    }

    /** Exit code: 0 success, 1 failure, 2 wrong usage. */
    private static int run(String[] args) {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.usage());
            return 0;
        }
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            return fail(2, e.getMessage());
        }
        try {
            bench(options);
            return 0;
        } catch (ExceptionInInitializerError e) { // the kernels refuse a system property
            return fail(2, e.getCause().getMessage());
        } catch (IOException e) {
            return fail(1, "cannot write a file: " + reason(e));
        } catch (RunnerException | RuntimeException e) { // JMH throws both
            return fail(1, "a benchmark failed: " + innermost(e) + " (--verbose shows more)");
        }
    }

    private static int fail(int code, String message) {
        System.err.println("unshatter bench: " + message);
        return code;
    }

    private static void bench(Options options) throws IOException, RunnerException {
        for (Path file : Stream.of(options.json(), options.svg()).filter(Objects::nonNull).toList()) {
            checkWritable(file);
        }
        Kernels.info(); // refuses wrong system properties, here rather than in a fork
        Peaks peaks = new Peaks(options.quick() ? PEAK_SECONDS_QUICK : PEAK_SECONDS, options.threads());
        peaks.measure();
        Results results = new Results(peaks);
        if (options.sweep()) {
            new Sweep(options).run(results);
        } else {
            measure(options, results);
        }
        peaks.measure();

        System.out.println(results.tables());
        System.out.println();
        System.out.println(results.summary());
        if (options.json() != null) {
            write(options.json(), Json.text(results.json()));
        }
        if (options.svg() != null) {
            int threads = options.threads().getFirst();
            write(options.svg(), Sweep.figure(results, peaks.of(threads), threads).svg());
        }
    }

    private static void measure(Options options, Results results) throws RunnerException {
        Effort effort = options.quick() ? Effort.LOOK : Effort.MEASUREMENT;
        int runs = options.cases().size() * options.threads().size();
        Progress progress = new Progress(runs, options.threads().size() * Progress.seconds(options.cases(), effort));
        for (Case next : options.cases()) {
            for (int threads : options.threads()) {
                progress.begin(next.name() + (threads == 1 ? ", 1 thread" : ", " + threads + " threads"));
                results.add(Measurement.take(next, threads, effort, false, options.verbose()));
            }
        }
    }

    /** Opens the file, for nothing else tells for sure; leaves no trace. */
    private static void checkWritable(Path file) throws IOException {
        boolean absent = Files.notExists(file);
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
        if (absent) {
            Files.delete(file);
        }
    }

    /** As a whole or not at all; but what is no file, such as /dev/stdout, is written to. */
    private static void write(Path file, String text) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            Files.writeString(file, text);
        } else {
            OutputFolder.open(file.toAbsolutePath().getParent()).write(new LinkedHashMap<>(Map.of(file.getFileName().toString(), text)));
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException f -> "there is no folder for " + f.getFile();
            case AccessDeniedException f -> "no permission for " + f.getFile();
            default -> e.getMessage();
        };
    }

    /** JMH wraps what a fork threw, partly as suppressed exceptions; the innermost says what was wrong. */
    private static String innermost(Throwable e) {
        Throwable inner = e.getCause() != null ? e.getCause() : e.getSuppressed().length > 0 ? e.getSuppressed()[0] : null;
        return inner == null ? String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ") : innermost(inner);
    }
}
