package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Whether draws come from a distribution, by the largest distance between the two cumulative functions. */
final class KolmogorovSmirnov {

    /** With fixed seeds the outcome is fixed; with others, one test in ten thousand would fail by chance. */
    private static final double LEVEL = 1e-4;

    private KolmogorovSmirnov() {
    }

    /** How likely so large a distance is: Kolmogorov's series, with Stephens's 1970 correction for the number of draws. */
    static double likelihood(double[] draws, DoubleUnaryOperator cumulative) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double distance = 0;
        for (int i = 0; i < n; i++) {
            double expected = cumulative.applyAsDouble(sorted[i]);
            distance = Math.max(distance, Math.max(expected - i / (double) n, (i + 1) / (double) n - expected));
        }
        double lambda = distance * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n));
        if (lambda < 0.2) { // the series alternates without end, and its sum is 1 to 12 digits
            return 1;
        }
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
        }
        return sum;
    }

    static boolean holds(double[] draws, DoubleUnaryOperator cumulative) {
        return likelihood(draws, cumulative) > LEVEL;
    }

    static void assertHolds(double[] draws, DoubleUnaryOperator cumulative, String what) {
        assertTrue(draws.length >= 1000, what + ": only " + draws.length + " draws");
        double likelihood = likelihood(draws, cumulative);
        assertTrue(likelihood > LEVEL, what + ": so large a distance has probability " + likelihood);
    }
}
