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
        double error = limit() == null ? shown().stdErr() : Math.max(shown().stdErr(), limit().limitStdErr());
        return Math.abs(theorem - exact) <= STANDARD_ERRORS * error;
    }

    /** By how many standard errors the exact value is off at width 200. */
    double deviation() {
        return Math.abs(shown().mean() - exact) / shown().stdErr();
    }

    /** Null if there is only one width, or no spread to weigh by, as of nets that are all alike. */
    WidthLimit limit() {
        boolean spread = Arrays.stream(measured).allMatch(estimate -> estimate.stdErr() > 0);
        return widths.length > 1 && spread ? WidthLimit.of(widths, measured) : null;
    }

    Verdict verdict(double claim) {
        if (Math.abs(shown().mean() - claim) <= STANDARD_ERRORS * shown().stdErr() + ROUNDING * Math.abs(claim)) {
            return Verdict.HOLDS;
        }
        WidthLimit limit = limit();
        boolean straight = limit != null && limit.misfit() <= STANDARD_ERRORS * STANDARD_ERRORS * (widths.length - 2);
        return straight && Math.abs(limit.limit() - claim) <= STANDARD_ERRORS * limit.limitStdErr() ? Verdict.HOLDS_IN_THE_LIMIT : Verdict.FAILS;
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
        WidthLimit limit = limit();
        map.put("limit", limit == null ? null : limit.limit());
        map.put("limitStdErr", limit == null ? null : limit.limitStdErr());
        map.put("slope", limit == null ? null : limit.slope());
        map.put("slopeStdErr", limit == null ? null : limit.slopeStdErr());
        map.put("misfit", limit == null ? null : limit.misfit());
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
