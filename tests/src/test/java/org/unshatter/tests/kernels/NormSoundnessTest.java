package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.tests.kernels.NormCase.Kind;
import org.unshatter.tests.kernels.NormOperands.Gradients;
import org.unshatter.tests.kernels.NormOperands.Outputs;
import org.unshatter.tests.kernels.NormOperands.Starts;

/** Data on which a careless normalisation goes wrong: far from 0, all alike, a single number. */
@EveryWidth
class NormSoundnessTest {

    private static final double LARGE = 1e4;

    private static Stream<NormCase> shapes() {
        return Stream.of(NormCase.of(Kind.BATCH, 20, 3, 8, 8), NormCase.of(Kind.LAYER, 20, 4, 4, 4), NormCase.of(Kind.ROW, 5, 70, 1, 1),
                NormCase.of(Kind.COLUMN, 100, 70, 1, 1));
    }

    /** The bound stays below a ten-thousandth of the variance; E[x²] − E[x]² in single precision leaves nothing of it. */
    @ParameterizedTest
    @MethodSource("shapes")
    void aLargeMeanDoesNotDestroyTheVariance(NormCase shape) {
        RandomGenerator random = Seeds.stream(shape.kind().ordinal());
        NormOperands operands = operands(shape, NormOperands.floats(shape.elements(), () -> LARGE + random.nextGaussian()), null, null);
        NormReference exact = operands.reference();
        NormBounds bounds = NormBounds.ofStatistics(exact);
        String again = Seeds.again(NormSoundnessTest.class);
        double worstOfOnePass = 0;
        for (int group = 0; group < shape.groups(); group++) {
            double variance = exact.variance()[group];
            assertTrue(bounds.variance(group) < 1e-4 * variance, "a bound of " + bounds.variance(group) + " proves nothing" + again);
            worstOfOnePass = Math.max(worstOfOnePass, Math.abs(varianceInOnePass(operands, group) - variance) / variance);
        }
        assertTrue(worstOfOnePass > 0.5, "data on which E[x²] − E[x]² does well too prove nothing: " + worstOfOnePass + again);
        NormCheck check = new NormCheck(NormSoundnessTest.class);
        check.forward(operands);
        check.gradient(operands, random);
        check.conclude();
    }

    /** Their mean is found to the last bit, however its sum was rounded, and their variance is 0, not a little more or less. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void constantsHaveNoVariance(Kind kind) {
        for (int i = 0; i < 100; i++) {
            RandomGenerator random = Seeds.stream(i);
            NormCase shape = switch (kind) {
                case ROW -> NormCase.randomRows(random).with(true, 1e-5, false);
                case COLUMN -> i == 0 ? NormCase.of(kind, 1640, 20, 1, 1) : NormCase.randomColumns(random).with(true, 1e-5, false);
                default -> i == 0 ? NormCase.of(kind, 3, 2, 40, 41) : NormCase.random(kind, random).with(true, 1e-5, false);
            };
            double[] means = NormOperands.floats(shape.groups(), () -> Math.scalb(random.nextGaussian(), random.nextInt(-20, 20)));
            double[] x = constants(shape, means);
            double[] beta = NormOperands.floats(shape.channels(), random::nextGaussian);
            Outputs outputs = operands(shape, x, null, beta).forward();
            String where = shape + ", constants " + Arrays.toString(means) + Seeds.again(NormSoundnessTest.class);
            for (int group = 0; group < shape.groups(); group++) {
                assertEquals((float) means[group], outputs.mean()[group], where);
                assertEquals(0f, outputs.variance()[group], where);
            }
            for (int element = 0; element < x.length; element++) {
                assertEquals((float) beta[shape.parameter(element)], outputs.y()[element], where);
            }
        }
    }

    /** Without ε, 0 is divided by 0: NaN says so, and stays with those numbers. */
    @ParameterizedTest
    @MethodSource("shapes")
    void constantsWithoutEpsilonAreNotANumber(NormCase plain) {
        NormCase shape = plain.with(true, 0, false);
        double[] x = NormOperands.floats(shape.elements(), Seeds.stream(0)::nextGaussian);
        Arrays.setAll(x, i -> shape.group(i) == 1 ? 0.1f : x[i]);
        NormOperands operands = operands(shape, x, null, null);
        Outputs outputs = operands.forward();
        String again = Seeds.again(NormSoundnessTest.class);
        assertEquals(0f, outputs.variance()[1], shape + again);
        Gradients gradients = operands.gradient(widened(outputs.mean()), widened(outputs.variance()), true, Starts.none(shape), false, false);
        for (int i = 0; i < x.length; i++) {
            assertEquals(shape.group(i) == 1, Float.isNaN(outputs.y()[i]), shape + ", output " + i + " is " + outputs.y()[i] + again);
            assertEquals(shape.group(i) == 1, Float.isNaN(gradients.dx()[i]), shape + ", gradient " + i + " is " + gradients.dx()[i] + again);
        }
    }

    /** One number is its own mean: nothing is left of it, nor of its gradient, but the roundings of two products that cancel. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSingleNumber(Kind kind) {
        NormCase shape = NormCase.of(kind, 1, 1, 1, 1);
        NormOperands operands = new NormOperands(shape, new double[] {0.7f}, new double[] {1.3f}, new double[] {0.3f}, new double[] {0.9f},
                NormSoundnessTest.class);
        Outputs outputs = operands.forward();
        assertEquals(0.7f, outputs.mean()[0]);
        assertEquals(0f, outputs.variance()[0]);
        assertEquals(0.3f, outputs.y()[0]);
        Gradients gradients = operands.gradient(widened(outputs.mean()), new double[1], true, Starts.none(shape), true, true);
        double product = 1.3f * 0.9f / Math.sqrt(shape.epsilon());
        assertEquals(0, gradients.dx()[0], 4 * NormBounds.UNIT * product);
        assertEquals(0f, gradients.dgamma()[0]);
        assertEquals(0.9f, gradients.dbeta()[0]);
    }

    /** Where mean and variance are constants, the gradient of a single number is there again. */
    @ParameterizedTest
    @EnumSource(names = {"BATCH", "COLUMN"})
    void aSingleNumberEvaluated(Kind kind) {
        NormOperands operands = new NormOperands(NormCase.of(kind, 1, 1, 1, 1).with(true, 0, false), new double[] {3}, new double[] {5},
                new double[] {7}, new double[] {11}, NormSoundnessTest.class);
        assertEquals(5 * (3 - 1) / 2 + 7, operands.evaluate(new double[] {1}, new double[] {4})[0]);
        Gradients gradients = operands.gradient(new double[] {1}, new double[] {4}, false, null, true, true);
        assertEquals(11f * 5 / 2, gradients.dx()[0]);
        assertEquals(11f, gradients.dgamma()[0]);
        assertEquals(11f, gradients.dbeta()[0]);
    }

    private static NormOperands operands(NormCase shape, double[] x, double[] gamma, double[] beta) {
        double[] dy = NormOperands.floats(shape.elements(), Seeds.stream(7)::nextGaussian);
        return new NormOperands(shape, x, gamma, beta, dy, NormSoundnessTest.class);
    }

    private static double[] constants(NormCase shape, double[] means) {
        double[] x = new double[shape.elements()];
        Arrays.setAll(x, i -> means[shape.group(i)]);
        return x;
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    /** The method that the kernels must not use. */
    private static double varianceInOnePass(NormOperands operands, int group) {
        float sum = 0;
        float squares = 0;
        for (int i = 0; i < operands.x.length; i++) {
            float x = operands.shape.group(i) == group ? (float) operands.x[i] : 0;
            sum += x;
            squares += x * x;
        }
        int n = operands.shape.size();
        return squares / n - (sum / n) * (sum / n);
    }
}
