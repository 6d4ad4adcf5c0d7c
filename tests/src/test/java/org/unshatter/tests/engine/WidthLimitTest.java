package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.WidthLimit;
import org.unshatter.init.RandomStreams;

/** The line in 1/N: exact data, errors that mean what they say, and a curve that it does not take for a line. */
class WidthLimitTest {

    private static final int[] WIDTHS = {100, 200, 400};

    @Test
    void aLineIsFoundAgain() {
        WidthLimit limit = WidthLimit.of(WIDTHS, new Estimate(3 - 0.05, 0.1, 9), new Estimate(3 - 0.025, 0.2, 9), new Estimate(3 - 0.0125, 0.3, 9));
        assertEquals(3, limit.limit(), 1e-12);
        assertEquals(-5, limit.slope(), 1e-10);
        assertEquals(0, limit.misfit(), 1e-20);
    }

    @Test
    void ofTwoWidthsItIsTheLineThroughBoth() {
        WidthLimit limit = WidthLimit.of(new int[] {100, 200}, new Estimate(1.2, 0.3, 5), new Estimate(1.1, 0.4, 5));
        // 2·y(200) − y(100), whose variance is 4·0.16 + 0.09.
        assertEquals(1, limit.limit(), 1e-12);
        assertEquals(Math.sqrt(0.73), limit.limitStdErr(), 1e-12);
        assertEquals(20, limit.slope(), 1e-10);
        assertEquals(200 * 0.5, limit.slopeStdErr(), 1e-10);
    }

    @Test
    void theErrorsAreThoseOfManyTrials() {
        double[] errors = {0.02, 0.03, 0.05};
        double[] limits = new double[2000];
        double[] misfits = new double[2000];
        double stdErr = 0;
        for (int trial = 0; trial < limits.length; trial++) {
            var random = RandomStreams.of(trial, "width limit");
            Estimate[] measured = new Estimate[3];
            for (int i = 0; i < 3; i++) {
                measured[i] = new Estimate(0.7 + 4.0 / WIDTHS[i] + errors[i] * random.nextGaussian(), errors[i], 10);
            }
            WidthLimit limit = WidthLimit.of(WIDTHS, measured);
            limits[trial] = limit.limit();
            misfits[trial] = limit.misfit();
            stdErr = limit.limitStdErr();
        }
        Interval.assertMean(0.7, limits, "limit");
        // χ² with one degree of freedom.
        Interval.assertMean(1, misfits, "misfit");
        assertEquals(1, Estimate.of(limits).stdErr() * Math.sqrt(2000) / stdErr, 0.06);
    }

    @Test
    void aCurveHasALargeMisfit() {
        Estimate[] measured = new Estimate[3];
        for (int i = 0; i < 3; i++) {
            measured[i] = new Estimate(Math.exp(200.0 / WIDTHS[i]), 0.01, 10);
        }
        assertTrue(WidthLimit.of(WIDTHS, measured).misfit() > 100);
    }

    @Test
    void wrongArgumentsAreRefused() {
        Estimate one = new Estimate(1, 0.1, 5);
        refused("2 widths and 1 estimates", () -> WidthLimit.of(new int[] {100, 200}, one));
        refused("do not differ", () -> WidthLimit.of(new int[] {100, 100}, one, one));
        refused("do not differ", () -> WidthLimit.of(new int[] {100}, one));
        refused("width 0", () -> WidthLimit.of(new int[] {0, 100}, one, one));
        refused("standard error above 0", () -> WidthLimit.of(new int[] {100, 200}, one, new Estimate(1, Double.NaN, 1)));
    }

    private static void refused(String expected, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
