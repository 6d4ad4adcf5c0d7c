package org.unshatter.bench;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unshatter.kernels.Kernels;

/** The command line. */
final class Options {
    private static final String SWEEP = "sweep";
    private static final int MOST_THREADS = 1024;
    private static final int LINE = 110;

    private List<Case> cases = List.of();
    private boolean sweep;
    private List<Integer> threads = List.of();
    private int sizes;
    private Path json;
    private Path svg;
    private boolean quick;
    private boolean verbose;

    private Options() {}

    static String usage() {
        return """
                usage: ./unshatter bench [NAME-PART] [options]
                       ./unshatter bench sweep [options]

                Measures the FMA peak of one core and of all, then the cases whose name contains NAME-PART (default: all).
                Products of matrices (gemm_MxNxK; nt, tn: B or A transposed; packed: B packed before; biasrelu: bias and
                rectifier included; batch: %d at a time) run in turns with OpenBLAS, which does the plain product, if there
                is %s (%s). Convolutions (conv_fwd_cC_hH_kK_rR_sS: C channels
                of H × H pixels, K filters of R × R, stride S, %d images; bwd: both gradients together; crelu: the input read
                through CReLU; dw: depthwise) have no peer here; layout_LAYOUT_cC_… is the same forward from images in another
                layout. Training steps (mlp_train_KIND_Ldepth_wWIDTH_bBATCH, cifar_train_KIND_Ddepth_bBATCH, thin_train_…) are
                forward, backward and optimiser, captured and replayed; inputgrad_… is the gradient of a dense net by its
                input. Steps as "train" makes them (thin_loop_crelu_Ddepth_bBATCH, cifar_loop_resnetbn_…), with images loaded,
                augmented and scored, run in turns with that bare step of the same net, on one batch. Passes bound by memory,
                over operands of %d MB together, run in turns with a plain copy. The table has the median time of a call,
                GFLOP/s or GB/s, the part of the peak of as many cores, or of the copy, GFLOP/s of the peer and how many times
                as fast ours is, or the part of the bare step's speed, and the bytes allocated by a call. All cases take about
                %d minutes for each number of threads.

                "sweep" measures products of square matrices from %d to %d, with the peer, and on the scalar kernels as
                far as these are not too slow.

                  --threads N   threads that share the work, such as 2, or 1,2 for both (default: all processors)
                  --quick       one short fork for each case: a look, not a measurement
                  --json FILE   also write the results to FILE
                  --svg FILE    also draw the sweep, GFLOP/s by size, into FILE
                  --sizes N     number of sizes of the sweep (default: %d)
                  --verbose     show JMH's own output
                  --help        show this text

                Arguments before "bench" that begin with -D or -X go to the JVMs: -Dunshatter.openblas=FILE takes another
                OpenBLAS, -Dunshatter.vectorBits=256 narrower vectors. OPENBLAS_CORETYPE chooses the kernels of OpenBLAS;
                without it, those for AVX-512 are forced where the processor has it and OpenBLAS did not see it.

                cases:
                %s
                """.formatted(GemmCase.Form.BATCH_SIZE, OpenBlas.LIBRARY, OpenBlas.HOW_TO_GET_IT, ConvCase.BATCH,
                Operands.MEGABYTES,
                Math.round(Progress.seconds(Case.all(), Effort.MEASUREMENT) / 60),
                Sweep.SMALLEST, Sweep.LARGEST, Sweep.SIZES, wrapped(names(Case.all())));
    }

    /** @throws IllegalArgumentException with a message for the user */
    static Options parse(String[] args) {
        Options options = new Options();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> options.quick = true;
                case "--verbose" -> options.verbose = true;
                case "--threads" -> options.threads = threads(value(args, i++));
                case "--json" -> options.json = path(args[i], value(args, i++));
                case "--svg" -> options.svg = path(args[i], value(args, i++));
                case "--sizes" -> options.sizes = number(args[i], value(args, i++), 2, Sweep.LARGEST - Sweep.SMALLEST + 1);
                case String arg when arg.startsWith("-") -> throw wrong("unknown option " + arg);
                case String arg -> parts.add(arg);
            }
        }
        if (parts.size() > 1) {
            throw wrong("one NAME-PART at most, but there are " + String.join(", ", parts));
        }
        options.choose(parts.isEmpty() ? "" : parts.getFirst());
        return options;
    }

    private void choose(String part) {
        sweep = part.equals(SWEEP);
        if (sweep) {
            if (threads.size() > 1) {
                throw wrong("a sweep is for one number of threads, but there are " + threads.size());
            }
            sizes = sizes == 0 ? Sweep.SIZES : sizes;
            return;
        }
        if (svg != null || sizes != 0) {
            throw wrong((svg != null ? "--svg" : "--sizes") + " is for \"bench " + SWEEP + "\"");
        }
        cases = Case.all().stream().filter(c -> c.name().contains(part)).toList();
        if (cases.isEmpty()) {
            throw wrong("no case has \"" + part + "\" in its name");
        }
    }

    /** The cases chosen; empty for a sweep. */
    List<Case> cases() {
        return cases;
    }

    boolean sweep() {
        return sweep;
    }

    /** One number or more; if not given, the one that the kernels would take. */
    List<Integer> threads() {
        return threads.isEmpty() ? List.of(Kernels.info().threads()) : threads;
    }

    /** Number of sizes of a sweep. */
    int sizes() {
        return sizes;
    }

    /** Null if not given. */
    Path json() {
        return json;
    }

    /** Null if not given. */
    Path svg() {
        return svg;
    }

    boolean quick() {
        return quick;
    }

    boolean verbose() {
        return verbose;
    }

    private static String value(String[] args, int option) {
        if (option + 1 == args.length) {
            throw wrong(args[option] + " needs a value");
        }
        return args[option + 1];
    }

    private static List<Integer> threads(String value) {
        return Stream.of(value.split(",", -1)).map(number -> number("--threads", number, 1, MOST_THREADS)).distinct().toList();
    }

    private static int number(String option, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the same message
        }
        throw wrong(option + " is \"" + value + "\", expected a whole number from " + least + " to " + most);
    }

    private static Path path(String option, String value) {
        try {
            if (!value.isEmpty()) {
                return Path.of(value);
            }
        } catch (InvalidPathException e) {
            // falls through to the same message
        }
        throw wrong(option + " is \"" + value + "\", which is no file name");
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + "; see ./unshatter bench --help");
    }

    private static String names(List<Case> cases) {
        return cases.stream().map(Case::name).collect(Collectors.joining(", "));
    }

    private static String wrapped(String text) {
        return Pattern.compile("(.{1," + LINE + "})(?: |$)").matcher(text).results()
                .map(line -> "  " + line.group(1)).collect(Collectors.joining("\n"));
    }
}
