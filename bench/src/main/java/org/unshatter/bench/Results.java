package org.unshatter.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measurements of one run as tables for people and as values for {@code --json}. */
final class Results {
    private static final String NONE = "-";

    private final List<Measurement> measurements = new ArrayList<>();
    /** Products on the scalar kernels; empty but in a sweep. */
    private final Map<Case, Measurement> scalar = new HashMap<>();
    private final Peaks peaks;
    private final String peer = OpenBlasCore.peer();

    Results(Peaks peaks) {
        this.peaks = peaks;
    }

    void add(Measurement measurement) {
        measurements.add(measurement);
    }

    /** A product that has been, or will be, measured on the vector kernels too. */
    void addScalar(Measurement measurement) {
        scalar.put(measurement.of(), measurement);
    }

    List<Measurement> measurements() {
        return Collections.unmodifiableList(measurements);
    }

    /** 10⁹ floating-point operations per second on the scalar kernels; NaN if not measured. */
    double scalarGflops(ComputeCase compute) {
        return scalar.containsKey(compute) ? gflops(compute, scalar.get(compute).medianMs()) : Double.NaN;
    }

    /** Products and convolutions first, products with their peer, then passes bound by memory, with the copy beside them, then training loops, with the bare step. */
    String tables() {
        TextTable products = new TextTable("case", "threads", "median ms", "GFLOP/s", "% of peak",
                peer == null ? "OpenBLAS (none: " + OpenBlas.HOW_TO_GET_IT + ")" : "OpenBLAS GFLOP/s", "ratio", "bytes/call",
                "scalar GFLOP/s");
        TextTable streams = new TextTable("case", "threads", "median ms", "GB/s", "copy GB/s", "% of copy", "bytes/call");
        TextTable loops = new TextTable("case", "threads", "median ms", "images/s", "bare step ms", "% of bare step's speed", "bytes/call");
        for (Measurement m : measurements) {
            switch (m.of()) {
                case ComputeCase compute -> products.add(compute.name(), Integer.toString(m.threads()), milliseconds(m),
                        number("%.1f", gflops(compute, m.medianMs())), number("%.1f", 100 * peakFraction(compute, m)),
                        number("%.1f", gflops(compute, m.rivalMs())), number("%.3f", m.ratio()), number("%.0f", m.allocBytesPerOp()),
                        number("%.2f", scalarGflops(compute)));
                case StreamCase stream -> streams.add(stream.name(), Integer.toString(m.threads()), milliseconds(m),
                        number("%.1f", gigabytes(stream, m)), number("%.1f", copyGigabytes(m)),
                        number("%.1f", 100 * copyFraction(stream, m)), number("%.0f", m.allocBytesPerOp()));
                case LoopCase loop -> loops.add(loop.name(), Integer.toString(m.threads()), milliseconds(m), number("%.0f", imagesPerSecond(loop, m)),
                        number("%.3f", m.rivalMs()), number("%.1f", 100 * m.ratio()), number("%.0f", m.allocBytesPerOp()));
            }
        }
        return Stream.of(scalar.isEmpty() ? products.withoutLastColumn() : products, streams, loops).filter(TextTable::hasRows)
                .map(TextTable::toString).collect(Collectors.joining(System.lineSeparator().repeat(2)));
    }

    /** Peaks, the peer, and how ours does beside it. */
    String summary() {
        List<String> lines = new ArrayList<>(List.of(peaks.summary()));
        if (measurements.stream().anyMatch(m -> m.of() instanceof GemmCase)) {
            lines.add(peer == null ? "No peer: there is no " + OpenBlas.LIBRARY + ", or it lacks what is needed. On Debian: "
                    + OpenBlas.HOW_TO_GET_IT : "Peer: " + peer + ", same operands, in turns in the same JVM.");
            OpenBlasCore.remark().ifPresent(lines::add);
            Ratios.of(measurements).ifPresent(ratios -> lines.add(ratios.summary()));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** The elements of the JSON file; what a case does not have is null. */
    List<SequencedMap<String, Object>> json() {
        return measurements.stream().map(this::json).toList();
    }

    private SequencedMap<String, Object> json(Measurement m) {
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        json.put("name", m.of().name());
        json.put("threads", m.threads());
        json.put("medianMs", m.medianMs());
        ComputeCase compute = m.of() instanceof ComputeCase of ? of : null;
        json.put("gflops", compute == null ? null : gflops(compute, m.medianMs()));
        json.put("peakFraction", compute == null ? null : finite(peakFraction(compute, m)));
        json.put("allocBytesPerOp", m.allocBytesPerOp());
        json.put("peer", m.of() instanceof GemmCase ? peer : null);
        json.put("peerGflops", compute == null ? null : finite(gflops(compute, m.rivalMs())));
        if (!scalar.isEmpty()) {
            json.put("scalarGflops", compute == null ? null : finite(scalarGflops(compute)));
        }
        if (m.of() instanceof StreamCase stream) {
            json.put("gbPerSecond", gigabytes(stream, m));
            json.put("copyFraction", copyFraction(stream, m));
        }
        if (m.of() instanceof LoopCase loop) {
            json.put("imagesPerSecond", imagesPerSecond(loop, m));
            json.put("bareStepFraction", m.ratio());
        }
        return json;
    }

    static double gflops(ComputeCase compute, double ms) {
        return compute.flops() / (ms * 1e6);
    }

    private double peakFraction(ComputeCase compute, Measurement m) {
        return gflops(compute, m.medianMs()) / peaks.of(m.threads());
    }

    private static double gigabytes(StreamCase stream, Measurement m) {
        return stream.bytes() / (m.medianMs() * 1e6);
    }

    private static double copyGigabytes(Measurement m) {
        return StreamWorkload.copiedBytes() / (m.rivalMs() * 1e6);
    }

    private static double copyFraction(StreamCase stream, Measurement m) {
        return stream.isCopy() ? 1 : gigabytes(stream, m) / copyGigabytes(m);
    }

    private static double imagesPerSecond(LoopCase loop, Measurement m) {
        return loop.batch() * 1e3 / m.medianMs();
    }

    private static Double finite(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static String milliseconds(Measurement m) {
        return number(m.medianMs() < 0.1 ? "%.6f" : "%.3f", m.medianMs());
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, format, value);
    }
}
