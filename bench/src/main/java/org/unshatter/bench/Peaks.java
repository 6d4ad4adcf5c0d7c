package org.unshatter.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.unshatter.kernels.Kernels;

/**
 * FMA peaks of this machine, by the number of threads that run at once: more cores may mean a lower clock rate for each.
 *
 * <p>A peak is a ceiling, so of several measurements the largest is the nearest to it. More threads than processors have the
 * peak of all processors.
 */
final class Peaks {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final SortedMap<Integer, List<Double>> measured = new TreeMap<>();
    private final double seconds;

    /** @param seconds how long a value must stand before it is believed */
    Peaks(double seconds, Iterable<Integer> threads) {
        this.seconds = seconds;
        measured.put(1, new ArrayList<>());
        measured.put(PROCESSORS, new ArrayList<>());
        threads.forEach(t -> measured.putIfAbsent(Math.min(t, PROCESSORS), new ArrayList<>()));
    }

    /** Measures all of them once more. */
    void measure() {
        measured.forEach((threads, values) -> values.add(measure(threads)));
    }

    private double measure(int threads) {
        List<Callable<Double>> each = Collections.nCopies(threads, () -> Kernels.measurePeakGflops(seconds));
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            double sum = 0;
            for (Future<Double> peak : executor.invokeAll(each)) {
                sum += peak.get();
            }
            return sum;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the FMA peak could not be measured: " + e, e);
        }
    }

    /** In 10⁹ floating-point operations per second; NaN on the scalar kernels, which have no such ceiling. */
    double of(int threads) {
        return largest(measured.get(Math.min(threads, PROCESSORS)));
    }

    private static double largest(List<Double> values) {
        return values.stream().mapToDouble(v -> v).max().orElseThrow();
    }

    private static double smallest(List<Double> values) {
        return values.stream().mapToDouble(v -> v).min().orElseThrow();
    }

    /** Says what they are, and how far to trust them. */
    String summary() {
        Kernels.Info info = Kernels.info();
        if (info.vectorBits() == 0) {
            return "No FMA peak: the scalar kernels are in use (" + info.scalarReason().orElseThrow() + ").";
        }
        String each = measured.entrySet().stream().map(e -> String.format(Locale.ROOT, "%s %.1f GFLOP/s",
                e.getKey() == 1 ? "of one core" : "of " + e.getKey() + " cores at once", largest(e.getValue())))
                .collect(Collectors.joining(", "));
        String line = "FMA peak " + each + "; " + info.vectorBits() + "-bit vectors; % of peak is of that for as many threads.";
        boolean steady = measured.values().stream().allMatch(values -> smallest(values) >= 0.95 * largest(values));
        return steady ? line : line + System.lineSeparator() + measured.values().stream()
                .map(values -> String.format(Locale.ROOT, "%.1f to %.1f", smallest(values), largest(values)))
                .collect(Collectors.joining(", ", "In this run it was ", ":"))
                + " the machine was busy or changed its clock rate, so these numbers are rough.";
    }
}
