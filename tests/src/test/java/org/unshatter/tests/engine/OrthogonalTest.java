package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.init.Extents;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Workers;

/**
 * Orthogonal matrices are orthogonal, and uniformly so: no rotation and no reflection is preferred. What shows uniformity is applied to a textbook
 * QR factorisation of a Gaussian matrix as well, whose signs prefer some: each must find it out.
 */
class OrthogonalTest {

    private static final int SEEDS = 4000;

    /** A random matrix of some size. */
    private interface Draw {
        float[] of(int n, RandomGenerator random);
    }

    private static final Draw HAAR = (n, random) -> Initializers.orthogonal().weights(n, n, random);
    private static final Draw WITHOUT_SIGNS = OrthogonalTest::qrWithoutSigns;

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "7, 7", "200, 200", "200, 1", "1, 200", "7, 2", "2, 7", "200, 7", "7, 200", "1024, 1024", "1024, 300", "300, 1024"})
    void columnsOrRowsAreOrthonormal(int outputs, int inputs) {
        float[] w = Initializers.orthogonal().weights(outputs, inputs, RandomStreams.of(1, "orthogonal"));
        assertEquals(0, deviation(w, outputs, inputs), 1e-5);
    }

    @Test
    void aConvolutionIsTheMatrixOfItsWholeWindows() {
        Extents extents = new Extents(10, 3, 3, 5);
        assertEquals(0, deviation(Initializers.orthogonal().weights(extents, RandomStreams.of(1, "convolution")), 10, 45), 1e-5);
    }

    @Test
    void soIsTheControl() {
        assertEquals(0, deviation(WITHOUT_SIGNS.of(20, RandomStreams.of(1, "control")), 20, 20), 1e-5);
    }

    @Test
    void theGainMultiplies() {
        float[] plain = Initializers.orthogonal().weights(7, 5, RandomStreams.of(1, "gain"));
        float[] scaled = Initializers.orthogonal(1.5).weights(7, 5, RandomStreams.of(1, "gain"));
        for (int i = 0; i < plain.length; i++) {
            assertEquals(1.5 * plain[i], scaled[i], 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aGainThatIsNoneIsRefused(double gain) {
        String message = assertThrows(IllegalArgumentException.class, () -> Initializers.orthogonal(gain)).getMessage();
        assertTrue(message.contains("gain is " + gain), message);
    }

    /** ‖WᵀW − I‖ of Frobenius, or ‖WWᵀ − I‖ for a wide matrix. */
    static double deviation(float[] w, int outputs, int inputs) {
        int vectors = Math.min(outputs, inputs);
        int length = Math.max(outputs, inputs);
        double[][] v = new double[vectors][length];
        for (int i = 0; i < w.length; i++) {
            v[outputs >= inputs ? i % inputs : i / inputs][outputs >= inputs ? i / inputs : i % inputs] = w[i];
        }
        double[] squares = new double[vectors];
        Workers.run(vectors, a -> {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int i = 0; i < length; i++) {
                    product += v[a][i] * v[b][i];
                }
                squares[a] += a == b ? Math.pow(product - 1, 2) : 2 * product * product;
            }
        });
        return Math.sqrt(Arrays.stream(squares).sum());
    }

    /** Over the orthogonal group, the trace has mean 0 and mean square 1 for every size (Diaconis and Shahshahani 1994). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void theTraceHasTheMomentsOfHaar(int n) {
        double[][] traces = Laboratory.overSeeds(SEEDS, seed -> {
            double trace = powerTraces(HAAR.of(n, RandomStreams.of(seed, "haar")), n, 1)[0];
            return new double[] {trace, trace * trace};
        });
        Interval.assertMean(0, Laboratory.column(traces, 0), "trace");
        if (n > 1) {
            Interval.assertMean(1, Laboratory.column(traces, 1), "square of the trace");
        }
    }

    /** tr Qᵏ has mean 1 for even k and 0 for odd, and variance k while 4k ≤ n (Diaconis and Shahshahani 1994, theorem 4). */
    @Test
    void theTracesOfPowersHaveTheMomentsOfHaar() {
        assertEquals(List.of(), wrongPowerTraces(HAAR, 20, 5));
        assertFalse(wrongPowerTraces(WITHOUT_SIGNS, 20, 5).isEmpty(), "the control passes");
    }

    private static List<String> wrongPowerTraces(Draw draw, int n, int powers) {
        double[][] traces = Laboratory.overSeeds(SEEDS / 2, seed -> powerTraces(draw.of(n, RandomStreams.of(seed, "powers")), n, powers));
        List<String> wrong = new ArrayList<>();
        for (int k = 1; k <= powers; k++) {
            double mean = k % 2 == 0 ? 1 : 0;
            double[] column = Laboratory.column(traces, k - 1);
            check(wrong, mean, column, "mean of the trace of power " + k);
            check(wrong, k, Arrays.stream(column).map(t -> (t - mean) * (t - mean)).toArray(), "variance of the trace of power " + k);
        }
        return wrong;
    }

    private static void check(List<String> wrong, double expected, double[] draws, String what) {
        Estimate estimate = Estimate.of(draws);
        if (!Interval.holds(expected, estimate.mean(), estimate.stdErr(), 0)) {
            wrong.add(what + " is " + estimate + ", expected " + expected);
        }
    }

    /** A reflection is as likely as a rotation: ad − bc is −1 or 1. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void rotationsAndReflectionsBothOccur(long seed) {
        RandomGenerator random = RandomStreams.of(seed, "signs");
        double[] signs = new double[SEEDS];
        for (int i = 0; i < SEEDS; i++) {
            float[] w = HAAR.of(2, random);
            signs[i] = w[0] * w[3] - w[1] * w[2];
            assertEquals(1, Math.abs(signs[i]), 1e-5);
        }
        Interval.assertMean(0, signs, "determinant");
    }

    /** In the plane the direction of the first column is the angle of the rotation, or twice that of the mirror's axis. */
    @Test
    void everyAngleOfThePlaneIsEquallyLikely() {
        assertTrue(anglesOfThePlane(HAAR) > 1e-4, () -> "likelihood " + anglesOfThePlane(HAAR));
        assertTrue(anglesOfThePlane(WITHOUT_SIGNS) < 1e-10, () -> "the control passes at " + anglesOfThePlane(WITHOUT_SIGNS));
    }

    private static double anglesOfThePlane(Draw draw) {
        double[][] angles = Laboratory.overSeeds(SEEDS, seed -> {
            float[] w = draw.of(2, RandomStreams.of(seed, "plane"));
            return new double[] {Math.atan2(w[2], w[0])};
        });
        return KolmogorovSmirnov.likelihood(Laboratory.column(angles, 0), angle -> (angle + Math.PI) / (2 * Math.PI));
    }

    /** A uniform rotation of space turns by an angle of density (1 − cos θ)/π; a reflection by −Q is made a rotation, again uniform. */
    @Test
    void theRotationsOfSpaceTurnByTheRightAngles() {
        assertTrue(anglesOfSpace(HAAR) > 1e-4, () -> "likelihood " + anglesOfSpace(HAAR));
        assertTrue(anglesOfSpace(WITHOUT_SIGNS) < 1e-10, () -> "the control passes at " + anglesOfSpace(WITHOUT_SIGNS));
    }

    private static double anglesOfSpace(Draw draw) {
        double[][] angles = Laboratory.overSeeds(SEEDS, seed -> {
            float[] w = draw.of(3, RandomStreams.of(seed, "space"));
            double determinant = w[0] * (w[4] * w[8] - w[5] * w[7]) - w[1] * (w[3] * w[8] - w[5] * w[6]) + w[2] * (w[3] * w[7] - w[4] * w[6]);
            double trace = Math.signum(determinant) * (w[0] + w[4] + w[8]);
            return new double[] {Math.acos(Math.clamp((trace - 1) / 2, -1, 1))};
        });
        return KolmogorovSmirnov.likelihood(Laboratory.column(angles, 0), angle -> (angle - Math.sin(angle)) / Math.PI);
    }

    /**
     * The eigenvalues e^(iθ): since the mean trace of every even power is 1 and of every odd one 0, their mean density is (n − 1)/2π, beside half an
     * eigenvalue at each of 1 and −1. The symmetric part of Q has the eigenvalues cos θ.
     */
    @ParameterizedTest
    @ValueSource(ints = {20, 21})
    void eigenvaluesAreSpreadEvenlyOverTheCircle(int n) {
        assertEquals(List.of(), unevenEigenvalues(HAAR, n));
        assertFalse(unevenEigenvalues(WITHOUT_SIGNS, n).isEmpty(), "the control passes");
    }

    private static List<String> unevenEigenvalues(Draw draw, int n) {
        double[] edges = {0.01, 0.2, 0.6, 1.2, 1.7, 2.3, 2.8, Math.PI - 0.01};
        double[][] counts = Laboratory.overSeeds(SEEDS / 10, seed -> {
            double[] cosines = eigenvaluesOfSymmetricPart(draw.of(n, RandomStreams.of(seed, "eigenvalues")), n);
            double[] inArc = new double[edges.length - 1];
            for (int arc = 0; arc < inArc.length; arc++) {
                double most = Math.cos(edges[arc]);
                double least = Math.cos(edges[arc + 1]);
                inArc[arc] = Arrays.stream(cosines).filter(c -> c < most && c >= least).count();
            }
            return inArc;
        });
        List<String> wrong = new ArrayList<>();
        for (int arc = 0; arc < edges.length - 1; arc++) { // θ and −θ have the same cosine
            check(wrong, 2 * (n - 1) * (edges[arc + 1] - edges[arc]) / (2 * Math.PI), Laboratory.column(counts, arc), "eigenvalues in arc " + arc);
        }
        return wrong;
    }

    /** Where a fixed vector goes is a uniform point of the sphere: a coordinate t of it has density ∝ (1 − t²)^((n − 3)/2). */
    @ParameterizedTest
    @ValueSource(ints = {3, 5, 20})
    void everyVectorGoesEverywhere(int n) {
        assertTrue(coordinates(HAAR, n, true) > 1e-4, () -> "likelihood " + coordinates(HAAR, n, true));
        assertTrue(coordinates(HAAR, n, false) > 1e-4, () -> "likelihood of the transpose " + coordinates(HAAR, n, false));
        assertTrue(coordinates(WITHOUT_SIGNS, n, true) < 1e-10, () -> "the control passes at " + coordinates(WITHOUT_SIGNS, n, true));
    }

    /** How likely the last coordinates of Qv are, or those of Qᵀv, with v = (n, …, 2, 1)/‖·‖. */
    private static double coordinates(Draw draw, int n, boolean columns) {
        double norm = Math.sqrt(n * (n + 1.0) * (2 * n + 1) / 6);
        double[][] draws = Laboratory.overSeeds(SEEDS, seed -> {
            float[] w = draw.of(n, RandomStreams.of(seed, "sphere"));
            double coordinate = 0;
            for (int j = 0; j < n; j++) {
                coordinate += (n - j) / norm * (columns ? w[j] : w[j * n]);
            }
            return new double[] {coordinate};
        });
        return KolmogorovSmirnov.likelihood(Laboratory.column(draws, 0), Integral.cumulative(t -> Math.pow(1 - t * t, (n - 3) / 2.0), -1, 1));
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

    /** Traces of W, W², …. */
    private static double[] powerTraces(float[] w, int n, int powers) {
        double[] power = new double[n * n];
        for (int i = 0; i < n; i++) {
            power[i * n + i] = 1;
        }
        double[] traces = new double[powers];
        for (int k = 0; k < powers; k++) {
            double[] next = new double[n * n];
            for (int i = 0; i < n; i++) {
                for (int l = 0; l < n; l++) {
                    for (int j = 0; j < n; j++) {
                        next[i * n + j] += power[i * n + l] * w[l * n + j];
                    }
                }
                traces[k] += next[i * n + i];
            }
            power = next;
        }
        return traces;
    }

    /** By Jacobi's rotations, each of which makes one pair of elements zero. */
    private static double[] eigenvaluesOfSymmetricPart(float[] w, int n) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = (w[i * n + j] + (double) w[j * n + i]) / 2;
            }
        }
        for (int sweep = 0; sweep < 7; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    double angle = Math.atan2(2 * a[p][q], a[p][p] - a[q][q]) / 2;
                    double cos = Math.cos(angle);
                    double sin = Math.sin(angle);
                    for (int k = 0; k < n; k++) {
                        double left = a[k][p];
                        a[k][p] = cos * left + sin * a[k][q];
                        a[k][q] = cos * a[k][q] - sin * left;
                    }
                    for (int k = 0; k < n; k++) {
                        double upper = a[p][k];
                        a[p][k] = cos * upper + sin * a[q][k];
                        a[q][k] = cos * a[q][k] - sin * upper;
                    }
                }
            }
        }
        double[] eigenvalues = new double[n];
        double rest = 0;
        for (int i = 0; i < n; i++) {
            eigenvalues[i] = a[i][i];
            for (int j = 0; j < i; j++) {
                rest = Math.max(rest, Math.abs(a[i][j]));
            }
        }
        assertTrue(rest < 1e-9, "not diagonal yet: " + rest);
        return eigenvalues;
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
        return w;
    }
}
