package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientMatrix;
import org.unshatter.diagnostics.GradientMatrix.State;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.diagnostics.Readout;
import org.unshatter.init.RandomStreams;
import org.unshatter.linalg.KMeans;
import org.unshatter.nn.Network;

/** Covariances, correlations and norms of a batch of gradients are what their definitions say, to the digits that the gradients have. */
class GradientMatrixTest {

    private static final GradientMatrix THREE = GradientMatrix.of(Tensor.of(new float[] {3, 4, 0, 0, -6, 8}, 3, 2));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 11, 257})
    void theCovarianceIsThatOfDoubleLoops(int features) {
        RandomGenerator random = RandomStreams.of(features, "whole numbers");
        float[] g = new float[9 * features];
        for (int i = 0; i < g.length; i++) {
            g[i] = random.nextInt(-1000, 1000);
        }
        double[][] expected = new double[9][9];
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 9; j++) {
                for (int f = 0; f < features; f++) {
                    expected[i][j] += g[i * features + f] * g[j * features + f];
                }
            }
        }
        assertArrayEquals(expected, GradientMatrix.of(Tensor.of(g, 9, features)).covariance());
    }

    /** Gradients that agree in all but their last digits: float sums know nothing of their deviations, as the control shows. */
    @Test
    void ofNearlyCollinearGradientsTheDeviationsAreKept() {
        int n = 12;
        int features = 3072;
        RandomGenerator random = RandomStreams.of(1, "collinear");
        float[] g = new float[n * features];
        for (int f = 0; f < features; f++) {
            double common = random.nextGaussian();
            for (int i = 0; i < n; i++) {
                g[i * features + f] = (float) (common + 1e-4 * random.nextGaussian());
            }
        }
        double[][] expected = doublyCentred(DoubleMatrices.times(DoubleMatrices.of(Tensor.of(g, n, features)),
                DoubleMatrices.transposed(DoubleMatrices.of(Tensor.of(g, n, features)))));
        Tensor gradients = Tensor.of(g, n, features);
        double size = DoubleMatrices.largestElement(expected);
        double[][] covariance = GradientMatrix.of(gradients).covariance();
        assertTrue(deviation(expected, doublyCentred(covariance)) < 1e-6 * size, "from the covariance");
        assertTrue(deviation(expected, GradientMatrix.of(gradients).centred().covariance()) < 1e-6 * size, "from centred gradients");
        double control = deviation(expected, doublyCentred(DoubleMatrices.of(gradients.matmulTransposed(gradients))));
        assertTrue(control > 0.1 * size, "the control, sums in floats, is only " + control + " of " + size + " away");
    }

    @Test
    void theCorrelationIsTheCosineAndNotANumberForZeroGradients() {
        double nan = Double.NaN;
        assertArrayEquals(new double[][] {{1, nan, 0.28}, {nan, nan, nan}, {0.28, nan, 1}}, THREE.correlation());
        GradientMatrix noise = GradientMatrix.of(Laboratory.gaussian(3, 20, 7));
        double[][] c = noise.correlation();
        for (int i = 0; i < 20; i++) {
            assertEquals(1, c[i][i]);
            for (int j = 0; j < 20; j++) {
                assertTrue(Math.abs(c[i][j]) <= 1, "correlation " + c[i][j]);
                assertEquals(noise.covariance()[i][j] / (noise.norms()[i] * noise.norms()[j]), c[i][j], 1e-15);
            }
        }
    }

    @Test
    void normsAndMeansAreWhatTheySay() {
        assertEquals(3, THREE.samples());
        assertEquals(2, THREE.features());
        assertArrayEquals(new double[] {5, 0, 10}, THREE.norms());
        assertEquals(5, THREE.meanNorm());
        assertArrayEquals(new double[] {-1, 4}, THREE.mean());
        assertArrayEquals(new double[][] {{4, 0}, {1, -4}, {-5, 4}}, THREE.centred().toArray());
        assertEquals(16 + 17 + 41, THREE.squaredDeviation());
        THREE.toArray()[0][0] = 7;
        assertEquals(3, THREE.toArray()[0][0]);
    }

    /** σ² = (25 + 0 + 100)/3, ⟨g₀, g₂⟩ = 14. */
    @Test
    void thePictureIsTheSizeOfTheCovarianceInTheOrderWanted() {
        float v = 125 / 3f;
        assertArrayEquals(new float[] {25 / v, 0, 14 / v, 0, 0, 0, 14 / v, 0, 100 / v}, THREE.covariancePicture(), 1e-6f);
        assertArrayEquals(new float[] {100 / v, 14 / v, 0, 14 / v, 25 / v, 0, 0, 0, 0}, THREE.covariancePicture(2, 0, 1), 1e-6f);
        GradientMatrix opposed = GradientMatrix.of(Tensor.of(new float[] {1, -1}, 2, 1));
        assertArrayEquals(new float[] {1, 1, 1, 1}, opposed.covariancePicture());
        assertArrayEquals(new float[4], GradientMatrix.of(Tensor.zeros(2, 3)).covariancePicture());
        for (int[] order : new int[][] {{0, 1}, {0, 1, 1}, {1, 2, 3}}) {
            String message = assertThrows(IllegalArgumentException.class, () -> THREE.covariancePicture(order)).getMessage();
            assertTrue(message.contains("expected each of 0 to 2 once"), message);
        }
    }

    /** Gradients of three kinds in turn: in the order of their groups they are blocks on the diagonal. */
    @Test
    void inTheOrderOfKMeansThePictureHasBlocks() {
        float[] g = Laboratory.gaussian(1, 12, 3).scale(0.01f).toArray();
        for (int i = 0; i < 12; i++) {
            g[i * 3 + i % 3] += 1;
        }
        GradientMatrix gradients = GradientMatrix.of(Tensor.of(g, 12, 3));
        int[] order = KMeans.of(gradients.toArray(), 3, 5, RandomStreams.of(1, "k-means")).order();
        float[] picture = gradients.covariancePicture(order);
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 12; j++) {
                assertEquals(i / 4 == j / 4 ? 1 : 0, picture[i * 12 + j], 0.1, i + ", " + j);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense-plain,depth=4,width=20,in=6,out=3", "dense-residual,depth=4,width=20,in=6,out=3,norm=layer",
        "conv-plain,depth=4,filters=5,in=2x6x5,out=3"})
    void byInputRowsAreTheGradientsOfSamplesAlone(String architecture) {
        Network net = Architecture.parse(architecture).build(RandomStreams.of(1, "net"));
        Tensor inputs = Laboratory.gaussian(2, 5, net.input());
        Readout readout = Readout.random(3);
        double[][] all = GradientMatrix.byInput(net, readout, inputs).toArray();
        for (int i = 0; i < 5; i++) {
            float[] alone = InputGradient.of(x -> readout.of(net.apply(x)), inputs.slice(0, i, i + 1)).toArray();
            double[] expected = DoubleReference.toDouble(alone);
            assertTrue(Arrays.stream(expected).anyMatch(v -> v != 0));
            assertArrayEquals(expected, all[i], 1e-5);
        }
    }

    @Test
    void whatCannotBeMeasuredIsSaid() {
        assertEquals(State.MEASURABLE, THREE.state(GradientMatrix.COLLAPSED));
        assertEquals(State.COLLAPSED, GradientMatrix.of(Tensor.zeros(3, 4)).state(0));
        assertEquals(State.COLLAPSED, scaled(0x1p-28f).state(GradientMatrix.COLLAPSED));
        assertEquals(State.MEASURABLE, scaled(0x1p-27f).state(GradientMatrix.COLLAPSED));
        assertEquals(State.MEASURABLE, scaled(0x1p-28f).state(0));
        assertEquals(State.COLLAPSED, scaled(Float.MIN_VALUE).state(0));
        assertEquals(State.MEASURABLE, scaled(Float.MIN_NORMAL).state(0));
        assertEquals(State.MEASURABLE, scaled(1e37f).state(1));
        assertEquals(State.EXPLODED, scaled(1e38f).state(1));
        assertEquals(State.EXPLODED, GradientMatrix.of(Tensor.of(new float[] {0, 0, Float.NaN, 0}, 2, 2)).state(1));
    }

    /** The gradients of a linear function are all the same; those of others count as such up to rounding. */
    @Test
    void aLooksLinearNetHasAConstantGradient() {
        Network net = Architecture.parse("dense-plain,depth=30,width=50,in=7,act=crelu,init=looks-linear").build(RandomStreams.of(1, "net"));
        GradientMatrix gradients = GradientMatrix.byInput(net, Readout.sum(), Laboratory.gaussian(1, 20, 7));
        assertEquals(State.CONSTANT, gradients.state(GradientMatrix.COLLAPSED));
        assertEquals(State.CONSTANT, spread(0.9e-4).state(0));
        assertEquals(State.MEASURABLE, spread(1.1e-4).state(0));
    }

    @Test
    void wrongArgumentsAreRefused() {
        for (Tensor wrong : new Tensor[] {Tensor.zeros(3), Tensor.zeros(0, 3), Tensor.zeros(3, 0)}) {
            String message = assertThrows(IllegalArgumentException.class, () -> GradientMatrix.of(wrong)).getMessage();
            assertTrue(message.contains("expected [samples, …]"), message);
        }
        for (double floor : new double[] {-1, Double.NaN}) {
            String message = assertThrows(IllegalArgumentException.class, () -> THREE.state(floor)).getMessage();
            assertTrue(message.contains("floor is " + floor), message);
        }
    }

    /** Largest norm 10 times that. */
    private static GradientMatrix scaled(float factor) {
        return GradientMatrix.of(Tensor.of(new float[] {3, 4, 0, 0, -6, 8}, 3, 2).scale(factor));
    }

    private static GradientMatrix spread(double relative) {
        return GradientMatrix.of(Tensor.of(new float[] {(float) (1 + relative), 0, (float) (1 - relative), 0}, 2, 2));
    }

    private static double[][] doublyCentred(double[][] gram) {
        int n = gram.length;
        double[] means = Arrays.stream(gram).mapToDouble(row -> Arrays.stream(row).average().orElseThrow()).toArray();
        double all = Arrays.stream(means).average().orElseThrow();
        double[][] centred = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                centred[i][j] = gram[i][j] - means[i] - means[j] + all;
            }
        }
        return centred;
    }

    private static double deviation(double[][] a, double[][] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                largest = Math.max(largest, Math.abs(a[i][j] - b[i][j]));
            }
        }
        return largest;
    }
}
