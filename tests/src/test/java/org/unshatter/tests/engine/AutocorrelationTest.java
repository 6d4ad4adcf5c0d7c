package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.GradientSignal.Estimator;
import org.unshatter.diagnostics.Noise;
import org.unshatter.init.RandomStreams;

/** The autocorrelation function on signals whose autocorrelation is known. */
class AutocorrelationTest {

    @Test
    void ofFourNumbersByHand() {
        GradientSignal signal = GradientSignal.of(new double[] {1, 2, 3, 4});
        // Less the mean: −3/2, −1/2, 1/2, 3/2; the squares sum to 5.
        assertArrayEquals(new double[] {1, 1.25 / 5, -1.5 / 5, -2.25 / 5}, signal.autocorrelation(3, true), 1e-15);
        assertArrayEquals(new double[] {1, 20 / 30.0, 11 / 30.0, 4 / 30.0}, signal.autocorrelation(3, false), 1e-15);
    }

    @Test
    void ofWhiteNoiseIsAlmostZero() {
        int n = 256;
        double[][] acf = Laboratory.overSeeds(400, seed ->
                GradientSignal.of(Noise.white(n, RandomStreams.of(seed, "white"))).autocorrelation(15, true));
        for (int lag = 1; lag <= 15; lag++) {
            // Exact for independent values: the n(n − 1) products zᵢzⱼ, i ≠ j, sum to −Σz², and n − k of them count.
            double expected = -(double) (n - lag) / (n * (n - 1));
            Interval.assertMean(expected, Laboratory.column(acf, lag), "ACF(" + lag + ")");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.8, -0.5})
    void ofAnAutoregressionDecaysByItsCoefficient(double coefficient) {
        int n = 4096;
        double[][] acf = Laboratory.overSeeds(100, seed ->
                Signals.autoregression(n, coefficient, seed).autocorrelation(6, true));
        for (int lag = 1; lag <= 6; lag++) {
            // Both the removed mean and the biased estimator cost some 10/n at most.
            Interval.assertMean(Math.pow(coefficient, lag), Laboratory.column(acf, lag), 10.0 / n, "ACF(" + lag + ")");
        }
    }

    /** With the true mean, 0, kept. Both are ratios, whose denominator varies too; so they are multiplied by it, in units of the true variance. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 24})
    void onlyTheUnbiasedEstimatorIsRightAtLagsNearTheLength(int lag) {
        int n = 32;
        double[][] acf = Laboratory.overSeeds(20_000, seed -> {
            GradientSignal signal = Signals.autoregression(n, 0.95, seed);
            double squares = Math.pow(signal.rootMeanSquare(), 2) * (1 - 0.95 * 0.95);
            return new double[] {
                squares * signal.autocorrelation(lag, false, Estimator.UNBIASED)[lag],
                squares * signal.autocorrelation(lag, false, Estimator.BIASED)[lag]};
        });
        Interval.assertMean(Math.pow(0.95, lag), Laboratory.column(acf, 0), "unbiased");
        Interval.assertMean(Math.pow(0.95, lag) * (n - lag) / n, Laboratory.column(acf, 1), "biased");
    }

    @Test
    void theUnbiasedEstimatorByHand() {
        GradientSignal signal = GradientSignal.of(new double[] {1, 2, 3, 4});
        assertArrayEquals(new double[] {1, 1.25 / 5 * 4 / 3, -1.5 / 5 * 2, -2.25 / 5 * 4}, signal.autocorrelation(3, true, Estimator.UNBIASED), 1e-15);
        assertArrayEquals(signal.autocorrelation(3, true), signal.autocorrelation(3, true, Estimator.BIASED));
    }

    @Test
    void ignoresShiftAndScale() {
        double[] noise = Noise.brown(256, RandomStreams.of(1, "brown"));
        double[] changed = noise.clone();
        for (int i = 0; i < changed.length; i++) {
            changed[i] = 5 - 1e-6 * noise[i] * 1e6;
        }
        assertArrayEquals(GradientSignal.of(noise).autocorrelation(15, true), GradientSignal.of(changed).autocorrelation(15, true), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 3, -1e-12})
    void ofAConstantIsRefused(double value) {
        GradientSignal signal = GradientSignal.of(new double[] {value, value, value});
        assertTrue(signal.isConstant());
        assertEquals(0, signal.relativeSpread());
        assertThrows(IllegalStateException.class, () -> signal.autocorrelation(1, true));
    }

    @Test
    void ofAConstantWithItsMeanIsDefinedUnlessItIsZero() {
        assertArrayEquals(new double[] {1, 2 / 3.0}, GradientSignal.of(new double[] {3, 3, 3}).autocorrelation(1, false), 1e-15);
        assertThrows(IllegalStateException.class, () -> GradientSignal.of(new double[3]).autocorrelation(1, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, 4})
    void ofALagOutsideTheSignalIsRefused(int lag) {
        GradientSignal signal = GradientSignal.of(new double[] {1, 2, 4});
        String message = assertThrows(IllegalArgumentException.class, () -> signal.autocorrelation(lag, true)).getMessage();
        assertTrue(message.contains("maxLag") && message.contains(Integer.toString(lag)), message);
    }
}
