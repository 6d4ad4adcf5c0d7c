package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Normalisation;
import org.unshatter.theory.InfiniteWidth;

/** Every recursion of the angle against gradients of random nets: pairs of inputs at a given angle, in a batch of otherwise independent ones. */
class AnglesMeetSimulationTest {

    private static final int WIDTH = 256;
    private static final int PAIRS = 96;
    private static final int DEPTH = 4;
    private static final int SEEDS = 14;
    private static final double GATE = 0.6;

    private record Family(DenseNet net, InfiniteWidth theory) {
    }

    private static Family family(String name, double angle) {
        return switch (name) {
            case "plain" -> new Family(DenseNet.plain(DEPTH).readout(Initializers.he()), InfiniteWidth.plain(DEPTH, angle));
            case "plain+BN" -> new Family(DenseNet.plain(DEPTH).readout(Initializers.he()).normalisation(Normalisation.BATCH),
                    InfiniteWidth.plainBatchNorm(DEPTH, angle));
            case "residual" -> residual(1, Normalisation.NONE, InfiniteWidth.residual(DEPTH, 1, angle));
            case "residual, beta 0.5" -> residual(0.5, Normalisation.NONE, InfiniteWidth.residual(DEPTH, 0.5, angle));
            case "residual+BN" -> residual(1, Normalisation.BATCH, InfiniteWidth.residualBatchNorm(DEPTH, 1, angle));
            case "residual+BN, beta 0.5" -> residual(0.5, Normalisation.BATCH, InfiniteWidth.residualBatchNorm(DEPTH, 0.5, angle));
            case "highway" -> new Family(DenseNet.highway(DEPTH, GATE).readout(Initializers.lecun()), InfiniteWidth.highway(DEPTH, GATE, angle));
            case "crelu" -> new Family(DenseNet.plain(DEPTH).activation(Activation.CRELU).readout(Initializers.he()), InfiniteWidth.crelu(DEPTH, angle));
            default -> throw new AssertionError(name);
        };
    }

    private static Family residual(double beta, Normalisation normalisation, InfiniteWidth theory) {
        return new Family(DenseNet.residual(DEPTH, 1, beta).readout(Initializers.lecun()).normalisation(normalisation), theory);
    }

    /** Rows 2p and 2p + 1 have norm √N and the angle between them. */
    private static Tensor pairs(double angle, RandomGenerator random) {
        float[] x = Initializers.normal(1).weights(2 * PAIRS, WIDTH, random);
        for (int p = 0; p < PAIRS; p++) {
            int a = 2 * p * WIDTH;
            int b = a + WIDTH;
            scale(x, a, Math.sqrt(WIDTH / product(x, a, a)));
            double along = product(x, a, b) / WIDTH;
            for (int f = 0; f < WIDTH; f++) {
                x[b + f] -= (float) along * x[a + f];
            }
            scale(x, b, Math.sqrt(WIDTH / product(x, b, b)));
            for (int f = 0; f < WIDTH; f++) {
                x[b + f] = (float) (Math.cos(angle) * x[a + f] + Math.sin(angle) * x[b + f]);
            }
        }
        return Tensor.of(x, 2 * PAIRS, WIDTH);
    }

    private static void scale(float[] x, int from, double factor) {
        for (int f = from; f < from + WIDTH; f++) {
            x[f] *= (float) factor;
        }
    }

    private static double product(float[] x, int a, int b) {
        double sum = 0;
        for (int f = 0; f < WIDTH; f++) {
            sum += (double) x[a + f] * x[b + f];
        }
        return sum;
    }

    /** The correlation of the gradients by the two inputs of a pair. */
    private static Estimate measured(DenseNet net, double angle, String label) {
        double[][] draws = Laboratory.overSeeds(SEEDS, seed -> {
            RandomGenerator random = RandomStreams.of(seed, label + " at " + angle);
            Tensor x = pairs(angle, random);
            float[] g = InputGradient.of(net.width(WIDTH).withoutFirstLayer().build(random), x).toArray();
            double covariance = 0;
            double variance = 0;
            for (int p = 0; p < PAIRS; p++) {
                int a = 2 * p * WIDTH;
                covariance += product(g, a, a + WIDTH);
                variance += (product(g, a, a) + product(g, a + WIDTH, a + WIDTH)) / 2;
            }
            return new double[] {covariance, variance};
        });
        return Estimate.ofRatio(Laboratory.column(draws, 0), Laboratory.column(draws, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "plain+BN", "residual", "residual, beta 0.5", "residual+BN", "residual+BN, beta 0.5", "highway", "crelu"})
    void theRecursionHoldsAtEveryAngle(String name) {
        for (double angle : new double[] {0.4, 1.1, Math.PI / 2, 2.4}) {
            Family family = family(name, angle);
            Estimate measured = measured(family.net, angle, name);
            // The allowance is for the width and, with batch norm, for the batch.
            assertTrue(Interval.holds(family.theory.correlation(), measured.mean(), measured.stdErr(), 0.012),
                    () -> name + " at " + angle + ": " + measured + ", expected " + family.theory.correlation());
        }
    }

    @Test
    void theSameCriterionTellsAnglesAndNetsApart() {
        Estimate measured = measured(family("plain", 0.4).net, 0.4, "plain");
        for (double other : new double[] {InfiniteWidth.plain(DEPTH, 0.5).correlation(), InfiniteWidth.plainBatchNorm(DEPTH, 0.4).correlation(),
            InfiniteWidth.plain(DEPTH + 1, 0.4).correlation(), InfiniteWidth.residual(DEPTH, 1, 0.4).correlation()}) {
            assertFalse(Interval.holds(other, measured.mean(), measured.stdErr(), 0.012), () -> measured + " agrees with " + other);
        }
    }

    @Test
    void aLooksLinearNetHasOneGradientAtEveryAngle() {
        for (double angle : new double[] {0.4, 2.4}) {
            DenseNet net = DenseNet.plain(DEPTH).activation(Activation.CRELU).initializer(Initializers.looksLinear()).readout(Initializers.looksLinear());
            assertEquals(InfiniteWidth.looksLinear(DEPTH, angle).correlation(), measured(net, angle, "looks-linear").mean(), 1e-5);
        }
    }
}
