package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.diagnostics.CorrelationLength;
import org.unshatter.diagnostics.GradientSignal;

/** How far signals remember themselves whose memory is known. */
class CorrelationLengthTest {

    @Test
    void ofFourNumbersByHand() {
        // ACF 1, 1/4, −3/10: see AutocorrelationTest.
        CorrelationLength length = CorrelationLength.of(GradientSignal.of(new double[] {1, 2, 3, 4}));
        assertEquals((1 - 1 / Math.E) / 0.75, length.eFolding(), 1e-15);
        assertEquals(1.5, length.integrated(), 1e-15);
    }

    @Test
    void ofTwoNumbersAndOfAlternatingOnes() {
        for (double[] values : new double[][] {{1, -1}, {1, -1, 1, -1, 1, -1}}) {
            assertEquals(1, CorrelationLength.of(GradientSignal.of(values)).integrated());
        }
    }

    /** Lags as far as 3000 values are needed; the oracle takes them all. */
    @Test
    void isReadFromTheWholeAutocorrelation() {
        for (int n : new int[] {17, 33, 100, 3000}) {
            GradientSignal signal = Signals.brown(n, n);
            double[] acf = signal.autocorrelation(n - 1, true);
            int below = 1;
            while (acf[below] > 1 / Math.E) {
                below++;
            }
            double integrated = 1;
            for (int k = 1; acf[k] > 0; k++) {
                integrated += 2 * acf[k];
            }
            CorrelationLength length = CorrelationLength.of(signal);
            assertEquals(integrated, length.integrated(), 1e-9);
            double share = length.eFolding() - (below - 1);
            assertTrue(share >= 0 && share <= 1, n + ": " + length);
            assertEquals(1 / Math.E, acf[below - 1] + share * (acf[below] - acf[below - 1]), 1e-12);
        }
    }

    /** The allowances: some 10/n times the length for the removed mean and the biased estimator, and 2 % for the lags kept by chance. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8, 0.95})
    void ofAnAutoregressionIsKnown(double coefficient) {
        double[][] lengths = Laboratory.overSeeds(100, seed -> {
            CorrelationLength length = CorrelationLength.of(Signals.autoregression(20_000, coefficient, seed));
            return new double[] {length.eFolding(), length.integrated()};
        });
        // −1/ln φ, but on the chord between two lags instead of the exponential
        int before = (int) (-1 / Math.log(coefficient));
        double high = Math.pow(coefficient, before);
        double eFolding = before + (high - 1 / Math.E) / (high - high * coefficient);
        assertEquals(-1 / Math.log(coefficient), eFolding, 0.06 * eFolding);
        double integrated = (1 + coefficient) / (1 - coefficient);
        Interval.assertMean(eFolding, Laboratory.column(lengths, 0), 0.01 * eFolding, "e-folding");
        Interval.assertMean(integrated, Laboratory.column(lengths, 1), 0.02 * integrated, "integrated");
    }

    @Test
    void whiteNoiseRemembersNothing() {
        double[][] lengths = Laboratory.overSeeds(100, seed -> {
            CorrelationLength length = CorrelationLength.of(Signals.white(20_000, seed));
            return new double[] {length.eFolding(), length.integrated()};
        });
        Interval.assertMean(1 - 1 / Math.E, Laboratory.column(lengths, 0), "e-folding");
        Interval.assertMean(1, Laboratory.column(lengths, 1), 0.02, "integrated");
    }

    @Test
    void scalesToTheUnitsOfTheLine() {
        assertEquals(new CorrelationLength(1, 2.5), new CorrelationLength(2, 5).times(0.5));
        for (double spacing : new double[] {0, -1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> new CorrelationLength(2, 5).times(spacing));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 3})
    void ofAConstantIsRefused(double value) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> CorrelationLength.of(GradientSignal.of(new double[] {value, value, value}))).getMessage();
        assertTrue(message.contains("constant"), message);
    }
}
