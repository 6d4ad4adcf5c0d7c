package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.init.Extents;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.Place;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;

/** Independent weights come from the distribution, and with the variance, that each initialiser's paper gives. */
class GaussianInitialisersTest {

    /** Apart, so that no variance can come out right by an exchange of two; 210 weights read by an output, 90 by an input. */
    private static final Extents EXTENTS = new Extents(30, 70, 1, 3);
    private static final double FAN_IN = 210;
    private static final double FAN_OUT = 90;

    static Stream<Arguments> gaussians() {
        return Stream.of(
                Arguments.of(Initializers.he(), 2 / FAN_IN),
                Arguments.of(Initializers.heFanOut(), 2 / FAN_OUT),
                Arguments.of(Initializers.he(1.5), 2.25 / FAN_IN),
                Arguments.of(Initializers.lecun(), 1 / FAN_IN),
                Arguments.of(Initializers.glorot(), 2 / (FAN_IN + FAN_OUT)),
                Arguments.of(Initializers.normal(0.3), 0.3));
    }

    static Stream<Arguments> uniforms() {
        return Stream.of(
                Arguments.of(Initializers.heUniform(), 2 / FAN_IN),
                Arguments.of(Initializers.parse("he-uniform:out"), 2 / FAN_OUT),
                Arguments.of(Initializers.glorotUniform(), 2 / (FAN_IN + FAN_OUT)),
                Arguments.of(Initializers.uniform(-0.3, 0.3), 0.03));
    }

    @ParameterizedTest
    @MethodSource("gaussians")
    void aGaussianHasItsMomentsAndShape(Initializer initializer, double variance) {
        assertMoments(initializer, 0, variance, 3 * variance * variance);
        double deviation = Math.sqrt(variance);
        DoubleUnaryOperator gaussian = Integral.cumulative(Integral::normalDensity, -9, 9);
        KolmogorovSmirnov.assertHolds(draws(initializer), w -> gaussian.applyAsDouble(w / deviation), initializer.name());
    }

    @ParameterizedTest
    @MethodSource("uniforms")
    void aUniformHasItsMomentsShapeAndBounds(Initializer initializer, double variance) {
        assertMoments(initializer, 0, variance, 1.8 * variance * variance);
        assertUniform(initializer, -Math.sqrt(3 * variance), Math.sqrt(3 * variance));
    }

    @Test
    void aUniformNeedNotHaveMeanZero() {
        assertUniform(Initializers.uniform(-1, 2), -1, 2);
    }

    private static void assertUniform(Initializer initializer, double low, double high) {
        double[] draws = draws(initializer);
        KolmogorovSmirnov.assertHolds(draws, w -> (w - low) / (high - low), initializer.name());
        for (double draw : draws) {
            assertTrue(draw >= (float) low && draw <= (float) high, () -> initializer.name() + " gave " + draw);
        }
    }

    /** The density of what is left of a Gaussian, in units of its standard deviation, and from that all else by integration. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1, 2, 3.5, 8})
    void aTruncatedGaussianHasItsVarianceAfterTheCut(double cut) {
        double mass = Integral.of(Integral::normalDensity, -cut, cut, 10_000);
        double second = Integral.of(z -> z * z * Integral.normalDensity(z), -cut, cut, 10_000) / mass;
        double fourth = Integral.of(z -> z * z * z * z * Integral.normalDensity(z), -cut, cut, 10_000) / mass;
        double variance = 0.04;
        Initializer initializer = Initializers.truncatedNormal(variance, cut);
        assertMoments(initializer, 0, variance, fourth / (second * second) * variance * variance);

        double deviation = Math.sqrt(variance / second);
        DoubleUnaryOperator truncated = Integral.cumulative(Integral::normalDensity, -cut, cut);
        double[] draws = draws(initializer);
        KolmogorovSmirnov.assertHolds(draws, w -> truncated.applyAsDouble(w / deviation), initializer.name());
        double farthest = 0;
        for (double draw : draws) {
            farthest = Math.max(farthest, Math.abs(draw) / deviation);
        }
        assertTrue(farthest <= cut * (1 + 1e-7), "beyond the cut: " + farthest);
        assertTrue(cut > 2 || farthest > 0.98 * cut, "far from the cut: " + farthest);
    }

    /** The figure that TensorFlow has for the standard deviation that is left at 2. */
    @Test
    void twoDeviationsLeaveWhatOthersFound() {
        String explanation = Initializers.truncatedNormal(0.87962566103423978 * 0.87962566103423978).explain(EXTENTS);
        assertTrue(explanation.startsWith("N(0, 1) cut at ±2,"), explanation);
    }

    /** Each shape is told from the other two, so the checks above can fail. */
    @Test
    void theShapesAreNotEachOthers() {
        DoubleUnaryOperator gaussian = Integral.cumulative(Integral::normalDensity, -9, 9);
        assertTrue(KolmogorovSmirnov.holds(draws(Initializers.normal(1)), gaussian));
        assertFalse(KolmogorovSmirnov.holds(draws(Initializers.uniform(-Math.sqrt(3), Math.sqrt(3))), gaussian));
        assertFalse(KolmogorovSmirnov.holds(draws(Initializers.truncatedNormal(1)), gaussian));
        assertFalse(KolmogorovSmirnov.holds(draws(Initializers.normal(1.15)), gaussian));
    }

    private static double[] draws(Initializer initializer) {
        double[] draws = new double[EXTENTS.size() * 4];
        for (int i = 0; i < draws.length; i += EXTENTS.size()) {
            float[] weights = initializer.weights(EXTENTS, RandomStreams.of(i, "draws"));
            for (int j = 0; j < weights.length; j++) {
                draws[i + j] = weights[j];
            }
        }
        return draws;
    }

    private static void assertMoments(Initializer initializer, double mean, double variance, double fourth) {
        double[][] moments = Laboratory.overSeeds(100, seed -> {
            double[] sums = new double[3];
            float[] weights = initializer.weights(EXTENTS, RandomStreams.of(seed, "weights"));
            assertEquals(EXTENTS.size(), weights.length);
            for (float weight : weights) {
                sums[0] += weight / (double) weights.length;
                sums[1] += Math.pow(weight, 2) / weights.length;
                sums[2] += Math.pow(weight, 4) / weights.length;
            }
            return sums;
        });
        Interval.assertMean(mean, Laboratory.column(moments, 0), initializer.name() + ", mean");
        Interval.assertMean(variance, Laboratory.column(moments, 1), initializer.name() + ", variance");
        Interval.assertMean(fourth, Laboratory.column(moments, 2), initializer.name() + ", fourth moment");
    }

    @Test
    void constantsAreConstant() {
        for (float weight : Initializers.zeros().weights(2, 3, RandomStreams.of(1, "weights"))) {
            assertEquals(0, Float.floatToRawIntBits(weight));
        }
        for (float weight : Initializers.constant(-0.75).weights(2, 3, RandomStreams.of(1, "weights"))) {
            assertEquals(-0.75f, weight);
        }
    }

    static Stream<Arguments> gains() {
        return Stream.of(
                Arguments.of(Activation.LINEAR, 1, 1),
                Arguments.of(Activation.RELU, 2, 2),
                Arguments.of(Activation.CRELU, 2, 1), // of both halves of a gradient one arrives
                Arguments.of(Activation.leakyRelu(0.1), 2 / 1.01, 2 / 1.01),
                Arguments.of(Activation.prelu(0.25), 2 / 1.0625, 2 / 1.0625),
                Arguments.of(Activation.TANH, square(Math::tanh), square(Math::tanh)),
                Arguments.of(Activation.SIGMOID, square(z -> 1 / (1 + Math.exp(-z))), square(z -> 1 / (1 + Math.exp(-z)))),
                Arguments.of(Activation.SOFTPLUS, square(z -> Math.log1p(Math.exp(z))), square(z -> Math.log1p(Math.exp(z)))),
                Arguments.of(Activation.GELU, square(z -> z * Integral.normalDistribution(z)), square(z -> z * Integral.normalDistribution(z))));
    }

    /** The gain² that keeps the second moment through an activation of N(0, 1). */
    private static double square(DoubleUnaryOperator f) {
        return 1 / Integral.of(z -> f.applyAsDouble(z) * f.applyAsDouble(z) * Integral.normalDensity(z), -12, 12, 3000);
    }

    /** The name of He's initialisation at a place ends with the gain. */
    @ParameterizedTest
    @MethodSource("gains")
    void heTakesTheGainOfTheActivation(Activation activation, double forward, double backward) {
        for (Place place : new Place[] {Place.hidden(activation), Place.first(activation), Place.readout(activation)}) {
            assertEquals(forward, gainSquare(Initializers.he().at(place)), 1e-6 * forward);
            assertEquals(forward, gainSquare(Initializers.heUniform().at(place)), 1e-6 * forward);
            assertEquals(backward, gainSquare(Initializers.heFanOut().at(place)), 1e-6 * backward);
        }
        for (Place.Role role : new Place.Role[] {Place.Role.SHORTCUT, Place.Role.GATE, Place.Role.READOUT}) {
            assertEquals(1, gainSquare(Initializers.he().at(new Place(role, activation, false, 3, 2))), "unrectified " + role);
        }
        assertMoments(Initializers.he().at(Place.hidden(activation)), 0, forward / FAN_IN, 3 * forward * forward / (FAN_IN * FAN_IN));
    }

    private static double gainSquare(Initializer initializer) {
        return Math.pow(Double.parseDouble(initializer.name().substring(initializer.name().lastIndexOf(':') + 1)), 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aVarianceThatIsNoneIsRefused(double variance) {
        String message = assertThrows(IllegalArgumentException.class, () -> Initializers.normal(variance)).getMessage();
        assertTrue(message.contains("variance") && message.contains(Double.toString(variance)), message);
    }
}
