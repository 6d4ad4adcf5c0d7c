package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Checks an operation, a function of tensors, against an independent reference of it in double precision: its value, its gradients and its tangents
 * by every input against central differences of the reference, and its second derivatives.
 * <pre>{@code
 * GradientCheck.check(t -> t[0].matmulTransposed(t[0]).sum(), x -> squaredNormOfColumnSums(x[0]), 42, Tensor.of(data, 3, 5));
 * }</pre>
 *
 * <p>Of an output y with Jacobian J = dy/dx and a random v, the rules' vᵀJ and Ju are compared along unit directions u: each element
 * of an input of up to 64 elements, 8 random directions of a larger one. A gradient passes if the error of vᵀJu is at
 * most {@link #RELATIVE} of Σₖ |vₖ (Ju)ₖ|, the terms that are summed in it; a tangent, if that of each element is at most as much of the largest.
 * Where terms nearly cancel inside the operation itself, an error below {@link #ABSOLUTE} is excused. The value passes by the same numbers,
 * relative to its largest element or, if that is larger, to its largest change when the elements of the inputs change at random in proportion to
 * their sizes.
 *
 * <p>Inputs and derivatives should be of order one, and inputs further than a few steps from any kink.
 */
public final class GradientCheck {

    /** Length of the step of the central differences. Their error, about STEP² + 2⁻⁵²/STEP, is far below that of a float. */
    public static final double STEP = 1e-5;

    /** Size of the steps for second derivatives, of each element. The error, about STEP² + 2⁻⁵²/STEP², is below that of a float as well. */
    public static final double SECOND_STEP = 1e-4;

    /** Largest error relative to the magnitude of the terms: about 170 roundings. */
    public static final double RELATIVE = 1e-5;

    /** Largest error that is excused whatever the magnitude. */
    public static final double ABSOLUTE = 1e-6;

    private static final int ELEMENTWISE_UP_TO = 64;
    private static final int RANDOM_DIRECTIONS = 8;

    private final Tape tape = new Tape();
    private final Tensor[] inputs;
    private final List<Tensor> variables;
    private final Tensor output;
    private final SplittableRandom random;
    private final long seed;

    private GradientCheck(Function<Tensor[], Tensor> operation, long seed, Tensor... inputs) {
        this.inputs = inputs;
        this.seed = seed;
        variables = Arrays.stream(inputs).map(tape::variable).toList();
        output = operation.apply(variables.toArray(Tensor[]::new));
        random = new SplittableRandom(seed);
    }

    /**
     * Checks value, gradients and tangents at the given inputs.
     *
     * @param operation its derivatives are taken by each of its inputs; what must stay constant is captured instead
     * @param reference from the elements of the inputs to the elements of the output, all row-major
     * @param seed      of v and of the random directions
     * @throws AssertionError if the value or a derivative is wrong; it describes the worst element and names the seed
     */
    public static void check(Function<Tensor[], Tensor> operation, Function<double[][], double[]> reference, long seed, Tensor... inputs) {
        GradientCheck check = new GradientCheck(operation, seed, inputs);
        Differences differences = check.differences(reference);
        check.value(differences);
        check.derivatives(differences);
        check.adjoint();
    }

    /**
     * Checks that gradients and tangents belong to one Jacobian: ⟨v, Ju⟩ = ⟨Jᵀv, u⟩ for random u and v. Needs no reference, and finds no mistake
     * that both have in common.
     *
     * @throws AssertionError if they do not
     */
    public static void checkAdjoint(Function<Tensor[], Tensor> operation, long seed, Tensor... inputs) {
        new GradientCheck(operation, seed, inputs).adjoint();
    }

    /**
     * Checks the second derivatives, forward over reverse: dᵀHu along the same directions d as above, but with elements of order one,
     * against mixed second differences of the reference. H belongs to ⟨v, y⟩ + ½⟨w, y·y⟩ with random v and w, so that
     * the gradient that arrives at the operation moves as well; u moves all inputs at once.
     *
     * @throws AssertionError if one is wrong
     */
    public static void checkSecond(Function<Tensor[], Tensor> operation, Function<double[][], double[]> reference, long seed, Tensor... inputs) {
        GradientCheck check = new GradientCheck(operation, seed, inputs);
        check.second(check.differences(reference));
    }

    private Differences differences(Function<double[][], double[]> reference) {
        return new Differences(reference, Arrays.stream(inputs).map(input -> toDouble(input.toArray())).toArray(double[][]::new));
    }

    private void value(Differences reference) {
        double[] value = reference.value();
        WorstError values = new WorstError(RELATIVE);
        values.compare("value", value, output.toArray(), Math.max(conditioning(value, reference), largest(value)));
        values.require(seed);
    }

    /**
     * How much the value changes, per unit, when each element of each input grows or shrinks by chance in proportion:
     * a sum that is small because its terms cancel cannot be more accurate than they are.
     */
    private double conditioning(double[] value, Differences reference) {
        double conditioning = 0;
        for (int d = 0; d < RANDOM_DIRECTIONS; d++) {
            double[] changed = reference.valueOf(e -> e * (random.nextBoolean() ? 1 + STEP : 1 - STEP)).clone();
            for (int k = 0; k < value.length; k++) {
                changed[k] = (changed[k] - value[k]) / STEP;
            }
            conditioning = Math.max(conditioning, largest(changed));
        }
        return conditioning;
    }

    private void derivatives(Differences reference) {
        float[] v = weights(output.size());
        Gradients gradients = tape.gradients(output, Tensor.of(v, output.shape()));
        WorstError slopes = new WorstError(RELATIVE);
        WorstError tangents = new WorstError(RELATIVE);
        for (int i = 0; i < inputs.length; i++) {
            double[] gradient = toDouble(gradients.of(variables.get(i)).toArray());
            for (Direction d : directions(i, 1 / Math.sqrt(gradient.length))) {
                double[] expected = reference.along(STEP, onlyOf(i, d.u));
                slopes.compare("gradient by " + d.name, dot(v, expected), dot(d.u, gradient), Math.max(magnitude(v, expected), magnitude(d.u, gradient)));
                float[] tangent = tape.tangents(variables.get(i), Tensor.of(d.u, inputs[i].shape())).of(output).toArray();
                tangents.compare("tangent along " + d.name, expected, tangent, largest(expected));
            }
        }
        slopes.require(seed);
        tangents.require(seed);
    }

    private void adjoint() {
        float[] v = weights(output.size());
        Gradients gradients = tape.gradients(output, Tensor.of(v, output.shape()));
        float[][] u = ofInputs();
        double byGradients = 0;
        for (int i = 0; i < u.length; i++) {
            double[] gradient = toDouble(gradients.of(variables.get(i)).toArray());
            for (int e = 0; e < gradient.length; e++) {
                u[i][e] = (float) Math.copySign(u[i][e], gradient[e]); // so that nothing cancels
            }
            byGradients += dot(u[i], gradient);
        }
        double[] tangent = toDouble(tangents(u).of(output).toArray());
        WorstError error = new WorstError(RELATIVE);
        error.compare("⟨v, Ju⟩ by tangents, ⟨Jᵀv, u⟩ by gradients", dot(v, tangent), byGradients, magnitude(v, tangent));
        error.require(seed);
    }

    private void second(Differences reference) {
        float[] v = weights(output.size());
        // of the size of v times the largest element, so that neither term hides the other
        float[] w = scaled(1 / Math.max(1, largest(toDouble(output.toArray()))), weights(output.size()));
        Tensor square = output.multiply(output).multiply(Tensor.of(w, output.shape()));
        Gradients gradients = tape.differentiableGradients(output.multiply(Tensor.of(v, output.shape())).combine(1, square, 0.5f).sum());
        float[][] u = ofInputs();
        double[][] direction = Arrays.stream(u).map(GradientCheck::toDouble).toArray(double[][]::new);
        Tangents tangents = tangents(u);
        WorstError seconds = new WorstError(RELATIVE);
        for (int i = 0; i < inputs.length; i++) {
            Tensor gradient = gradients.of(variables.get(i));
            double[] product = toDouble(gradient.tape() == null ? new float[gradient.size()] : tangents.of(gradient).toArray());
            for (Direction d : directions(i, 1)) {
                Differences.Mixed y = reference.along(SECOND_STEP, onlyOf(i, d.u), direction);
                double expected = 0;
                double magnitude = 0;
                for (int k = 0; k < v.length; k++) {
                    double curved = (v[k] + w[k] * y.value()[k]) * y.byBoth()[k];
                    double squared = w[k] * y.byU()[k] * y.byW()[k];
                    expected += curved + squared;
                    magnitude += Math.abs(curved) + Math.abs(squared);
                }
                seconds.compare("second derivative by " + d.name, expected, dot(d.u, product), Math.max(magnitude, magnitude(d.u, product)));
            }
        }
        seconds.require(seed);
    }

    /** A direction in the space of one input. */
    private record Direction(String name, float[] u) {
    }

    /** Each element of a small input, random directions of a large one, with elements of about that size. */
    private List<Direction> directions(int i, double size) {
        List<Direction> directions = new ArrayList<>();
        int length = inputs[i].size();
        boolean elementwise = length <= ELEMENTWISE_UP_TO;
        for (int d = 0; d < (elementwise ? length : RANDOM_DIRECTIONS); d++) {
            String name = "input " + i + Arrays.toString(inputs[i].shape()) + (elementwise ? ", element " : ", random direction ") + d;
            directions.add(new Direction(name, elementwise ? unit(length, d) : scaled(size, weights(length))));
        }
        return directions;
    }

    private float[][] ofInputs() {
        return Arrays.stream(inputs).map(input -> weights(input.size())).toArray(float[][]::new);
    }

    private Tangents tangents(float[][] u) {
        List<Tensor> directions = new ArrayList<>();
        for (int i = 0; i < u.length; i++) {
            directions.add(Tensor.of(u[i], inputs[i].shape()));
        }
        return tape.tangents(variables, directions);
    }

    /** Never near 0, so that no element is overlooked; three in four positive, so that sums of them do not cancel by chance. */
    private float[] weights(int length) {
        float[] weights = new float[length];
        for (int k = 0; k < length; k++) {
            weights[k] = (float) ((random.nextInt(4) > 0 ? 1 : -1) * random.nextDouble(0.5, 1.5));
        }
        return weights;
    }

    /** A direction that moves input i alone. */
    private double[][] onlyOf(int i, float[] u) {
        double[][] direction = new double[inputs.length][];
        for (int j = 0; j < direction.length; j++) {
            direction[j] = j == i ? toDouble(u) : new double[inputs[j].size()];
        }
        return direction;
    }

    private static float[] unit(int length, int element) {
        float[] u = new float[length];
        u[element] = 1;
        return u;
    }

    private static float[] scaled(double factor, float[] x) {
        for (int e = 0; e < x.length; e++) {
            x[e] *= (float) factor;
        }
        return x;
    }

    private static double largest(double[] x) {
        return Arrays.stream(x).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    }

    private static double dot(float[] x, double[] y) {
        double sum = 0;
        for (int e = 0; e < x.length; e++) {
            sum += x[e] * y[e];
        }
        return sum;
    }

    private static double magnitude(float[] x, double[] y) {
        double sum = 0;
        for (int e = 0; e < x.length; e++) {
            sum += Math.abs(x[e] * y[e]);
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
