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
 * most {@link #RELATIVE} of Σₖ |vₖ (Ju)ₖ| or Σₑ |(vᵀJ)ₑ uₑ|, the terms that are summed in it; a tangent, if that of each element is at most as much of
 * the largest or of its share in those terms.
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

    private static final int CHANGES = 8;

    private final Tape tape = new Tape();
    private final Tensor[] inputs;
    private final List<Tensor> variables;
    private final Tensor output;
    private final SplittableRandom random;
    private final Directions directions;
    private final long seed;

    private GradientCheck(Function<Tensor[], Tensor> operation, long seed, Tensor... inputs) {
        this.inputs = inputs;
        this.seed = seed;
        variables = Arrays.stream(inputs).map(tape::variable).toList();
        output = operation.apply(variables.toArray(Tensor[]::new));
        random = new SplittableRandom(seed);
        directions = new Directions(random, inputs);
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
     * Checks the second derivatives, forward over reverse: the tangent of the gradient vᵀJ as the inputs move along a random u and v along a random w,
     * along the same directions as above but with elements of order one, against mixed second differences of the reference.
     *
     * @throws AssertionError if one is wrong
     */
    public static void checkSecond(Function<Tensor[], Tensor> operation, Function<double[][], double[]> reference, long seed, Tensor... inputs) {
        GradientCheck check = new GradientCheck(operation, seed, inputs);
        check.second(check.differences(reference));
    }

    private Differences differences(Function<double[][], double[]> reference) {
        return new Differences(reference, Directions.doubles(Arrays.stream(inputs).map(Tensor::toArray).toArray(float[][]::new)));
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
        for (int i = 0; i < CHANGES; i++) {
            double[] changed = reference.valueOf(e -> e * (random.nextBoolean() ? 1 + STEP : 1 - STEP)).clone();
            for (int k = 0; k < value.length; k++) {
                changed[k] = (changed[k] - value[k]) / STEP;
            }
            conditioning = Math.max(conditioning, largest(changed));
        }
        return conditioning;
    }

    private void derivatives(Differences reference) {
        float[] v = directions.weights(output.size());
        Gradients gradients = tape.gradients(output, like(output, v));
        WorstError slopes = new WorstError(RELATIVE);
        WorstError tangents = new WorstError(RELATIVE);
        for (int i = 0; i < inputs.length; i++) {
            double[] gradient = elements(gradients.of(variables.get(i)));
            for (Directions.Direction d : directions.of(i, 1 / Math.sqrt(gradient.length))) {
                double[] expected = reference.along(STEP, directions.only(i, d.u()));
                double terms = magnitude(d.u(), gradient);
                slopes.compare("gradient by " + d.name(), dot(v, expected), dot(d.u(), gradient), Math.max(magnitude(v, expected), terms));
                float[] tangent = tape.tangents(variables.get(i), like(inputs[i], d.u())).of(output).toArray();
                // shared among the elements of the output, the same terms are those that are summed in each of Ju
                tangents.compare("tangent along " + d.name(), expected, tangent, Math.max(largest(expected), terms / v.length));
            }
        }
        slopes.require(seed);
        tangents.require(seed);
    }

    private void adjoint() {
        float[] v = directions.weights(output.size());
        Gradients gradients = tape.gradients(output, like(output, v));
        float[][] u = directions.random();
        double byGradients = 0;
        for (int i = 0; i < u.length; i++) {
            double[] gradient = elements(gradients.of(variables.get(i)));
            for (int e = 0; e < gradient.length; e++) {
                u[i][e] = (float) Math.copySign(u[i][e], gradient[e]); // so that nothing cancels
            }
            byGradients += dot(u[i], gradient);
        }
        double[] tangent = elements(tape.tangents(variables, directions.tensors(u)).of(output));
        WorstError error = new WorstError(RELATIVE);
        error.compare("⟨v, Ju⟩ by tangents, ⟨Jᵀv, u⟩ by gradients", dot(v, tangent), byGradients, magnitude(v, tangent));
        error.require(seed);
    }

    private void second(Differences reference) {
        float[] v = directions.weights(output.size());
        float[] w = directions.weights(output.size());
        float[][] u = directions.random();
        Tensor cotangent = tape.variable(like(output, v));
        Gradients gradients = tape.differentiableGradients(output.multiply(cotangent).sum());
        List<Tensor> moving = new ArrayList<>(variables);
        List<Tensor> velocities = directions.tensors(u);
        moving.add(cotangent);
        velocities.add(like(output, w));
        Tangents tangents = tape.tangents(moving, velocities);
        WorstError seconds = new WorstError(RELATIVE);
        for (int i = 0; i < inputs.length; i++) {
            Tensor gradient = gradients.of(variables.get(i));
            double[] tangent = gradient.tape() == null ? new double[gradient.size()] : elements(tangents.of(gradient));
            for (Directions.Direction d : directions.of(i, 1)) {
                Differences.Mixed y = reference.along(SECOND_STEP, directions.only(i, d.u()), Directions.doubles(u));
                double magnitude = magnitude(v, y.byBoth()) + magnitude(w, y.byU());
                seconds.compare("second derivative by " + d.name(), dot(v, y.byBoth()) + dot(w, y.byU()), dot(d.u(), tangent),
                        Math.max(magnitude, magnitude(d.u(), tangent)));
            }
        }
        seconds.require(seed);
    }

    private static Tensor like(Tensor x, float[] elements) {
        return Tensor.of(elements, x.shape());
    }

    private static double[] elements(Tensor x) {
        return Directions.doubles(x.toArray());
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
}
