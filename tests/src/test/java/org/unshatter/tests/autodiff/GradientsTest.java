package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** Properties that the gradient of any net has, whatever its numbers. */
class GradientsTest {

    private static final long SEED = 3;

    private final Tape tape = new Tape();
    private Tensor[] variables;
    private Tensor output;

    private void build(Statistics statistics) {
        DenseNet net = new DenseNet(statistics);
        variables = Arrays.stream(net.inputs(SEED)).map(tape::variable).toArray(Tensor[]::new);
        output = net.output(variables);
    }

    @ParameterizedTest
    @EnumSource
    void theSecondCallGivesTheSameBits(Statistics statistics) {
        build(statistics);
        float[][] first = gradients(randomSeed(1));
        gradients(randomSeed(2));
        assertSameBits(first, gradients(randomSeed(1)));
    }

    @ParameterizedTest
    @EnumSource
    void aNewTapeGivesTheSameBits(Statistics statistics) {
        build(statistics);
        float[][] first = gradients(randomSeed(1));
        GradientsTest again = new GradientsTest();
        again.build(statistics);
        assertSameBits(first, again.gradients(randomSeed(1)));
    }

    /** Multiplying by a power of two rounds nothing. */
    @ParameterizedTest
    @EnumSource
    void fourTimesTheSeedGivesExactlyFourTimesTheGradient(Statistics statistics) {
        build(statistics);
        Tensor seed = randomSeed(1);
        float[][] times4 = Arrays.stream(gradients(seed)).map(g -> Tensor.of(g, g.length).scale(4).toArray()).toArray(float[][]::new);
        assertSameBits(times4, gradients(seed.scale(4)));
    }

    @ParameterizedTest
    @EnumSource
    void theGradientOfASumOfSeedsIsTheSumOfTheGradients(Statistics statistics) {
        build(statistics);
        Tensor v = randomSeed(1);
        Tensor w = randomSeed(2);
        float[][] byV = gradients(v);
        float[][] byW = gradients(w);
        float[][] byBoth = gradients(v.combine(2, w, -3));
        for (int i = 0; i < variables.length; i++) {
            // Rounding errors, relative to the largest element: the terms inside each are of that order.
            double largest = 0;
            for (int e = 0; e < byV[i].length; e++) {
                largest = Math.max(largest, 2 * Math.abs(byV[i][e]) + 3 * Math.abs(byW[i][e]));
            }
            for (int e = 0; e < byV[i].length; e++) {
                double error = Math.abs(byBoth[i][e] - (2.0 * byV[i][e] - 3.0 * byW[i][e]));
                if (!(largest > 0 && error <= 1e-5 * largest)) {
                    throw new AssertionError("input " + i + ", element " + e + ": error " + error
                            + ", largest " + largest + ", seed " + SEED);
                }
            }
        }
    }

    private float[][] gradients(Tensor seed) {
        var gradients = tape.gradients(output, seed);
        return Arrays.stream(variables).map(v -> gradients.of(v).toArray()).toArray(float[][]::new);
    }

    private Tensor randomSeed(long seed) {
        return Data.random(new SplittableRandom(seed), output.shape());
    }

    private static void assertSameBits(float[][] expected, float[][] got) {
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], got[i], "gradient by input " + i + ", seed " + SEED);
        }
    }
}
