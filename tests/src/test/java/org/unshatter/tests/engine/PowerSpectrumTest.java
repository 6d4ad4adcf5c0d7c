package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.PowerSpectrum;
import org.unshatter.diagnostics.PowerSpectrum.Slope;
import org.unshatter.diagnostics.PowerSpectrum.Taper;

/** Spectra of signals whose spectrum is known; and that the interval of a slope covers the truth as often as it says, without being wide. */
class PowerSpectrumTest {

    private static final int SEEDS = 2000;

    @Test
    void ofAWaveIsOneLineAndTheTaperMakesItThree() {
        int n = 64;
        double[] wave = new double[n];
        for (int t = 0; t < n; t++) {
            wave[t] = 5 + Math.cos(2 * Math.PI * 7 * t / n + 0.3);
        }
        double[] bare = new double[n / 2];
        bare[6] = n / 4.0; // |n/2|²/n
        assertArrayEquals(bare, PowerSpectrum.of(GradientSignal.of(wave), Taper.NONE).power(), 1e-12);
        double[] tapered = new double[n / 2];
        tapered[6] = n / 6.0; // |n/4|²/(3n/8)
        tapered[5] = tapered[7] = n / 24.0;
        assertArrayEquals(tapered, PowerSpectrum.of(GradientSignal.of(wave)).power(), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 1", "255, 127", "256, 128"})
    void frequenciesRunUpToAHalf(int n, int count) {
        double[] frequencies = PowerSpectrum.of(Signals.white(n, 1)).frequencies();
        assertEquals(count, frequencies.length);
        assertEquals(1.0 / n, frequencies[0]);
        assertEquals((double) count / n, frequencies[count - 1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 256})
    void squaresAreDistributedOverTheFrequencies(int n) {
        GradientSignal noise = Signals.white(n, 1);
        double[] power = PowerSpectrum.of(noise, Taper.NONE).power();
        double sum = 0;
        for (int j = 0; j < power.length; j++) { // each frequency but ½ stands for its mirror image as well
            sum += (2 * (j + 1) == n ? 1 : 2) * power[j];
        }
        double mean = 0;
        for (double value : noise.values()) {
            mean += value / n;
        }
        assertEquals(n * (Math.pow(noise.rootMeanSquare(), 2) - mean * mean), sum, 1e-10);
    }

    @ParameterizedTest
    @EnumSource
    void ofWhiteNoiseIsItsVarianceEverywhere(Taper taper) {
        double[][] power = Laboratory.overSeeds(SEEDS, seed -> PowerSpectrum.of(Signals.map(Signals.white(33, seed), x -> 3 * x), taper).power());
        for (int j = 1; j < 15; j++) { // the first feels the removed mean
            Interval.assertMean(9, Laboratory.column(power, j), "power at " + (j + 1) + "/33");
        }
    }

    /** A sum of waves with all the frequencies and the powers of the law, all in phase. */
    @ParameterizedTest
    @ValueSource(doubles = {0, -1, -2, 1.5})
    void theSlopeOfAPowerLawIsItsExponent(double exponent) {
        int n = 128;
        double[] signal = new double[n];
        for (int t = 0; t < n; t++) {
            for (int j = 1; j < n / 2; j++) {
                signal[t] += Math.pow(2 * Math.sin(Math.PI * j / n), exponent / 2) * Math.cos(2 * Math.PI * j * t / n);
            }
        }
        Slope slope = PowerSpectrum.of(GradientSignal.of(signal), Taper.NONE).slope();
        assertEquals(exponent, slope.value(), 1e-10);
        assertEquals(n / 2 - 2 - 4 + 1, slope.ordinates());
        assertEquals(exponent, PowerSpectrum.of(GradientSignal.of(signal), Taper.NONE).slope(0.1, 0.3).value(), 1e-10);
    }

    @ParameterizedTest
    @CsvSource({"64, 0.03", "255, 0.01", "256, 0.01"})
    void whiteAndBrownNoiseHaveSlopesZeroAndMinusTwo(int n, double bias) {
        coverage(0, 0, seed -> PowerSpectrum.of(Signals.white(n, seed)).slope());
        coverage(-2, bias, seed -> PowerSpectrum.of(Signals.brown(n, seed)).slope());
    }

    @Test
    void anAutoregressionIsWhiteAtFrequenciesFarBelowItsCorner() {
        coverage(0, 0.02, seed -> PowerSpectrum.of(Signals.autoregression(512, 0.3, seed)).slope(0, 0.05));
        // the control: above the corner it is not
        double[][] whole = Laboratory.overSeeds(100, seed ->
                new double[] {PowerSpectrum.of(Signals.autoregression(512, 0.9, seed)).slope().interval(1.96).high()});
        for (double[] high : whole) {
            assertTrue(high[0] < -0.5, () -> "a slope up to " + high[0]);
        }
    }

    /** What the taper is for: without it, the step from the last value to the first is all one sees of a steeper signal. */
    @Test
    void theTaperStopsLeakage() {
        double[][] slopes = Laboratory.overSeeds(SEEDS, seed -> {
            GradientSignal signal = Signals.summedTwice(256, seed);
            return new double[] {PowerSpectrum.of(signal).slope().value(), PowerSpectrum.of(signal, Taper.NONE).slope().value()};
        });
        Interval.assertMean(-4, Laboratory.column(slopes, 0), 0.1, "slope with the taper");
        Interval.assertMean(-2, Laboratory.column(slopes, 1), 0.1, "slope without");
    }

    /** The mean is right up to a bias, and intervals of one and of two standard errors cover the truth in 68 % and in 95 % of the draws. */
    private static void coverage(double truth, double bias, LongFunction<Slope> draw) {
        double[][] draws = Laboratory.overSeeds(SEEDS, seed -> {
            Slope slope = draw.apply(seed);
            return new double[] {slope.value(), slope.interval(1).contains(truth) ? 1 : 0, slope.interval(1.96).contains(truth) ? 1 : 0};
        });
        Interval.assertMean(truth, Laboratory.column(draws, 0), bias, "slope");
        Interval.assertMean(0.683, Laboratory.column(draws, 1), "coverage of one standard error");
        Interval.assertMean(0.95, Laboratory.column(draws, 2), "coverage of two");
    }

    @Test
    void theIntervalIsNarrowEnoughToTellWhiteFromBrown() {
        Slope slope = PowerSpectrum.of(Signals.white(256, 1)).slope();
        assertTrue(slope.interval(1.96).width() < 0.9, slope::toString);
        double shorter = PowerSpectrum.of(Signals.white(256, 1)).slope(0, 0.1).stdErr();
        assertTrue(shorter > 2 * slope.stdErr(), "of a fifth of the band: " + shorter);
    }

    @Test
    void ignoresShiftAndScale() {
        GradientSignal noise = Signals.brown(256, 1);
        Slope slope = PowerSpectrum.of(noise).slope();
        Slope changed = PowerSpectrum.of(Signals.map(noise, x -> 3 - 1e-9 * x * 1e9)).slope();
        assertEquals(slope.value(), changed.value(), 1e-9);
        assertEquals(slope.stdErr(), changed.stdErr());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 3})
    void aConstantHasNoSpectrum(double value) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> PowerSpectrum.of(GradientSignal.of(new double[] {value, value, value}))).getMessage();
        assertTrue(message.contains("constant"), message);
    }

    @Test
    void aWaveHasNoSlope() {
        double[] wave = new double[64];
        for (int t = 0; t < 64; t++) {
            wave[t] = Math.cos(2 * Math.PI * 7 * t / 64);
        }
        PowerSpectrum spectrum = PowerSpectrum.of(GradientSignal.of(wave));
        assertTrue(assertThrows(IllegalStateException.class, spectrum::slope).getMessage().contains("no slope"));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.12", "0.3, 0.2", "NaN, 0.5", "0, NaN", "0.45, 0.5"})
    void aBandWithFewFrequenciesIsRefused(double from, double to) {
        PowerSpectrum spectrum = PowerSpectrum.of(Signals.white(128, 1));
        String message = assertThrows(IllegalArgumentException.class, () -> spectrum.slope(from, to)).getMessage();
        assertTrue(message.contains(from + " to " + to), message);
    }

    @Test
    void aShortSignalIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> PowerSpectrum.of(Signals.white(25, 1)).slope());
        assertEquals(8, PowerSpectrum.of(Signals.white(26, 1)).slope().ordinates());
    }
}
