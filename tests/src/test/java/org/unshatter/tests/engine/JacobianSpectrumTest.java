package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.JacobianSpectrum;
import org.unshatter.diagnostics.JacobianSpectrum.Extremes;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Window;
import org.unshatter.linalg.Lanczos;
import org.unshatter.linalg.SingularValues;
import org.unshatter.nn.Activation;
import org.unshatter.arch.DenseNet;
import org.unshatter.nn.Layer;

/** Spectra of Jacobians that are known, and the extremes found without the Jacobian. */
class JacobianSpectrumTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 8", "8, 1", "30, 7", "7, 30", "25, 25"})
    void ofALinearLayerIsThatOfItsWeights(int outputs, int inputs) {
        Tensor w = Laboratory.gaussian(1, outputs, inputs);
        JacobianSpectrum spectrum = JacobianSpectrum.of(x -> x.matmulTransposed(w), Laboratory.gaussian(2, 1, inputs));
        double[] expected = SingularValues.of(DoubleMatrices.of(w));
        assertEquals(Math.min(outputs, inputs), spectrum.values().length);
        assertArrayEquals(expected, spectrum.values(), 1e-6 * expected[0]);
        assertEquals(expected[0], spectrum.largest(), 1e-6 * expected[0]);
        assertEquals(expected[expected.length - 1], spectrum.smallest(), 1e-6 * expected[0]);
    }

    @Test
    void largestSmallestConditionAndMeanSquareAreWhatTheySay() {
        Tensor w = Tensor.of(new float[] {0, -4, 2, 0, 0, 0}, 3, 2);
        JacobianSpectrum spectrum = JacobianSpectrum.of(x -> x.matmulTransposed(w), Tensor.zeros(1, 2));
        assertArrayEquals(new double[] {4, 2}, spectrum.values());
        assertEquals(4, spectrum.largest());
        assertEquals(2, spectrum.smallest());
        assertEquals(2, spectrum.condition());
        assertEquals(10, spectrum.meanSquare());
        spectrum.values()[0] = 7;
        assertEquals(4, spectrum.largest());
    }

    /** Of two hidden units active and one not, J = W₂·diag(1, 0, 1)·W₁. */
    @Test
    void ofARectifierNetOnlyTheActivePathsCount() {
        Tensor w1 = Tensor.of(new float[] {1, 2, 3, 4, 5, -6}, 3, 2);
        Tensor w2 = Tensor.of(new float[] {1, 7, -1, 2, 7, 3}, 2, 3);
        Tensor bias = Tensor.of(new float[] {1, -8, 2}, 3);
        UnaryOperator<Tensor> net = x -> x.matmulTransposed(w1).addBias(bias).relu().matmulTransposed(w2);
        // hidden units 1 + 1 + 2, 3 + 4 − 8 and 5 − 6 + 2
        JacobianSpectrum spectrum = JacobianSpectrum.of(net, Tensor.of(new float[] {1, 1}, 1, 2));
        double[] expected = SingularValues.of(new double[][] {{1 - 5, 2 + 6}, {2 + 15, 4 - 18}});
        assertArrayEquals(expected, spectrum.values(), 1e-12);
        assertEquals(expected[0] / expected[1], spectrum.condition(), 1e-12);
    }

    @Test
    void whereUnitsAreDeadTheConditionIsInfinite() {
        UnaryOperator<Tensor> relu = Tensor::relu;
        JacobianSpectrum half = JacobianSpectrum.of(relu, Tensor.of(new float[] {1, -1, 2, -2}, 1, 4));
        assertArrayEquals(new double[] {1, 1, 0, 0}, half.values());
        assertEquals(Double.POSITIVE_INFINITY, half.condition());
        assertEquals(0.5, half.meanSquare());
        Extremes extremes = JacobianSpectrum.extremes(relu, Tensor.of(new float[] {1, -1, 2, -2}, 1, 4), 1e-6, 9, 1);
        assertTrue(extremes.smallest().converged());
        assertEquals(Double.POSITIVE_INFINITY, extremes.condition());
        assertTrue(Double.isNaN(JacobianSpectrum.of(relu, Tensor.of(new float[] {-1, -2}, 1, 2)).condition()));
    }

    @Test
    void ofAFunctionElementByElementIsItsDerivative() {
        Tensor x = Tensor.of(new float[] {0, -2, 1}, 1, 3);
        double[] values = JacobianSpectrum.of(Tensor::tanh, x).values();
        assertArrayEquals(new double[] {1, 1 - Math.pow(Math.tanh(1), 2), 1 - Math.pow(Math.tanh(2), 2)}, values, 1e-6);
    }

    /** Dynamical isometry: a product of orthogonal matrices is orthogonal at any depth. One of Gaussian matrices has it at none. */
    @Test
    void deepOrthogonalLayersAreIsometricAndGaussianOnesAreNot() {
        Tensor x = Laboratory.gaussian(1, 1, 40);
        UnaryOperator<Tensor> orthogonal = linear(200, 40, Initializers.orthogonal());
        double[] ones = new double[40];
        Arrays.fill(ones, 1);
        JacobianSpectrum spectrum = JacobianSpectrum.of(orthogonal, x);
        assertArrayEquals(ones, spectrum.values(), 1e-4);
        assertEquals(1, spectrum.meanSquare(), 1e-4);
        Extremes extremes = JacobianSpectrum.extremes(orthogonal, x, 1e-4, 40, 1);
        assertEquals(1, extremes.steps());
        assertEquals(1, extremes.condition(), 1e-4);

        JacobianSpectrum gaussian = JacobianSpectrum.of(linear(200, 40, Initializers.lecun()), x);
        assertTrue(gaussian.condition() > 1e5, "condition " + gaussian.condition());
        assertTrue(JacobianSpectrum.of(linear(1, 40, Initializers.lecun()), x).condition() > 2);
    }

    private static UnaryOperator<Tensor> linear(int depth, int width, Initializer initializer) {
        Tensor[] weights = new Tensor[depth];
        Arrays.setAll(weights, l -> Tensor.of(initializer.weights(width, width, RandomStreams.of(l, "weights")), width, width));
        return x -> {
            Tensor y = x;
            for (Tensor w : weights) {
                y = y.matmulTransposed(w);
            }
            return y;
        };
    }

    /** Weights of variance 1/n keep the mean square of all directions, whatever happens to each. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theMeanSquareOfGaussianLayersIsOneOnAverage(int depth) {
        double[][] draws = Laboratory.overSeeds(400, seed -> {
            Layer net = DenseNet.plain(depth).withoutFirstLayer().width(10).outputs(10).activation(Activation.LINEAR)
                    .initializer(Initializers.lecun()).build(RandomStreams.of(seed, "net"));
            return new double[] {JacobianSpectrum.of(net, Laboratory.gaussian(seed, 1, 10)).meanSquare()};
        });
        Interval.assertMean(1, Laboratory.column(draws, 0), "mean square");
    }

    @ParameterizedTest
    @CsvSource({"12, 9", "9, 12", "20, 1", "1, 20", "15, 15"})
    void theExtremesAreThoseOfAll(int inputs, int outputs) {
        for (long seed = 0; seed < 5; seed++) {
            Layer net = DenseNet.plain(4).inputs(inputs).width(30).outputs(outputs).build(RandomStreams.of(seed, "net"));
            assertExtremesOfAll(net, Laboratory.gaussian(seed, 1, inputs), seed);
        }
    }

    @Test
    void theExtremesOfAConvolutionAreThoseOfAll() {
        Tensor w = Laboratory.gaussian(3, 4, 3 * 3 * 3).reshape(4, 3, 3, 3);
        UnaryOperator<Tensor> net = x -> x.conv2d(w, null, Window.of(3).padding(1).stride(2), 1).tanh();
        Tensor image = Laboratory.gaussian(4, 1, 3 * 8 * 8).scale(0.1f).reshape(1, 3, 8, 8);
        assertEquals(4 * 4 * 4, JacobianSpectrum.of(net, image).values().length);
        assertExtremesOfAll(net, image, 1);
        assertExtremesOfAll(net, image.images(), 1);
    }

    private static void assertExtremesOfAll(UnaryOperator<Tensor> net, Tensor input, long seed) {
        JacobianSpectrum all = JacobianSpectrum.of(net, input);
        Extremes extremes = JacobianSpectrum.extremes(net, input, 1e-5, 1000, seed);
        double allowance = 1e-5 * all.largest();
        assertTrue(all.largest() > 1e-3, "nothing passes this net");
        assertTrue(extremes.largest().converged() && extremes.smallest().converged(), extremes.toString());
        assertTrue(extremes.largest().residual() <= 1.01 * allowance && extremes.smallest().residual() <= 1.01 * allowance, extremes.toString());
        assertEquals(all.largest(), extremes.largest().value(), allowance);
        assertEquals(all.smallest(), extremes.smallest().value(), allowance);
        assertTrue(extremes.steps() <= all.values().length);
    }

    /** A convolution by 1 × 1 is its weights at each pixel: their singular values, 64 times each. */
    @Test
    void ofAConvolutionByOnePixelIsThatOfItsWeightsAtEach() {
        Tensor w = Laboratory.gaussian(5, 4, 3);
        UnaryOperator<Tensor> net = x -> x.conv2d(w.reshape(4, 3, 1, 1), null, Window.of(1), 1);
        Tensor image = Laboratory.gaussian(6, 1, 3 * 8 * 8).reshape(1, 3, 8, 8);
        double[] values = JacobianSpectrum.of(net, image).values();
        double[] once = SingularValues.of(DoubleMatrices.of(w));
        assertEquals(192, values.length);
        for (int k = 0; k < 192; k++) {
            assertEquals(once[k / 64], values[k], 1e-6 * once[0]);
        }
        Extremes extremes = JacobianSpectrum.extremes(net, image, 1e-5, 192, 1);
        assertEquals(3, extremes.steps());
        assertEquals(once[0] / once[2], extremes.condition(), 1e-4);
    }

    @Test
    void extremesOfTooFewStepsSayThatTheyHaveNotConverged() {
        Tensor w = Laboratory.gaussian(7, 50, 50);
        UnaryOperator<Tensor> layer = x -> x.matmulTransposed(w);
        Extremes extremes = JacobianSpectrum.extremes(layer, Tensor.zeros(1, 50), 1e-5, 4, 1);
        double[] all = JacobianSpectrum.of(layer, Tensor.zeros(1, 50)).values();
        assertEquals(4, extremes.steps());
        assertFalse(extremes.exact());
        for (Lanczos.RitzValue ritz : new Lanczos.RitzValue[] {extremes.largest(), extremes.smallest()}) {
            assertFalse(ritz.converged());
            assertTrue(ritz.residual() > 1e-3);
            assertTrue(Arrays.stream(all).anyMatch(value -> Math.abs(value - ritz.value()) <= ritz.residual()), () -> ritz.toString());
        }
        assertTrue(extremes.smallest().value() > 2 * all[49]);
        assertTrue(JacobianSpectrum.extremes(layer, Tensor.zeros(1, 50), 1e-5, 50, 1).exact());
    }

    @Test
    void extremesEvaluateTheFunctionOnceAndRepeatWithTheSeed() {
        AtomicInteger calls = new AtomicInteger();
        Tensor w = Laboratory.gaussian(8, 20, 20);
        UnaryOperator<Tensor> layer = x -> {
            calls.incrementAndGet();
            return x.matmulTransposed(w).tanh();
        };
        Extremes first = JacobianSpectrum.extremes(layer, Laboratory.gaussian(9, 1, 20), 1e-4, 10, 5);
        assertEquals(1, calls.get());
        assertEquals(first, JacobianSpectrum.extremes(layer, Laboratory.gaussian(9, 1, 20), 1e-4, 10, 5));
    }

    @Test
    void severalSamplesAreRefusedAsTheyWouldMix() {
        for (Tensor input : new Tensor[] {Tensor.zeros(2, 3), Tensor.zeros(0, 3), Tensor.zeros(1), Tensor.scalar(1), Tensor.zeros(2, 3, 8, 8)}) {
            refuses("mix the samples", () -> JacobianSpectrum.of(Tensor::tanh, input));
            refuses("mix the samples", () -> JacobianSpectrum.extremes(Tensor::tanh, input, 1e-4, 9, 1));
        }
    }

    @Test
    void whatHasNoSpectrumIsRefused() {
        Tensor one = Tensor.zeros(1, 1);
        refuses("is not on th", () -> JacobianSpectrum.of(x -> Tensor.zeros(1, 1), one));
        refuses("is not on th", () -> JacobianSpectrum.extremes(x -> Tensor.zeros(1, 1), one, 1e-4, 9, 1));
        refuses("0 × 0", () -> JacobianSpectrum.of(Tensor::tanh, Tensor.zeros(1, 0)));
        refuses("0 × 0", () -> JacobianSpectrum.extremes(Tensor::tanh, Tensor.zeros(1, 0), 1e-4, 9, 1));
        refuses("element (0, 0) is Infinity", () -> JacobianSpectrum.of(Tensor::log, one));
        refuses("expected finite numbers", () -> JacobianSpectrum.extremes(Tensor::log, one, 1e-4, 9, 1));
    }

    @Test
    void tolerancesBelowFloatsAndNoStepsAreRefused() {
        Tensor one = Tensor.zeros(1, 1);
        for (double tolerance : new double[] {0, 1e-7, 1, Double.NaN}) {
            refuses("tolerance is " + tolerance, () -> JacobianSpectrum.extremes(Tensor::tanh, one, tolerance, 9, 1));
        }
        refuses("maxSteps is 0", () -> JacobianSpectrum.extremes(Tensor::tanh, one, 1e-4, 0, 1));
    }

    private static void refuses(String part, Runnable work) {
        String message = assertThrows(IllegalArgumentException.class, work::run).getMessage();
        assertTrue(message.contains(part), message);
    }
}
