package org.unshatter.autodiff;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Checks an operation, a function of tensors, against an independent reference of it in double precision: its value, and its
 * gradients by every input against central differences of the reference.
 * <pre>{@code
 * GradientCheck.check(t -> t[0].matmulTransposed(t[0]).sum(), x -> squaredNormOfColumnSums(x[0]), 42, Tensor.of(data, 3, 5));
 * }</pre>
 *
 * <p>Of an output y with Jacobian J = dy/dx and a random v, the rule's vᵀJ is compared along unit directions u: each element
 * of an input of up to 256 elements, 16 random directions of a larger one. A direction passes if the error of vᵀJu is at
 * most {@link #RELATIVE} of Σₖ |vₖ (Ju)ₖ|, the terms that are summed in it; where these nearly cancel inside the operation
 * itself, an error below {@link #ABSOLUTE} is excused. The value passes by the same numbers, relative to its largest element or,
 * if that is larger, to its largest change when the elements of the inputs change at random in proportion to their sizes.
 *
 * <p>Inputs should be of order one, and further than a few {@link #STEP}s from any kink.
 */
public final class GradientCheck {

    /** Length of the step of the central differences. Their error, about STEP² + 2⁻⁵²/STEP, is far below that of a float. */
    public static final double STEP = 1e-5;

    /** Largest error relative to the magnitude of the terms: about 170 roundings. */
    public static final double RELATIVE = 1e-5;

    /** Largest error that is excused whatever the magnitude. */
    public static final double ABSOLUTE = 1e-6;

    private static final int ELEMENTWISE_UP_TO = 256;
    private static final int RANDOM_DIRECTIONS = 16;

    private double worst = 0;
    private String description = "";

    private GradientCheck() {
    }

    /**
     * Checks value and gradients at the given inputs.
     *
     * @param operation its gradient is taken by each of its inputs; what must stay constant is captured instead
     * @param reference from the elements of the inputs to the elements of the output, all row-major
     * @param seed      of v and of the random directions
     * @throws AssertionError if the value or a gradient is wrong; it describes the worst element and names the seed
     */
    public static void check(Function<Tensor[], Tensor> operation, Function<double[][], double[]> reference, long seed, Tensor... inputs) {
        double[][] at = Arrays.stream(inputs).map(input -> toDouble(input.toArray())).toArray(double[][]::new);
        Tape tape = new Tape();
        Tensor[] variables = Arrays.stream(inputs).map(tape::variable).toArray(Tensor[]::new);
        Tensor output = operation.apply(variables.clone());

        SplittableRandom random = new SplittableRandom(seed);
        double[] value = reference.apply(moved(at, 0, new double[0], 0));
        GradientCheck values = new GradientCheck();
        values.compareValue(toDouble(output.toArray()), value, conditioning(at, value, reference, random));
        values.require(seed);

        float[] v = new float[output.size()];
        for (int k = 0; k < v.length; k++) {
            // Never near 0: no element of the output is overlooked.
            v[k] = (float) ((random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 1.5));
        }
        Gradients gradients = tape.gradients(output, Tensor.of(v, output.shape()));
        GradientCheck slopes = new GradientCheck();
        for (int i = 0; i < inputs.length; i++) {
            float[] gradient = gradients.of(variables[i]).toArray();
            boolean elementwise = gradient.length <= ELEMENTWISE_UP_TO;
            for (int d = 0; d < (elementwise ? gradient.length : RANDOM_DIRECTIONS); d++) {
                double[] u = elementwise ? unit(gradient.length, d) : randomUnit(gradient.length, random);
                double[] ahead = reference.apply(moved(at, i, u, STEP));
                double[] behind = reference.apply(moved(at, i, u, -STEP));
                String where = "gradient by input " + i + Arrays.toString(inputs[i].shape())
                        + (elementwise ? ", element " : ", random direction ") + d;
                slopes.compareSlope(where, v, ahead, behind, dot(toDouble(gradient), u));
            }
        }
        slopes.require(seed);
    }

    private void compareValue(double[] got, double[] expected, double conditioning) {
        if (got.length != expected.length) {
            throw new AssertionError("value: the reference has " + expected.length + " elements, the operation " + got.length);
        }
        double magnitude = Math.max(conditioning, largest(expected));
        for (int k = 0; k < got.length; k++) {
            compare("value, element " + k, expected[k], got[k], magnitude);
        }
    }

    /**
     * How much the value changes, per unit, when each element of each input grows or shrinks by chance in proportion:
     * a sum that is small because its terms cancel cannot be more accurate than they are.
     */
    private static double conditioning(double[][] at, double[] value, Function<double[][], double[]> reference, SplittableRandom random) {
        double conditioning = 0;
        for (int d = 0; d < RANDOM_DIRECTIONS; d++) {
            double[] changed = reference.apply(Arrays.stream(at).map(x -> grown(x, random)).toArray(double[][]::new)).clone();
            for (int k = 0; k < value.length; k++) {
                changed[k] = (changed[k] - value[k]) / STEP;
            }
            conditioning = Math.max(conditioning, largest(changed));
        }
        return conditioning;
    }

    private static double largest(double[] x) {
        return Arrays.stream(x).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    }

    private void compareSlope(String where, float[] v, double[] ahead, double[] behind, double got) {
        double expected = 0;
        double magnitude = 0;
        for (int k = 0; k < v.length; k++) {
            double term = v[k] * (ahead[k] - behind[k]) / (2 * STEP);
            expected += term;
            magnitude += Math.abs(term);
        }
        compare(where, expected, got, magnitude);
    }

    private void compare(String where, double expected, double got, double magnitude) {
        double ratio = Math.abs(got - expected) / Math.max(RELATIVE * magnitude, ABSOLUTE);
        if (Double.isNaN(ratio)) {
            ratio = Double.POSITIVE_INFINITY;
        }
        if (ratio > worst) {
            worst = ratio;
            description = String.format(Locale.ROOT, "%s: expected %.9g, got %.9g, %.3g times the tolerance", where, expected, got, ratio);
        }
    }

    private void require(long seed) {
        if (worst > 1) {
            throw new AssertionError(description + " (seed " + seed + ")");
        }
    }

    /** A copy of the inputs with input i moved by distance·u; the reference may do with it as it likes. */
    private static double[][] moved(double[][] at, int i, double[] u, double distance) {
        double[][] moved = Arrays.stream(at).map(double[]::clone).toArray(double[][]::new);
        for (int e = 0; e < u.length; e++) {
            moved[i][e] += distance * u[e];
        }
        return moved;
    }

    private static double[] grown(double[] x, SplittableRandom random) {
        return Arrays.stream(x).map(e -> e * (random.nextBoolean() ? 1 + STEP : 1 - STEP)).toArray();
    }

    private static double[] unit(int length, int element) {
        double[] u = new double[length];
        u[element] = 1;
        return u;
    }

    private static double[] randomUnit(int length, SplittableRandom random) {
        double[] u = random.doubles(length, -1, 1).toArray();
        double norm = Math.sqrt(dot(u, u));
        return Arrays.stream(u).map(e -> e / norm).toArray();
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int e = 0; e < x.length; e++) {
            sum += x[e] * y[e];
        }
        return sum;
    }

    private static double[] toDouble(float[] x) {
        double[] y = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            y[e] = x[e];
        }
        return y;
    }
}
