package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;

/** Orthogonal matrices are orthogonal, and uniformly so: no rotation and no reflection is preferred. */
class OrthogonalTest {

    private static final int SEEDS = 4000;

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "7, 7", "200, 200", "200, 1", "1, 200", "7, 2", "2, 7", "200, 7", "7, 200"})
    void columnsOrRowsAreOrthonormal(int outputs, int inputs) {
        float[] w = Initializers.orthogonal().weights(outputs, inputs, RandomStreams.of(1, "orthogonal"));
        assertEquals(0, deviation(w, outputs, inputs), 1e-5);
    }

    /** Largest element of |WᵀW − I|, or of |WWᵀ − I| for a wide matrix. */
    static double deviation(float[] w, int outputs, int inputs) {
        boolean tall = outputs >= inputs;
        int vectors = Math.min(outputs, inputs);
        int length = Math.max(outputs, inputs);
        double worst = 0;
        for (int a = 0; a < vectors; a++) {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int i = 0; i < length; i++) {
                    product += tall ? (double) w[i * inputs + a] * w[i * inputs + b] : (double) w[a * inputs + i] * w[b * inputs + i];
                }
                worst = Math.max(worst, Math.abs(product - (a == b ? 1 : 0)));
            }
        }
        return worst;
    }

    /** Over the orthogonal group, the trace has mean 0 and mean square 1 for every size (Diaconis and Shahshahani 1994). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void theTraceHasTheMomentsOfHaar(int n) {
        double[][] traces = Laboratory.overSeeds(SEEDS, seed -> {
            double trace = trace(Initializers.orthogonal().weights(n, n, RandomStreams.of(seed, "haar")), n);
            return new double[] {trace, trace * trace};
        });
        Interval.assertMean(0, Laboratory.column(traces, 0), "trace");
        if (n > 1) {
            Interval.assertMean(1, Laboratory.column(traces, 1), "square of the trace");
        }
    }

    /** The control that shows the test above to be a test; at 2 × 2 a single reflection, whose trace is always 0. */
    @ParameterizedTest
    @ValueSource(ints = {3, 6})
    void withoutTheSignsOfRTheTraceGivesItAway(int n) {
        double[][] traces = Laboratory.overSeeds(SEEDS, seed ->
                new double[] {trace(qrWithoutSigns(n, RandomStreams.of(seed, "haar")), n)});
        Estimate estimate = Estimate.of(Laboratory.column(traces, 0));
        assertFalse(Interval.holds(0, estimate.mean(), estimate.stdErr(), 0), () -> "trace " + estimate);
    }

    /** A reflection is as likely as a rotation: ad − bc is −1 or 1. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void rotationsAndReflectionsBothOccur(long seed) {
        RandomGenerator random = RandomStreams.of(seed, "signs");
        double[] signs = new double[SEEDS];
        for (int i = 0; i < SEEDS; i++) {
            float[] w = Initializers.orthogonal().weights(2, 2, random);
            signs[i] = w[0] * w[3] - w[1] * w[2];
            assertEquals(1, Math.abs(signs[i]), 1e-5);
        }
        Interval.assertMean(0, signs, "determinant");
    }

    /** A tall matrix is the first columns of a uniform one: each column is a uniform direction, with mean square 1/rows per element. */
    @ParameterizedTest
    @CsvSource({"5, 2", "2, 5"})
    void theElementsOfARectangleAreUniformDirections(int outputs, int inputs) {
        double[][] draws = Laboratory.overSeeds(SEEDS, seed -> {
            float[] w = Initializers.orthogonal().weights(outputs, inputs, RandomStreams.of(seed, "rectangle"));
            double first = w[0];
            double last = w[w.length - 1];
            return new double[] {first, last, first * first, last * last, first * last};
        });
        double[] expected = {0, 0, 0.2, 0.2, 0};
        for (int i = 0; i < expected.length; i++) {
            Interval.assertMean(expected[i], Laboratory.column(draws, i), "moment " + i);
        }
    }

    private static double trace(float[] w, int n) {
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += w[i * n + i];
        }
        return trace;
    }

    /** Q of Householder's QR as the textbooks leave it. */
    private static float[] qrWithoutSigns(int n, RandomGenerator random) {
        double[][] a = new double[n][n];
        double[][] q = new double[n][n];
        for (int i = 0; i < n; i++) {
            q[i][i] = 1;
            for (int j = 0; j < n; j++) {
                a[i][j] = random.nextGaussian();
            }
        }
        for (int k = 0; k < n - 1; k++) {
            double[] v = new double[n];
            double square = 0;
            for (int i = k; i < n; i++) {
                v[i] = a[i][k];
                square += v[i] * v[i];
            }
            v[k] += Math.copySign(Math.sqrt(square), v[k]);
            double scale = 0;
            for (double element : v) {
                scale += element * element / 2;
            }
            for (int j = 0; j < n; j++) {
                double fromLeft = 0;
                double fromRight = 0;
                for (int i = 0; i < n; i++) {
                    fromLeft += v[i] * a[i][j] / scale;
                    fromRight += q[j][i] * v[i] / scale;
                }
                for (int i = 0; i < n; i++) {
                    a[i][j] -= v[i] * fromLeft;
                    q[j][i] -= fromRight * v[i];
                }
            }
        }
        float[] w = new float[n * n];
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) q[i / n][i % n];
        }
        assertTrue(deviation(w, n, n) < 1e-5, "the control is not orthogonal");
        return w;
    }
}
