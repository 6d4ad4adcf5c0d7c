package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.diagnostics.Noise;
import org.unshatter.init.RandomStreams;

/** The two references: independent N(0, 1), and a walk whose steps are N(0, 1/n). */
class NoiseTest {

    private static final int SEEDS = 400;

    @ParameterizedTest
    @ValueSource(ints = {16, 256})
    void whiteNoiseHasVarianceOne(int n) {
        moments(1, Laboratory.overSeeds(SEEDS, seed -> Noise.white(n, RandomStreams.of(seed, "noise"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 256})
    void theStepsOfBrownNoiseHaveVarianceOneOverN(int n) {
        moments(1.0 / n, Laboratory.overSeeds(SEEDS, seed -> {
            double[] walk = Noise.brown(n, RandomStreams.of(seed, "noise"));
            assertEquals(n, walk.length);
            double[] steps = walk.clone();
            for (int i = 1; i < n; i++) {
                steps[i] = walk[i] - walk[i - 1];
            }
            return steps;
        }));
    }

    /** Mean 0, the variance, and the fourth moment of a Gaussian. */
    private static void moments(double variance, double[][] draws) {
        Interval.assertMean(0, means(draws, 1), "mean");
        Interval.assertMean(variance, means(draws, 2), "variance");
        Interval.assertMean(3 * variance * variance, means(draws, 4), "fourth moment");
    }

    private static double[] means(double[][] draws, int power) {
        return Arrays.stream(draws).mapToDouble(draw -> Arrays.stream(draw).map(x -> Math.pow(x, power)).average().orElseThrow()).toArray();
    }

    @Test
    void aNegativeLengthIsRefused() {
        assertEquals("n is -1, expected at least 0", assertThrows(IllegalArgumentException.class, () -> Noise.white(-1, RandomStreams.of(1, "noise"))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Noise.brown(-1, RandomStreams.of(1, "noise")));
    }
}
