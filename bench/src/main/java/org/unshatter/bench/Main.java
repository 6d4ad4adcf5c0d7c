package org.unshatter.bench;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;
import org.unshatter.kernels.Kernels;
import org.unshatter.report.Json;

/** The command {@code bench}: runs the benchmarks and prints a table. */
public final class Main {
    private static final String USAGE = """
            usage: ./unshatter bench [NAME-PART] [options]

            Measures the cases whose name contains NAME-PART (default: all) and prints for each the median time of
            a call, GFLOP/s, the percentage of this machine's FMA peak, and the bytes allocated by a call.

              --threads N   threads that share the work (default: all processors)
              --quick       one short fork for each case instead of five: a look, not a measurement
              --json FILE   also write the results to FILE
              --verbose     show JMH's own output
              --help        show this text

            cases: %s
            """.formatted(names(Case.ALL));

    private Main() {}

    /** @param args see {@link #USAGE} */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Exit code: 0 success, 1 failure, 2 wrong usage. */
    private static int run(String[] args) {
        if (List.of(args).contains("--help")) {
            System.out.print(USAGE);
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
            return fail(1, "cannot write the file given to --json: " + reason(e));
        } catch (RunnerException | RuntimeException e) { // JMH throws both
            return fail(1, "a benchmark failed: " + innermost(e) + " (--verbose shows more)");
        }
    }

    private static int fail(int code, String message) {
        System.err.println("unshatter bench: " + message);
        return code;
    }

    private static void bench(Options options) throws IOException, RunnerException {
        if (options.json != null) {
            checkWritable(options.json);
        }
        Kernels.Info info = Kernels.info();
        int threads = options.threads == 0 ? info.threads() : options.threads;
        double before = Kernels.measurePeakGflops(1);
        List<Measurement> measurements = new ArrayList<>();
        for (Case next : options.cases) {
            System.err.println(measurements.size() + 1 + " of " + options.cases.size() + ": " + next.name());
            measurements.add(Measurement.take(next, threads, options.quick, options.verbose));
        }
        double after = Kernels.measurePeakGflops(1);
        double peak = Math.max(before, after);

        System.out.println(Measurement.HEADER);
        measurements.forEach(measurement -> System.out.println(measurement.row(peak)));
        System.out.println();
        System.out.println(peakLine(info, before, after));
        if (options.json != null) {
            Files.writeString(options.json, Json.text(measurements.stream().map(measurement -> measurement.json(peak)).toList()));
        }
    }

    /** The peak is the ceiling, so of two measurements the larger one is nearer to it. */
    private static String peakLine(Kernels.Info info, double before, double after) {
        if (info.vectorBits() == 0) {
            return "No FMA peak: the scalar kernels are in use (" + info.scalarReason().orElseThrow() + ").";
        }
        double peak = Math.max(before, after);
        String line = String.format(Locale.ROOT,
                "FMA peak of one core: %.1f GFLOP/s, %d-bit vectors; %% of peak is of this times the threads.", peak, info.vectorBits());
        return Math.abs(before - after) <= 0.05 * peak ? line : line + String.format(Locale.ROOT,
                "%nIt was %.1f before and %.1f after: the machine was busy or changed its clock, so these numbers are rough.",
                before, after);
    }

    /** Opens the file, for nothing else tells for sure; leaves no trace. */
    private static void checkWritable(Path file) throws IOException {
        boolean absent = Files.notExists(file);
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
        if (absent) {
            Files.delete(file);
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

    private static String names(List<Case> cases) {
        return cases.stream().map(Case::name).collect(Collectors.joining(", "));
    }

    /** The command line; {@code threads} is 0 and {@code json} null where not given. */
    private static final class Options {
        private List<Case> cases;
        private int threads;
        private Path json;
        private boolean quick;
        private boolean verbose;

        static Options parse(String[] args) {
            Options options = new Options();
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--quick" -> options.quick = true;
                    case "--verbose" -> options.verbose = true;
                    case "--threads" -> options.threads = threads(value(args, i++));
                    case "--json" -> options.json = path(value(args, i++));
                    case String arg when arg.startsWith("-") -> throw wrong("unknown option " + arg);
                    case String arg -> parts.add(arg);
                }
            }
            if (parts.size() > 1) {
                throw wrong("one NAME-PART at most, but there are " + String.join(", ", parts));
            }
            options.cases = matching(parts.isEmpty() ? "" : parts.getFirst());
            return options;
        }

        private static List<Case> matching(String part) {
            List<Case> cases = Case.ALL.stream().filter(c -> c.name().contains(part)).toList();
            if (cases.isEmpty()) {
                throw new IllegalArgumentException("no case has \"" + part + "\" in its name; there are " + names(Case.ALL));
            }
            return cases;
        }

        private static String value(String[] args, int option) {
            if (option + 1 == args.length) {
                throw wrong(args[option] + " needs a value");
            }
            return args[option + 1];
        }

        private static int threads(String value) {
            try {
                int threads = Integer.parseInt(value);
                if (threads >= 1) {
                    return threads;
                }
            } catch (NumberFormatException e) {
                // falls through to the same message
            }
            throw wrong("--threads is \"" + value + "\", expected a whole number of at least 1");
        }

        private static Path path(String value) {
            try {
                return Path.of(value);
            } catch (InvalidPathException e) {
                throw wrong("--json is \"" + value + "\", which is no file name");
            }
        }

        private static IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(what + "; see ./unshatter bench --help");
        }
    }
}
