package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.Place;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;

/** What the initialisers are for: second moments that neither grow nor fade, layer after layer; in double precision here. */
class MomentsThroughDepthTest {

    private static final int WIDTH = 256;
    private static final int DEPTH = 50;
    private static final int SEEDS = 200;

    /**
     * h ↦ ρ(Wh) at variance 2/n multiplies ‖h‖² by the mean of 2ρ(z)² over n independent z ~ N(0, 1), whatever h is: mean 1, variance 5/n.
     * The factors of successive layers are independent, so after l layers the variance is (1 + 5/n)ˡ − 1 exactly, of a long-tailed distribution:
     * the interval takes it from there, not from the draws, which seldom contain the tail.
     */
    @Test
    void rectifiersAfterHeKeepTheSecondMomentForFiftyLayers() {
        double[][] norms = norms(Initializers.he().at(Place.hidden(Activation.RELU)), SEEDS);
        for (int layer : new int[] {1, 2, 5, 10, 25, 50}) {
            double mean = Estimate.of(Laboratory.column(norms, layer)).mean();
            double stdErr = Math.sqrt((Math.pow(1 + 5.0 / WIDTH, layer) - 1) / SEEDS);
            assertEquals(1, mean, 3 * stdErr, "second moment after layer " + layer);
        }
        Interval.assertMean(1, factors(norms), "factor of a layer");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.9, 2.1, 2.4})
    void withAnotherVarianceItGrowsOrFades(double square) {
        double[] factors = factors(norms(Initializers.normal(square / WIDTH), SEEDS / 10));
        Interval.assertMean(square / 2, factors, "factor of a layer");
        Estimate estimate = Estimate.of(factors);
        assertTrue(Math.abs(estimate.mean() - 1) > 4 * estimate.stdErr(), () -> "as if it were kept: " + estimate);
    }

    /** ‖h‖² after 0, 1, … layers of rectifiers of one width, from ‖h‖² = 1. */
    private static double[][] norms(Initializer initializer, int seeds) {
        return Laboratory.overSeeds(seeds, seed -> {
            RandomGenerator random = RandomStreams.of(seed, "rectifiers");
            double[] h = new double[WIDTH];
            Arrays.fill(h, 1 / Math.sqrt(WIDTH));
            double[] norms = new double[DEPTH + 1];
            norms[0] = square(h);
            for (int layer = 1; layer <= DEPTH; layer++) {
                h = Arrays.stream(forward(initializer.weights(WIDTH, WIDTH, random), h)).map(z -> Math.max(z, 0)).toArray();
                norms[layer] = square(h);
            }
            return norms;
        });
    }

    /** The factors from layer to layer: uncorrelated, and without the long tail of their products. */
    private static double[] factors(double[][] norms) {
        return Arrays.stream(norms).flatMapToDouble(run -> {
            double[] factors = new double[run.length - 1];
            Arrays.setAll(factors, i -> run[i + 1] / run[i]);
            return Arrays.stream(factors);
        }).toArray();
    }

    @Test
    void oneLayerBehindEachActivationKeepsTheMoment() {
        keepsOneLayer(Activation.LINEAR, z -> z);
        keepsOneLayer(Activation.leakyRelu(0.3), z -> z > 0 ? z : 0.3f * z);
        keepsOneLayer(Activation.prelu(-0.5), z -> z > 0 ? z : -0.5 * z);
        keepsOneLayer(Activation.TANH, Math::tanh);
        keepsOneLayer(Activation.SIGMOID, z -> 1 / (1 + Math.exp(-z)));
        keepsOneLayer(Activation.SOFTPLUS, z -> Math.log1p(Math.exp(z)));
        keepsOneLayer(Activation.GELU, z -> z * Integral.normalDistribution(z));
    }

    private static void keepsOneLayer(Activation activation, DoubleUnaryOperator f) {
        double[] kept = oneLayer(Initializers.he().at(Place.hidden(activation)), x -> Arrays.stream(x).map(f).toArray());
        Interval.assertMean(1, kept, activation.toString());
    }

    @Test
    void oneLayerBehindCreluKeepsTheMoment() {
        UnaryOperator<double[]> crelu = x -> {
            double[] y = new double[2 * x.length];
            for (int i = 0; i < x.length; i++) {
                y[i] = Math.max(x[i], 0);
                y[x.length + i] = Math.max(-x[i], 0);
            }
            return y;
        };
        Interval.assertMean(1, oneLayer(Initializers.he().at(Place.hidden(Activation.CRELU)), crelu), "crelu");
        // Backward each of the x meets exactly one column of its two.
        double[][] back = Laboratory.overSeeds(100, seed -> {
            RandomGenerator random = RandomStreams.of(seed, "backward crelu");
            double[] x = gaussian(64, random);
            double[] dy = gaussian(32, random);
            double[] columns = backward(Initializers.heFanOut().at(Place.hidden(Activation.CRELU)).weights(32, 128, random), dy);
            double[] dx = new double[64];
            Arrays.setAll(dx, i -> x[i] > 0 ? columns[i] : -columns[64 + i]);
            return new double[] {square(dx) / 64};
        });
        Interval.assertMean(1, Laboratory.column(back, 0), "gradient through crelu");
    }

    @Test
    void theGainOfRectifiersIsNotThatOfTanh() {
        double[] draws = oneLayer(Initializers.he(), x -> Arrays.stream(x).map(Math::tanh).toArray());
        Estimate estimate = Estimate.of(draws);
        assertTrue(Math.abs(estimate.mean() - 1) > 10 * estimate.stdErr(), () -> "as if it were kept: " + estimate);
    }

    /** Second moments of W·φ(z), z ~ N(0, 1). */
    private static double[] oneLayer(Initializer initializer, UnaryOperator<double[]> activation) {
        return Laboratory.column(Laboratory.overSeeds(100, seed -> {
            RandomGenerator random = RandomStreams.of(seed, "one layer");
            double[] x = activation.apply(gaussian(100, random));
            return new double[] {square(forward(initializer.weights(60, x.length, random), x)) / 60};
        }), 0);
    }

    @Test
    void linearNetsOfOneWidthAfterGlorotKeepBothMoments() {
        for (Initializer initializer : new Initializer[] {Initializers.glorot(), Initializers.glorotUniform()}) {
            Interval.assertMean(1, linearFactors(initializer, 64, 64, true), initializer.name() + ", forward");
            Interval.assertMean(1, linearFactors(initializer, 64, 64, false), initializer.name() + ", backward");
        }
        double[] he = linearFactors(Initializers.he(), 64, 64, true);
        assertTrue(Estimate.of(he).mean() > 1.9, "the control is kept");
    }

    /** Between different widths it is a compromise: 2·inputs/(inputs + outputs) forward, 2·outputs/(inputs + outputs) backward. */
    @Test
    void betweenTwoWidthsGlorotKeepsTheirMean() {
        Interval.assertMean(1.5, linearFactors(Initializers.glorot(), 32, 96, true), "forward");
        Interval.assertMean(0.5, linearFactors(Initializers.glorot(), 32, 96, false), "backward");
        Interval.assertMean(1, linearFactors(Initializers.lecun(), 32, 96, true), "LeCun's forward");
        Interval.assertMean(1, linearFactors(Initializers.he(1), 32, 96, true), "He's forward");
        Interval.assertMean(1, linearFactors(Initializers.parse("he:out:1"), 32, 96, false), "He's backward");
    }

    /** Factors on the mean square of an element, from layer to layer of a linear net, or for two widths of one layer alone. */
    private static double[] linearFactors(Initializer initializer, int outputs, int inputs, boolean forward) {
        int layers = outputs == inputs ? 20 : 1;
        return factors(Laboratory.overSeeds(2000 / layers, seed -> {
            RandomGenerator random = RandomStreams.of(seed, "linear");
            double[] x = gaussian(forward ? inputs : outputs, random);
            double[] moments = new double[layers + 1];
            moments[0] = square(x) / x.length;
            for (int layer = 1; layer <= layers; layer++) {
                float[] w = initializer.weights(outputs, inputs, random);
                x = forward ? forward(w, x) : backward(w, x);
                moments[layer] = square(x) / x.length;
            }
            return moments;
        }));
    }

    private static double[] gaussian(int n, RandomGenerator random) {
        double[] x = new double[n];
        Arrays.setAll(x, i -> random.nextGaussian());
        return x;
    }

    private static double square(double[] x) {
        return Arrays.stream(x).map(v -> v * v).sum();
    }

    /** W·x. */
    private static double[] forward(float[] w, double[] x) {
        double[] y = new double[w.length / x.length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += w[i * x.length + j] * x[j];
            }
        }
        return y;
    }

    /** Wᵀ·y. */
    private static double[] backward(float[] w, double[] y) {
        double[] x = new double[w.length / y.length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                x[j] += w[i * x.length + j] * y[i];
            }
        }
        return x;
    }
}
