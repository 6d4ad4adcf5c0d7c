package org.unshatter.paper;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientMoments;
import org.unshatter.diagnostics.WidthLimit;

/**
 * One quantity of one net at one depth: what the theorem says, what the exact recursion says, and what was measured at each width.
 *
 * @param theorem  the paper's value
 * @param exact    this project's, for infinite width
 * @param widths   ascending
 * @param measured one estimate for each width
 */
record TheoryCell(String network, int depth, Quantity quantity, double theorem, double exact, int[] widths, Estimate... measured) {

    /** What is shown and judged by itself; the others show the influence of the width. */
    static final int SHOWN_WIDTH = 200;
    private static final double STANDARD_ERRORS = 3;
    /** Of values that are exact but for arithmetic in floats. */
    private static final double ROUNDING = 1e-5;

    enum Quantity {
        CORRELATION, VARIANCE;

        /** Correlations as a ratio of means, variances as the mean of a log-normal law: in deep nets both have heavy tails. */
        Estimate estimate(GradientMoments... draws) {
            double[] variance = Arrays.stream(draws).mapToDouble(GradientMoments::variance).toArray();
            return this == VARIANCE ? Estimate.ofLogNormal(variance)
                    : Estimate.ofRatio(Arrays.stream(draws).mapToDouble(GradientMoments::covariance).toArray(), variance);
        }
    }

    /** How a value stands to the measurements. */
    enum Verdict {
        /** Within three standard errors of what was measured at width 200. */
        HOLDS,
        /** Off at width 200, but the deviation goes as 1/N and the limit is within three standard errors. */
        HOLDS_IN_THE_LIMIT,
        /** Neither. */
        FAILS
    }

    Estimate shown() {
        return at(SHOWN_WIDTH);
    }

    /** @param width one of the widths */
    Estimate at(int width) {
        return measured[Arrays.binarySearch(widths, width)];
    }

    /** Whether the measurement could not tell the theorem from the exact value. */
    boolean indistinguishable() {
        WidthLimit line = line();
        double error = judged(shown()).stdErr();
        return Math.abs(judged(theorem) - judged(exact)) <= STANDARD_ERRORS * (line == null ? error : Math.max(error, line.limitStdErr()));
    }

    /** By how many standard errors the exact value is off at width 200. */
    double deviation() {
        return Math.abs(judged(shown()).mean() - judged(exact)) / judged(shown()).stdErr();
    }

    /**
     * The line through what is judged, correlations and logarithms of variances. Null if there is only one width, or no spread to weigh by but that of rounding,
     * as of nets that are all alike.
     */
    WidthLimit line() {
        boolean spread = Arrays.stream(measured).allMatch(estimate -> estimate.stdErr() > ROUNDING * Math.abs(estimate.mean()));
        return widths.length > 1 && spread ? WidthLimit.of(widths, Arrays.stream(measured).map(this::judged).toArray(Estimate[]::new)) : null;
    }

    /** What that line tends to, as a correlation or variance again; null if there is none. */
    Estimate limit() {
        WidthLimit line = line();
        if (line == null) {
            return null;
        }
        return quantity == Quantity.VARIANCE ? new Estimate(Math.exp(line.limit()), Math.exp(line.limit()) * line.limitStdErr(), widths.length)
                : new Estimate(line.limit(), line.limitStdErr(), widths.length);
    }

    Verdict verdict(double claim) {
        Estimate shown = judged(shown());
        double rounding = quantity == Quantity.VARIANCE ? ROUNDING : ROUNDING * Math.abs(claim);
        if (Math.abs(shown.mean() - judged(claim)) <= STANDARD_ERRORS * shown.stdErr() + rounding) {
            return Verdict.HOLDS;
        }
        WidthLimit line = line();
        boolean straight = line != null && line.misfit() <= STANDARD_ERRORS * STANDARD_ERRORS * (widths.length - 2);
        return straight && Math.abs(line.limit() - judged(claim)) <= STANDARD_ERRORS * line.limitStdErr() ? Verdict.HOLDS_IN_THE_LIMIT : Verdict.FAILS;
    }

    /** A variance by its logarithm: its own error is proportional to what was drawn, so that a low draw would look far off and a high one near. */
    private Estimate judged(Estimate estimate) {
        return quantity == Quantity.VARIANCE ? estimate.logarithm() : estimate;
    }

    private double judged(double value) {
        return quantity == Quantity.VARIANCE ? Math.log(value) : value;
    }

    /** For the results file. */
    SequencedMap<String, Object> results() {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("network", network);
        map.put("depth", depth);
        map.put("quantity", quantity.name().toLowerCase(Locale.ROOT));
        map.put("theorem", theorem);
        map.put("corrected", exact);
        map.put("measured", shown().mean());
        map.put("stdErr", shown().stdErr());
        map.put("seeds", shown().draws());
        map.put("widths", IntStream.range(0, widths.length).<Object>mapToObj(i -> width(i)).toList());
        WidthLimit line = line();
        map.put("limit", line == null ? null : limit().mean());
        map.put("limitStdErr", line == null ? null : limit().stdErr());
        map.put("slope", line == null ? null : line.slope());
        map.put("slopeStdErr", line == null ? null : line.slopeStdErr());
        map.put("misfit", line == null ? null : line.misfit());
        map.put("theoremVerdict", text(verdict(theorem)));
        map.put("correctedVerdict", text(verdict(exact)));
        return map;
    }

    private SequencedMap<String, Object> width(int i) {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("width", widths[i]);
        map.put("measured", measured[i].mean());
        map.put("stdErr", measured[i].stdErr());
        map.put("seeds", measured[i].draws());
        return map;
    }

    static String text(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
