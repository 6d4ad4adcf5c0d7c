package org.unshatter.diagnostics;

import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Tensor;

/**
 * Equally spaced points of a straight line through input space, and the gradient of a function along it: the signals of Balduzzi et al.
 * 2017, section 2, for inputs of any dimension.
 *
 * <p>The points are one batch. A net with batch norm or centring sees the whole line as its batch, so what it computes at a point depends on
 * where the line begins and ends, and on how many points it has; with {@link org.unshatter.autodiff.Statistics#DIFFERENTIATED} the gradient at a
 * point also contains what the point does to all others.
 */
public final class InputLine {

    private final Tensor inputs;
    private final double[] difference;

    private InputLine(Tensor inputs, double[] difference) {
        this.inputs = inputs;
        this.difference = difference;
    }

    /**
     * @param a      the first point, one sample: [features] or [channels, height, width]
     * @param b      the last point, of the same shape
     * @param points M, with both ends; at least 2
     * @throws IllegalArgumentException if the shapes differ or have no elements, a and b are the same point or not finite, or there are too few points
     */
    public static InputLine between(Tensor a, Tensor b, int points) {
        double[] difference = InputPoints.difference("a", a, "b", b);
        InputPoints.atLeastTwo("points", points);
        return new InputLine(InputPoints.grid(a, difference, new double[difference.length], points, 1), difference);
    }

    /** [M, …], from a to b. */
    public Tensor inputs() {
        return inputs;
    }

    /** Euclidean distance of two neighbours, the unit that {@link CorrelationLength#times} takes. */
    public double spacing() {
        return InputPoints.length(difference) / (inputs.dim(0) - 1);
    }

    /** The full gradient at every point, as {@link InputGradient} gives it: of the sum of all outputs, [M, …]. */
    public Tensor gradient(UnaryOperator<Tensor> function) {
        return InputGradient.of(function, inputs);
    }

    /**
     * The directional derivative ⟨∇, b − a⟩/‖b − a‖ at every point.
     *
     * @param gradient of the shape of the inputs
     * @throws IllegalArgumentException if it has another, or is not finite
     */
    public GradientSignal along(Tensor gradient) {
        return InputPoints.along(difference, inputs, gradient, 0, 1, inputs.dim(0));
    }

    /** The directional derivative of a function at every point, {@link #along} of its {@link #gradient}. */
    public GradientSignal derivative(UnaryOperator<Tensor> function) {
        return along(gradient(function));
    }
}
