package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientMatrix;
import org.unshatter.diagnostics.GradientMatrix.State;
import org.unshatter.diagnostics.MeanOverDeviation;

/** The ratio in closed form, and its expectation for a signal in noise. */
class MeanOverDeviationTest {

    /** Mean (2, 3); variances (1 + 1 + 4)/2 and (9 + 0 + 9)/2. */
    @Test
    void isTheNormOfTheMeanByTheRootOfTheVariances() {
        MeanOverDeviation three = of(Tensor.of(new float[] {1, 0, 1, 3, 4, 6}, 3, 2));
        assertEquals(Math.sqrt(13), three.mean(), 1e-15);
        assertEquals(Math.sqrt(3 + 9), three.deviation(), 1e-15);
        assertEquals(Math.sqrt(13.0 / 12), three.ratio().orElseThrow(), 1e-15);
        assertEquals(1 / Math.sqrt(3), three.ofNoise(), 1e-15);
    }

    /** Of μ + N(0, σ²) in d dimensions: E‖ḡ‖² = ‖μ‖² + dσ²/n, and the variances sum up to dσ². */
    @Test
    void ofASignalInNoiseHasTheMomentsThatItMust() {
        int n = 10;
        int d = 30;
        double sigma = 2;
        double[][] squares = Laboratory.overSeeds(1000, seed -> {
            MeanOverDeviation m = of(Laboratory.gaussian(seed, n, d).scale((float) sigma).addScalar(0.5f));
            return new double[] {m.mean() * m.mean(), m.deviation() * m.deviation()};
        });
        Interval.assertMean(d * 0.25 + d * sigma * sigma / n, Laboratory.column(squares, 0), "square of the mean");
        Interval.assertMean(d * sigma * sigma, Laboratory.column(squares, 1), "square of the deviation");
    }

    /** Mean and deviation of Gaussians are independent: E(‖ḡ‖²)·E(1/deviation²), the latter 1/(k − 2) of χ² with k = d(n − 1). */
    @Test
    void ofNoiseIsOneByTheRootOfTheSamples() {
        int n = 10;
        int d = 30;
        double[][] squares = Laboratory.overSeeds(1000, seed -> {
            MeanOverDeviation m = of(Laboratory.gaussian(seed, n, d));
            return new double[] {Math.pow(m.ratio().orElseThrow() / m.ofNoise(), 2)};
        });
        double k = d * (n - 1);
        Interval.assertMean(k / (k - 2), Laboratory.column(squares, 0), "square of the ratio by that of noise");
    }

    @Test
    void thereIsNoneWhereItHasNoMeaning() {
        Tensor row = Laboratory.gaussian(1, 1, 5);
        assertNone(State.CONSTANT, row.expandTo(4, 5));
        assertNone(State.COLLAPSED, Tensor.zeros(4, 5));
        assertNone(State.COLLAPSED, Laboratory.gaussian(1, 4, 5).scale(1e-10f));
        assertNone(State.EXPLODED, Laboratory.gaussian(1, 4, 5).scale(Float.POSITIVE_INFINITY));
        OptionalDouble small = MeanOverDeviation.of(GradientMatrix.of(Laboratory.gaussian(1, 4, 5).scale(1e-10f)), 1e-12).ratio();
        assertEquals(of(Laboratory.gaussian(1, 4, 5)).ratio().orElseThrow(), small.orElseThrow(), 1e-6);
    }

    @Test
    void oneSampleIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> of(Tensor.zeros(1, 5))).getMessage();
        assertTrue(message.contains("there is 1 sample, expected at least 2"), message);
    }

    private static void assertNone(State state, Tensor gradients) {
        MeanOverDeviation none = of(gradients);
        assertEquals(state, none.state());
        assertEquals(OptionalDouble.empty(), none.ratio());
    }

    private static MeanOverDeviation of(Tensor gradients) {
        return MeanOverDeviation.of(GradientMatrix.of(gradients));
    }
}
