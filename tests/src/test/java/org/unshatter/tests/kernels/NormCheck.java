package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.unshatter.tests.kernels.NormOperands.Gradients;
import org.unshatter.tests.kernels.NormOperands.Outputs;
import org.unshatter.tests.kernels.NormOperands.Starts;

/** Holds what the kernels make of a normalisation against its definition, within the bounds of their roundings. */
final class NormCheck {

    private final Class<?> test;
    private final Verdict verdict;
    private long elements;
    private long atKinks;

    NormCheck(Class<?> test) {
        this.test = test;
        verdict = new Verdict(test);
    }

    void forward(NormOperands operands) {
        NormReference exact = operands.reference();
        NormBounds bounds = NormBounds.ofStatistics(exact);
        Outputs outputs = operands.forward();
        near(i -> exact.mean()[i], bounds::mean, outputs.mean(), "mean of " + operands.shape);
        if (operands.shape.divide()) {
            near(i -> exact.variance()[i], bounds::variance, outputs.variance(), "variance of " + operands.shape);
        }
        near(exact::forward, bounds::forward, outputs.y(), "forward of " + operands.shape);
    }

    /** With any mean and variance, about those of x or not. */
    void evaluate(NormOperands operands, RandomGenerator random) {
        NormReference given = constants(operands, random);
        near(given::forward, NormBounds.ofGivenStatistics(given)::forward, operands.evaluate(given.mean(), given.variance()),
                "evaluate of " + operands.shape);
    }

    /** Through mean and variance, which are rounded. */
    void gradient(NormOperands operands, RandomGenerator random) {
        NormReference exact = operands.reference();
        NormOperands smooth = awayFromKinks(operands, exact, NormBounds.ofRoundedStatistics(exact));
        gradient(smooth, exact, true, random);
    }

    void gradientOfConstantStatistics(NormOperands operands, RandomGenerator random) {
        NormReference given = constants(operands, random);
        NormOperands smooth = awayFromKinks(operands, given, NormBounds.ofGivenStatistics(given));
        gradient(smooth, given, false, random);
    }

    private static NormReference constants(NormOperands operands, RandomGenerator random) {
        int groups = operands.shape.groups();
        double centre = operands.x[0];
        return operands.reference().given(NormOperands.floats(groups, () -> centre + random.nextGaussian()),
                NormOperands.floats(groups, () -> random.nextDouble(0.1, 3)));
    }

    /**
     * Where roundings could decide whether the rectifier lets a gradient pass, none comes: then either decision is right.
     * There are few such places, or the test would be one of smooth functions only.
     */
    private NormOperands awayFromKinks(NormOperands operands, NormReference reference, NormBounds bounds) {
        double[] dy = operands.dy.clone();
        for (int i = 0; operands.shape.relu() && i < dy.length; i++) {
            elements++;
            if (Math.abs(reference.beforeActivation(i)) <= 2 * bounds.forward(i)) {
                dy[i] = 0;
                atKinks++;
            }
        }
        return operands.withGradient(dy);
    }

    /** Written or added, with the gradients by γ and β or without. */
    private void gradient(NormOperands operands, NormReference exact, boolean through, RandomGenerator random) {
        NormCase shape = operands.shape;
        double[] mean = NormOperands.rounded(exact.mean());
        double[] variance = NormOperands.rounded(exact.variance());
        Starts zero = Starts.of(shape, () -> 0);
        boolean added = random.nextBoolean();
        Starts start = switch (shape.kind()) {
            case ROW -> Starts.of(shape, random::nextGaussian);
            case COLUMN -> null;
            default -> added ? Starts.of(shape, random::nextGaussian) : null;
        };
        Starts from = start == null ? zero : start;

        Gradients all = operands.gradient(mean, variance, through, start, true, true);
        NormGradientBounds bounds = new NormGradientBounds(exact, operands.dy);
        String where = "gradient " + (through ? "through" : "with constant") + " statistics, " + (start == null ? "written" : "added") + ", by ";
        near(exact.gradientByData(operands.dy, through), from.x(), bounds.byData(through, from.x()), all.dx(), where + "x of " + shape);
        near(exact.gradientByGamma(operands.dy), from.gamma(), bounds.byGamma(from.gamma()), all.dgamma(), where + "γ of " + shape);
        near(exact.gradientByBeta(operands.dy), from.beta(), bounds.byBeta(from.beta()), all.dbeta(), where + "β of " + shape);

        boolean byGamma = random.nextBoolean();
        boolean byBeta = !byGamma && random.nextBoolean();
        Gradients some = operands.gradient(mean, variance, through, start, byGamma, byBeta);
        String alike = shape + ", asked for fewer gradients" + Seeds.again(test);
        assertArrayEquals(withoutSignsOfZeros(all.dx()), withoutSignsOfZeros(some.dx()), alike);
        assertArrayEquals(byGamma ? all.dgamma() : null, some.dgamma(), alike);
        assertArrayEquals(byBeta ? all.dbeta() : null, some.dbeta(), alike);
    }

    /** A gradient that the rectifier stopped may be 0 or −0. */
    private static float[] withoutSignsOfZeros(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] += 0f;
        }
        return values;
    }

    private void near(double[] expected, double[] start, double[] bounds, float[] actual, String where) {
        near(i -> start[i] + expected[i], i -> bounds[i], actual, where);
    }

    private void near(IntToDoubleFunction expected, IntToDoubleFunction bounds, float[] actual, String where) {
        for (int i = 0; i < actual.length; i++) {
            verdict.near(expected.applyAsDouble(i), NormBounds.magnitude(bounds.applyAsDouble(i)), actual[i], where, i);
        }
    }

    void conclude() {
        verdict.conclude();
        assertTrue(atKinks <= elements / 50, () -> atKinks + " of " + elements + " elements were left out at kinks" + Seeds.again(test));
    }
}
