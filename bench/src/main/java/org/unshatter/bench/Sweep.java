package org.unshatter.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.runner.RunnerException;
import org.unshatter.kernels.Kernels;
import org.unshatter.report.Figure;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Range;
import org.unshatter.report.Series;

/**
 * Products of square matrices against size: equally spaced, to the nearest whole number, so that even and odd sizes, multiples
 * of the tile and others all occur. The same benchmark as ever, in forks of its own for each size, but shorter ones.
 */
final class Sweep {
    static final int SMALLEST = 8;
    static final int LARGEST = 2048;
    /** 50 steps of 40.8. */
    static final int SIZES = 51;

    /** Beyond this a call on the scalar kernels takes seconds, and nothing new happens. */
    private static final int LARGEST_SCALAR = 1024;

    private final Options options;
    private final int threads;
    private final List<GemmCase> cases;
    private final boolean scalarToo = Kernels.info().vectorBits() != 0;

    Sweep(Options options) {
        this.options = options;
        threads = options.threads().getFirst();
        cases = IntStream.range(0, options.sizes())
                .map(i -> (int) Math.round(SMALLEST + (double) (LARGEST - SMALLEST) * i / (options.sizes() - 1)))
                .mapToObj(GemmCase::square).toList();
    }

    /** Measures every size, on the scalar kernels too if these are not in use anyway. */
    void run(Results results) throws RunnerException {
        Effort effort = options.quick() ? Effort.SWEEP_LOOK : Effort.SWEEP;
        long scalar = cases.stream().filter(this::isForScalar).count();
        double slowness = 2; // large products take longer on the scalar kernels than their turns
        Progress progress = new Progress(cases.size(),
                Progress.seconds(List.copyOf(cases), effort) + slowness * scalar * Effort.SWEEP_SCALAR.seconds(false));
        for (GemmCase gemm : cases) {
            progress.begin(gemm.name());
            results.add(Measurement.take(gemm, threads, effort, false, options.verbose()));
            if (isForScalar(gemm)) {
                results.addScalar(Measurement.take(gemm, threads, Effort.SWEEP_SCALAR, true, options.verbose()));
            }
        }
    }

    private boolean isForScalar(GemmCase gemm) {
        return scalarToo && gemm.m() <= LARGEST_SCALAR;
    }

    /** GFLOP/s by size; its top edge is the peak, if there is one. */
    static Figure figure(Results results, double peak, int threads) {
        boolean hasPeak = !Double.isNaN(peak);
        List<Series> series = new ArrayList<>();
        series.add(series("Unshatter", results, m -> Results.gflops((GemmCase) m.of(), m.medianMs())));
        if (OpenBlas.isPresent()) {
            series.add(series(OpenBlasCore.peer(), results, m -> Results.gflops((GemmCase) m.of(), m.rivalMs())));
        }
        if (hasPeak) {
            series.add(series("Unshatter, scalar kernels", results, m -> results.scalarGflops((GemmCase) m.of())));
        }
        Kernels.Info info = Kernels.info();
        String on = threads == 1 ? "1 thread" : threads + " threads";
        String caption = "Medians, on " + on + " of JDK " + info.jdk() + (hasPeak
                ? ", " + info.vectorBits() + "-bit vectors. The top edge is the FMA peak measured in the same run." : ".")
                + (OpenBlas.isPresent() ? " Ours and OpenBLAS ran in turns, in the same JVM, on the same operands." : "");
        String label = hasPeak ? String.format(Locale.ROOT, "GFLOP/s; top edge: FMA peak, %.0f", peak) : "GFLOP/s";
        return new Figure("sweep", "C = A·B, n × n, single precision, " + on, caption, 1,
                List.of(new LinePanel("", "n", label, series, new Range(0, LARGEST), hasPeak ? new Range(0, peak) : null)));
    }

    private static Series series(String name, Results results, ToDoubleFunction<Measurement> gflops) {
        List<Measurement> known = results.measurements().stream().filter(m -> !Double.isNaN(gflops.applyAsDouble(m))).toList();
        return new Series(name, known.stream().mapToDouble(m -> ((GemmCase) m.of()).n()).toArray(),
                known.stream().mapToDouble(gflops).toArray(), Mark.LINE_WITH_DOTS);
    }
}
