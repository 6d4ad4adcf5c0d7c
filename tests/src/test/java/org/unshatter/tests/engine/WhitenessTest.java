package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.Whiteness;

/** The test of Ljung and Box says of white noise that it is white, as often as it should, and finds out what is not. */
class WhitenessTest {

    /** Printed tables of the chi-square distribution, three decimals. */
    @ParameterizedTest
    @CsvSource({"1, 0.455, 2.706, 3.841, 6.635, 10.828", "2, 1.386, 4.605, 5.991, 9.210, 13.816", "5, 4.351, 9.236, 11.070, 15.086, 20.515",
        "10, 9.342, 15.987, 18.307, 23.209, 29.588", "30, 29.336, 40.256, 43.773, 50.892, 59.703", "100, 99.334, 118.498, 124.342, 135.807, 149.449"})
    void thePValueAgreesWithPublishedQuantiles(int lags, double half, double tenth, double twentieth, double hundredth, double thousandth) {
        assertEquals(0.5, new Whiteness(half, lags).pValue(), 3e-4);
        assertEquals(0.1, new Whiteness(tenth, lags).pValue(), 1e-4);
        assertEquals(0.05, new Whiteness(twentieth, lags).pValue(), 3e-5);
        assertEquals(0.01, new Whiteness(hundredth, lags).pValue(), 5e-6);
        assertEquals(0.001, new Whiteness(thousandth, lags).pValue(), 5e-7);
    }

    /** P(χ² > x) with h degrees of freedom is e^(−x/2)·Σ (x/2)ᵏ/k! over k < h/2, if h is even. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 10, 40, 200})
    void ofAnEvenNumberOfLagsItIsAFiniteSum(int lags) {
        for (double x = 0; x < 600; x = 1.3 * x + 0.1) {
            double term = Math.exp(-x / 2);
            double sum = 0;
            for (int k = 0; k < lags / 2; k++) {
                sum += term;
                term *= x / 2 / (k + 1);
            }
            assertEquals(sum, new Whiteness(x, lags).pValue(), 1e-12 * sum + 1e-14, "at " + x);
        }
    }

    @Test
    void ofOneLagItIsTheTailOfANormalOnBothSides() {
        for (double z = 0; z < 5; z += 0.25) {
            assertEquals(2 - 2 * Integral.normalDistribution(z), new Whiteness(z * z, 1).pValue(), 1e-6);
        }
    }

    @Test
    void ofAnOddNumberOfLagsItFollowsFromTwoFewer() {
        for (double x = 0.1; x < 200; x *= 1.2) {
            double term = Math.sqrt(2 * x / Math.PI) * Math.exp(-x / 2); // (x/2)^(h/2)·e^(−x/2)/Γ(h/2 + 1)
            for (int lags = 1; lags < 99; lags += 2) {
                double expected = new Whiteness(x, lags).pValue() + term;
                assertEquals(expected, new Whiteness(x, lags + 2).pValue(), 1e-12, lags + " lags at " + x);
                term *= x / (lags + 2);
            }
        }
    }

    @Test
    void theStatisticByHand() {
        // ACF 1/4 and −3/10: see AutocorrelationTest.
        Whiteness whiteness = Whiteness.of(GradientSignal.of(new double[] {1, 2, 3, 4}), 2);
        assertEquals(4 * 6 * (0.0625 / 3 + 0.09 / 2), whiteness.statistic(), 1e-14);
        assertEquals(Math.exp(-whiteness.statistic() / 2), whiteness.pValue(), 1e-15);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 15})
    void thePValuesOfWhiteNoiseAreUniform(int lags) {
        KolmogorovSmirnov.assertHolds(pValues(5000, 0, lags), p -> p, lags + " lags");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, -0.1})
    void thoseOfTheWeakestAutoregressionAreNot(double coefficient) {
        double likelihood = KolmogorovSmirnov.likelihood(pValues(2000, coefficient, 5), p -> p);
        assertTrue(likelihood < 1e-10, "likelihood " + likelihood);
    }

    /** At φ = 0.4, n = 256 the first lag alone contributes nφ² = 41 to a statistic of mean 10 and deviation 4.5. */
    @ParameterizedTest
    @ValueSource(doubles = {0.4, -0.4, 0.9, 0.99})
    void aClearCorrelationIsHardlyEverMissed(double coefficient) {
        long missed = Arrays.stream(pValues(500, coefficient, 10)).filter(p -> p > 0.05).count();
        assertTrue(missed <= 5, missed + " of 500 missed");
    }

    private static double[] pValues(int seeds, double coefficient, int lags) {
        return Laboratory.column(Laboratory.overSeeds(seeds, seed ->
                new double[] {Whiteness.of(Signals.autoregression(256, coefficient, seed), lags).pValue()}), 0);
    }

    @Test
    void brownNoiseIsNotWhiteAtAll() {
        double p = Whiteness.of(Signals.brown(256, 1), 10).pValue();
        assertTrue(p < 1e-100, "p = " + p);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 3})
    void ofAConstantIsRefused(double value) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Whiteness.of(GradientSignal.of(new double[] {value, value, value}), 1)).getMessage();
        assertTrue(message.contains("constant"), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 8, 9})
    void lagsOutsideTheSignalAreRefused(int lags) {
        String message = assertThrows(IllegalArgumentException.class, () -> Whiteness.of(Signals.white(8, 1), lags)).getMessage();
        assertTrue(message.contains("lags is " + lags), message);
    }

    @Test
    void whatIsNoStatisticIsRefused() {
        for (double statistic : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new Whiteness(statistic, 1));
        }
        assertThrows(IllegalArgumentException.class, () -> new Whiteness(1, 0));
    }
}
