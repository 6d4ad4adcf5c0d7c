package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;

/** Weights are Gaussian, with the variance that each initialiser's paper gives. */
class GaussianInitialisersTest {

    /** Apart, so that no variance can come out right by an exchange of the two. */
    private static final int OUTPUTS = 30;
    private static final int INPUTS = 70;

    static Stream<Arguments> variances() {
        return Stream.of(
                Arguments.of(Initializers.he(), 2.0 / INPUTS),
                Arguments.of(Initializers.lecun(), 1.0 / INPUTS),
                Arguments.of(Initializers.glorot(), 2.0 / (INPUTS + OUTPUTS)),
                Arguments.of(Initializers.normal(0.3), 0.3));
    }

    @ParameterizedTest
    @MethodSource("variances")
    void theMomentsAreThoseOfTheGaussian(Initializer initializer, double variance) {
        double[][] moments = Laboratory.overSeeds(200, seed -> {
            double[] sums = new double[3];
            float[] weights = initializer.weights(OUTPUTS, INPUTS, RandomStreams.of(seed, "weights"));
            assertEquals(OUTPUTS * INPUTS, weights.length);
            for (float weight : weights) {
                sums[0] += weight / (double) weights.length;
                sums[1] += Math.pow(weight, 2) / weights.length;
                sums[2] += Math.pow(weight, 4) / weights.length;
            }
            return sums;
        });
        Interval.assertMean(0, Laboratory.column(moments, 0), initializer.name() + ", mean");
        Interval.assertMean(variance, Laboratory.column(moments, 1), initializer.name() + ", variance");
        Interval.assertMean(3 * variance * variance, Laboratory.column(moments, 2), initializer.name() + ", fourth moment");
    }

    @Test
    void theSameStreamGivesTheSameWeights() {
        for (Initializer initializer : List.of(Initializers.he(), Initializers.orthogonal(), Initializers.looksLinear())) {
            assertArrayEquals(initializer.weights(4, 6, RandomStreams.of(3, "weights")), initializer.weights(4, 6, RandomStreams.of(3, "weights")));
        }
    }

    @Test
    void zerosAreZeros() {
        for (float weight : Initializers.zeros().weights(2, 3, RandomStreams.of(1, "weights"))) {
            assertTrue(weight == 0, "a weight is " + weight);
        }
    }

    @Test
    void theyHaveNoOtherFormForTheFirstLayer() {
        variances().map(arguments -> (Initializer) arguments.get()[0]).forEach(initializer -> assertSame(initializer, initializer.first()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aVarianceThatIsNoneIsRefused(double variance) {
        String message = assertThrows(IllegalArgumentException.class, () -> Initializers.normal(variance)).getMessage();
        assertTrue(message.contains("variance") && message.contains(Double.toString(variance)), message);
    }
}
