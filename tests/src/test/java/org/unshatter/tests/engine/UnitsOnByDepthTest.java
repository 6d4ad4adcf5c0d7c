package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.tests.ByOtherProcesses;

/** Figures 3 and 4 of the paper, as the program writes them: what depth does to activations, and what batch norm keeps it from doing. */
@ByOtherProcesses
class UnitsOnByDepthTest {

    private static final String BATCH_NORM = "plain batch -";
    private static final String RESIDUAL = "residual batch 1";
    private static final String RESIDUAL_SMALL = "residual batch .1";

    private static final int GRID = 256;

    private static Map<?, ?> activations(String net) {
        String[] parts = net.split(" ");
        return ReproducedResults.full().activations(parts[0], parts[1], parts[2].equals("-") ? null : Double.valueOf(parts[2]));
    }

    private static Map<?, ?> pattern(String net, int layer) {
        String[] parts = net.split(" ");
        return ReproducedResults.full().pattern(parts[0], parts[1], parts[2].equals("-") ? null : Double.valueOf(parts[2]), layer);
    }

    @ParameterizedTest
    @ValueSource(strings = {BATCH_NORM, RESIDUAL, RESIDUAL_SMALL})
    void withBatchNormUnitsAreOnForHalfOfTheInputsAndAQuarterOfThePairs(String net) {
        double[] activation = ReproducedResults.numbers(activations(net), "activeShare");
        double[] coactivation = ReproducedResults.numbers(activations(net), "coactiveShare");
        assertEquals(50, activation.length);
        for (int layer = 1; layer <= 50; layer++) {
            assertEquals(0.5, activation[layer - 1], 0.02, "activation at layer " + layer);
            assertEquals(0.25, coactivation[layer - 1], 0.02, "co-activation at layer " + layer);
        }
    }

    @Test
    void withoutItUnitsAreOnForHalfOfTheInputsAsWell() {
        double[] activation = ReproducedResults.numbers(activations("plain none -"), "activeShare");
        double[] error = ReproducedResults.numbers(activations("plain none -"), "activeShareStdErr");
        for (int layer = 1; layer <= 50; layer++) {
            assertTrue(Interval.holds(0.5, activation[layer - 1], error[layer - 1], 0), "layer " + layer + ": " + activation[layer - 1]);
        }
    }

    @Test
    void withoutItCoactivationRisesWithDepth() {
        double[] mean = ReproducedResults.numbers(activations("plain none -"), "coactiveShare");
        double[] error = ReproducedResults.numbers(activations("plain none -"), "coactiveShareStdErr");
        for (int layer = 1; layer < 50; layer++) {
            assertTrue(mean[layer] >= mean[layer - 1] - 4 * Math.hypot(error[layer], error[layer - 1]), "falls after layer " + layer);
        }
        int[] layers = {1, 2, 5, 10, 25};
        for (int i = 1; i < layers.length; i++) {
            assertTrue(mean[layers[i] - 1] > mean[layers[i - 1] - 1] + 2 * error[layers[i] - 1], "does not rise to layer " + layers[i]);
        }
        assertTrue(mean[49] >= 0.45, "at layer 50 it is " + mean[49]);
    }

    /** An independent simulation in numpy; its own error, and two decimals, are worth 0.01. */
    @ParameterizedTest
    @CsvSource({"1, .36", "2, .39", "5, .42", "10, .44", "25, .48", "50, .48"})
    void coactivationAgreesWithAnotherSimulation(int layer, double expected) {
        Map<?, ?> plain = activations("plain none -");
        double error = ReproducedResults.numbers(plain, "coactiveShareStdErr")[layer - 1];
        double mean = ReproducedResults.numbers(plain, "coactiveShare")[layer - 1];
        assertTrue(Interval.holds(expected, mean, error, 0.01), "layer " + layer + ": " + mean + " ± " + error);
    }

    /**
     * The arc-cosine kernel (Cho and Saul 2009): two inputs at the angle θ switch a unit on together with probability (1 − θ/π)/2, and are at
     * the angle θ' behind it, cos θ' = (sin θ + (π − θ) cos θ)/π. Exact for the first layer;
     * for the following ones at infinite width.
     */
    @Test
    void coactivationWithoutBatchNormFollowsTheArcCosineKernel() {
        double[] cosines = new double[GRID * GRID];
        for (int i = 0; i < GRID; i++) {
            for (int j = 0; j < GRID; j++) {
                double x = -2 + 4.0 * i / (GRID - 1);
                double y = -2 + 4.0 * j / (GRID - 1);
                cosines[i * GRID + j] = (1 + x * y) / Math.sqrt((1 + x * x) * (1 + y * y));
            }
        }
        Map<?, ?> plain = activations("plain none -");
        double[] wide = ReproducedResults.numbers(ReproducedResults.full().figure("fig3"), "plainInfiniteWidth");
        for (int layer = 1; layer <= 50; layer++) {
            double sum = 0;
            for (int i = 0; i < GRID; i++) {
                for (int j = 0; j < GRID; j++) {
                    double angle = Math.acos(Math.clamp(cosines[i * GRID + j], -1, 1));
                    sum += i == j ? 0 : (1 - angle / Math.PI) / 2;
                    cosines[i * GRID + j] = (Math.sin(angle) + (Math.PI - angle) * Math.cos(angle)) / Math.PI;
                }
            }
            double expected = sum / GRID / (GRID - 1);
            assertEquals(expected, wide[layer - 1], 1e-6, "layer " + layer);
            double mean = ReproducedResults.numbers(plain, "coactiveShare")[layer - 1];
            double error = ReproducedResults.numbers(plain, "coactiveShareStdErr")[layer - 1];
            assertTrue(Interval.holds(expected, mean, error, layer == 1 ? 0 : 0.005),
                    "layer " + layer + ": " + mean + " ± " + error + ", expected " + expected);
        }
    }

    @Test
    void deepInThePlainNetNearlyEveryUnitIsAlwaysOnOrAlwaysOff() {
        double share = ReproducedResults.number(pattern("plain none -", 50), "extremeShare");
        assertTrue(share >= 0.8, "share of units " + share);
        for (String net : List.of(BATCH_NORM, RESIDUAL, RESIDUAL_SMALL)) {
            for (int layer : new int[] {1, 10, 25, 50}) {
                assertTrue(ReproducedResults.number(pattern(net, layer), "extremeShare") <= 0.01, net + ", layer " + layer);
            }
        }
    }

    @Test
    void runsAreLongBesideASkipAndShortWithout() {
        double plain = ReproducedResults.number(pattern(BATCH_NORM, 50), "contiguity");
        double residual = ReproducedResults.number(pattern(RESIDUAL, 50), "contiguity");
        double small = ReproducedResults.number(pattern(RESIDUAL_SMALL, 50), "contiguity");
        assertTrue(residual >= 10 * plain, residual + " and " + plain);
        assertTrue(small > residual, small + " and " + residual);
        // Coins would give runs of 2.
        assertEquals(2, plain, 0.2);
    }

    /** The same simulation in numpy as above, layer 50; 3 % for its own error. */
    @ParameterizedTest
    @CsvSource({"plain none -, .92, 235", "plain batch -, 0, 2.1", "residual batch 1, 0, 36", "residual batch .1, 0, 112"})
    void patternsAgreeWithAnotherSimulation(String net, double extremeShare, double run) {
        Map<?, ?> pattern = pattern(net, 50);
        near(pattern, "extremeShare", extremeShare, 0.02);
        near(pattern, "contiguityOfUnits", run, 0.03 * run);
    }

    private static void near(Map<?, ?> pattern, String key, double expected, double allowance) {
        double mean = ReproducedResults.number(pattern, key);
        double error = ReproducedResults.number(pattern, key + "StdErr");
        assertTrue(Interval.holds(expected, mean, error, allowance), key + " is " + mean + " ± " + error + ", expected " + expected);
    }

    /** Batch norm takes the bias away on the symmetric grid: w·x changes sign in the middle, and each row of the raster is half on. */
    @ParameterizedTest
    @ValueSource(strings = {BATCH_NORM, RESIDUAL, RESIDUAL_SMALL})
    void theFirstRasterBehindBatchNormChangesInTheMiddle(String net) {
        List<?> raster = (List<?>) pattern(net, 1).get("raster");
        String half = "f".repeat(GRID / 8);
        String other = "0".repeat(GRID / 8);
        long rising = raster.stream().filter((other + half)::equals).count();
        long falling = raster.stream().filter((half + other)::equals).count();
        assertEquals(100, rising + falling);
        assertTrue(rising > 20 && falling > 20, rising + " of 100 rise: the weights have either sign");
        assertEquals(128, ReproducedResults.number(pattern(net, 1), "contiguity"));
    }

    /** The counts behind the histograms give the means beside them. */
    @ParameterizedTest
    @ValueSource(strings = {"plain none -", BATCH_NORM, RESIDUAL, RESIDUAL_SMALL})
    void countsAndMeansTellTheSame(String net) {
        for (int layer : new int[] {1, 10, 25, 50}) {
            Map<?, ?> pattern = pattern(net, layer);
            double units = 100 * ReproducedResults.number(pattern, "runs");
            double[] on = ReproducedResults.numbers(pattern, "onCounts");
            double[] runs = ReproducedResults.numbers(pattern, "runLengths");
            assertEquals(units, moment(on, 0));
            assertEquals(ReproducedResults.number(pattern, "activeShare"), moment(on, 1) / units / GRID, 1e-12);
            assertEquals(ReproducedResults.number(pattern, "coactiveShare"), (moment(on, 2) - moment(on, 1)) / units / GRID / (GRID - 1), 1e-12);
            assertEquals(ReproducedResults.number(pattern, "deadShare"), on[0] / units, 1e-12);
            assertEquals(ReproducedResults.number(pattern, "alwaysOnShare"), on[GRID] / units, 1e-12);
            double extreme = 0;
            for (int k = 0; k <= GRID; k++) {
                extreme += k < 0.05 * GRID || k > 0.95 * GRID ? on[k] / units : 0;
            }
            assertEquals(ReproducedResults.number(pattern, "extremeShare"), extreme, 1e-12);
            assertEquals(units * GRID, moment(runs, 1));
            assertEquals(on[0] + on[GRID], runs[GRID], "units that never change are one run");
        }
    }

    private static double moment(double[] counts, int power) {
        double sum = 0;
        for (int k = 0; k < counts.length; k++) {
            sum += Math.pow(k, power) * counts[k];
        }
        return sum;
    }

    /**
     * Rasters are of the first draw, means of all. No draw can be further than (n − 1)/√n standard deviations from the mean of n (Samuelson 1968),
     * which are n − 1 standard errors.
     */
    @ParameterizedTest
    @ValueSource(strings = {"plain none -", BATCH_NORM, RESIDUAL, RESIDUAL_SMALL})
    void theRasterIsOneOfTheDraws(String net) {
        for (int layer : new int[] {10, 25, 50}) {
            Map<?, ?> pattern = pattern(net, layer);
            double on = 0;
            double runs = 0;
            for (Object row : (List<?>) pattern.get("raster")) {
                StringBuilder bits = new StringBuilder();
                row.toString().chars().forEach(digit -> bits.append(Integer.toBinaryString(16 + Character.digit(digit, 16)).substring(1)));
                assertEquals(GRID, bits.length());
                on += bits.chars().filter(bit -> bit == '1').count();
                runs += bits.toString().split("(?<=1)(?=0)|(?<=0)(?=1)").length;
            }
            double errors = ReproducedResults.number(pattern, "runs") - 1;
            assertEquals(ReproducedResults.number(pattern, "activeShare"), on / 100 / GRID,
                    errors * ReproducedResults.number(pattern, "activeShareStdErr"), "layer " + layer);
            assertEquals(ReproducedResults.number(pattern, "contiguity"), 100 * GRID / runs,
                    errors * ReproducedResults.number(pattern, "contiguityStdErr"), "layer " + layer);
        }
    }
}
