package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.unshatter.diagnostics.Estimate;

/** The criterion for everything random: the mean over many seeds lies within four of its standard errors. */
final class Interval {

    private Interval() {
    }

    /** @param allowance for a known bias of the expected value */
    static boolean holds(double expected, double mean, double stdErr, double allowance) {
        return Math.abs(mean - expected) <= 4 * stdErr + allowance;
    }

    static void assertMean(double expected, double[] draws, double allowance, String what) {
        Estimate estimate = Estimate.of(draws);
        assertTrue(estimate.stdErr() > 0, what + ": all " + draws.length + " draws are " + estimate.mean());
        assertTrue(holds(expected, estimate.mean(), estimate.stdErr(), allowance),
                () -> what + ": " + estimate + ", expected " + expected + " within 4 standard errors + " + allowance);
    }

    static void assertMean(double expected, double[] draws, String what) {
        assertMean(expected, draws, 0, what);
    }
}
