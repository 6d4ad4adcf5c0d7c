package org.unshatter.tests.kernels;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.unshatter.kernels.Activations;

/**
 * An activation function: the pass, its gradient and the definition in double.
 *
 * @param ofOutput whether the gradient is given the output of the function rather than its input
 * @param ulps     how far the nearest float to the definition may be from the result
 */
record Activation(String name, Pass pass, Gradient gradient, boolean ofOutput, double ulps, DoubleUnaryOperator value) {

    interface Pass {
        void apply(int n, float[] x, int xOffset, float[] y, int yOffset);
    }

    interface Gradient {
        void add(int n, float[] xOrY, int offset, float[] dy, int dyOffset, float[] dx, int dxOffset);
    }

    /** Not a power of two, so that the products round. */
    private static final float SLOPE = 0.3f;

    static Stream<Activation> all() {
        return Stream.of(
                new Activation("exp", Activations::exp, Activations::addExpGradient, true, 2, Math::exp),
                new Activation("tanh", Activations::tanh, Activations::addTanhGradient, true, 2.5, Math::tanh),
                new Activation("sigmoid", Activations::sigmoid, Activations::addSigmoidGradient, true, 3, Activation::sigmoid),
                new Activation("softplus", Activations::softplus, Activations::addSoftplusGradient, false, 3,
                        x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
                new Activation("gelu", Activations::gelu, Activations::addGeluGradient, false, 8, Activation::gelu),
                new Activation("leakyRelu",
                        (n, x, xOffset, y, yOffset) -> Activations.leakyRelu(n, SLOPE, x, xOffset, y, yOffset),
                        (n, x, xOffset, dy, dyOffset, dx, dxOffset) ->
                                Activations.addLeakyReluGradient(n, SLOPE, x, xOffset, dy, dyOffset, dx, dxOffset),
                        false, 0.5, x -> x > 0 ? x : SLOPE * x));
    }

    /** In a form that does not round 1 + e⁻ˣ to infinity or the result to 0 while a float is above it. */
    private static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    private static double gelu(double x) {
        return x == Double.NEGATIVE_INFINITY ? 0 : x * NormalDistribution.cumulative(x);
    }

    @Override
    public String toString() {
        return name;
    }
}
