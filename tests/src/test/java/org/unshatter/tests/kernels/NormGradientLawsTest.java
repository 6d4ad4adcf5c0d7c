package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.tests.kernels.NormCase.Kind;
import org.unshatter.tests.kernels.NormOperands.Starts;

/**
 * What holds of every gradient of a normalisation, whatever its formula: it is what differences of the outputs say, and it has no part along
 * what the normalisation takes away.
 */
@EveryWidth
class NormGradientLawsTest {

    /** The error of the difference of fourth order is about STEP⁴ of the gradient, its rounding 2⁻⁵³ / STEP of the sum. */
    private static final double STEP = 1e-3;
    private static final double RELATIVE = 1e-9;

    /** Idle lanes, one image alone, centring only, a rectifier. */
    static Stream<NormCase> smallShapes() {
        return Stream.of(Kind.BATCH, Kind.LAYER).flatMap(kind -> Stream.of(
                NormCase.of(kind, 5, 2, 2, 3), NormCase.of(kind, 18, 4, 2, 2), NormCase.of(kind, 1, 3, 3, 4),
                NormCase.of(kind, 5, 3, 2, 2).with(false, 0, false), NormCase.of(kind, 4, 3, 3, 3).with(true, 0.1, true)));
    }

    static Stream<NormCase> smallMatrices() {
        return Stream.of(NormCase.of(Kind.ROW, 3, 19, 1, 1), NormCase.of(Kind.ROW, 2, 7, 1, 1).with(true, 0.1, false),
                NormCase.of(Kind.COLUMN, 5, 19, 1, 1), NormCase.of(Kind.COLUMN, 6, 3, 1, 1).with(false, 0, false),
                NormCase.of(Kind.COLUMN, 7, 33, 1, 1).with(true, 0.1, true));
    }

    /** In double precision all the way: the reference of the other tests is itself what differences say. */
    @ParameterizedTest
    @MethodSource({"smallShapes", "smallMatrices"})
    void theReferenceIsWhatDifferencesSay(NormCase shape) {
        NormOperands operands = operands(shape);
        NormReference reference = operands.reference();
        double[] expected = differences(operands);
        double[] gradient = reference.gradientByData(operands.dy, true);
        double scale = largest(expected);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], gradient[i], RELATIVE * scale, shape + ", element " + i + again());
        }
    }

    @ParameterizedTest
    @MethodSource({"smallShapes", "smallMatrices"})
    void theKernelsAreWhatDifferencesSay(NormCase shape) {
        NormOperands operands = operands(shape);
        NormReference reference = operands.reference();
        double[] expected = differences(operands);
        Starts zero = Starts.of(shape, () -> 0);
        double[] bounds = new NormGradientBounds(reference, operands.dy).byData(true, zero.x());
        float[] dx = gradient(operands, true);
        double scale = largest(expected);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], dx[i], bounds[i] + RELATIVE * scale, shape + ", element " + i + again());
            assertTrue(bounds[i] < 1e-4 * scale, "a bound of " + bounds[i] + " proves nothing" + again());
        }
    }

    /** Negative control: with constant statistics, batch normalisation has another gradient. */
    @Test
    void differencesTellConstantStatisticsFromTheBatchsOwn() {
        NormOperands operands = operands(NormCase.of(Kind.BATCH, 5, 2, 2, 3));
        double[] expected = differences(operands);
        float[] dx = gradient(operands, false);
        double apart = 0;
        for (int i = 0; i < dx.length; i++) {
            apart = Math.max(apart, Math.abs(dx[i] - expected[i]));
        }
        assertTrue(apart > 0.01 * largest(expected), apart + again());
    }

    static Stream<NormCase> shapesWithoutEpsilon() {
        return Stream.of(NormCase.of(Kind.BATCH, 20, 3, 7, 5), NormCase.of(Kind.BATCH, 3, 2, 33, 33), NormCase.of(Kind.LAYER, 20, 3, 7, 5),
                NormCase.of(Kind.LAYER, 3, 2, 33, 33), NormCase.of(Kind.ROW, 6, 67, 1, 1), NormCase.of(Kind.COLUMN, 67, 70, 1, 1)).map(shape -> shape.with(true, 0, false));
    }

    /** Adding a constant to x, or scaling its deviations, changes no output: so Σ dx = 0 and Σ dx·x̂ = 0, but for roundings. */
    @ParameterizedTest
    @MethodSource("shapesWithoutEpsilon")
    void theGradientIsOrthogonalToConstantsAndToTheNormalised(NormCase shape) {
        NormOperands operands = operands(shape);
        NormReference reference = operands.reference();
        double[] bounds = new NormGradientBounds(reference, operands.dy).byData(true, new double[shape.elements()]);
        float[] dx = gradient(operands, true);
        double[] sums = new double[shape.groups()];
        double[] products = new double[shape.groups()];
        double[] ofSums = new double[shape.groups()];
        double[] ofProducts = new double[shape.groups()];
        double[] absolute = new double[shape.groups()];
        for (int i = 0; i < dx.length; i++) {
            int group = shape.group(i);
            sums[group] += dx[i];
            products[group] += dx[i] * reference.normalised(i);
            ofSums[group] += bounds[i];
            ofProducts[group] += bounds[i] * Math.abs(reference.normalised(i));
            absolute[group] += Math.abs(dx[i]);
        }
        for (int group = 0; group < shape.groups(); group++) {
            String where = shape + ", group " + group + again();
            assertEquals(0, sums[group], ofSums[group], where);
            assertEquals(0, products[group], ofProducts[group], where);
            assertTrue(ofSums[group] + ofProducts[group] < 0.01 * absolute[group], "bounds that wide prove nothing: " + where);
        }
    }

    private static NormOperands operands(NormCase shape) {
        RandomGenerator random = Seeds.stream(shape.toString().hashCode());
        double[] gamma = NormOperands.floats(shape.channels(), () -> 1 + random.nextGaussian());
        double[] beta = NormOperands.floats(shape.channels(), random::nextGaussian);
        double[] x = NormOperands.floats(shape.elements(), random::nextGaussian);
        double[] dy = NormOperands.floats(shape.elements(), () -> 0.5 + random.nextGaussian());
        NormReference reference = NormReference.of(shape, x, gamma, beta);
        for (int i = 0; shape.relu() && i < dy.length; i++) {
            // two steps of x can move a pre-activation by so much; no gradient comes where it could cross 0
            double reach = 10 * STEP * (1 + Math.abs(gamma[shape.parameter(i)]) * reference.inverse(shape.group(i)));
            dy[i] = Math.abs(reference.beforeActivation(i)) < reach ? 0 : dy[i];
        }
        return new NormOperands(shape, x, gamma, beta, dy, NormGradientLawsTest.class);
    }

    private static float[] gradient(NormOperands operands, boolean through) {
        NormReference reference = operands.reference();
        return operands.gradient(NormOperands.rounded(reference.mean()), NormOperands.rounded(reference.variance()), through,
                Starts.none(operands.shape), false, false).dx();
    }

    /** Of Σ dy·y by each x: central, of fourth order (Fornberg 1988, table 1), of the definition alone. */
    private static double[] differences(NormOperands operands) {
        double[] x = operands.x.clone();
        double[] differences = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double near = loss(operands, x, i, STEP) - loss(operands, x, i, -STEP);
            double far = loss(operands, x, i, 2 * STEP) - loss(operands, x, i, -2 * STEP);
            differences[i] = (8 * near - far) / (12 * STEP);
        }
        return differences;
    }

    private static double loss(NormOperands operands, double[] x, int at, double step) {
        double before = x[at];
        x[at] = before + step;
        NormReference moved = NormReference.of(operands.shape, x, operands.gamma, operands.beta);
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            loss += operands.dy[i] * moved.forward(i);
        }
        x[at] = before;
        return loss;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static String again() {
        return Seeds.again(NormGradientLawsTest.class);
    }
}
