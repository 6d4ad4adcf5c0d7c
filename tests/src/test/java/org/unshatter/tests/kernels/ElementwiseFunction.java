package org.unshatter.tests.kernels;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.unshatter.kernels.Elementwise;

/**
 * A function of one number: the pass and the definition in double.
 *
 * @param ulps how far the nearest float to the definition may be from the result
 */
record ElementwiseFunction(String name, Activation.Pass pass, double ulps, DoubleUnaryOperator value) {

    /** Rounded once; the references are themselves rounded, to double. */
    private static final double NEAREST = 0.500001;
    private static final float A = 0.3f;

    static Stream<ElementwiseFunction> all() {
        return Stream.concat(Stream.of(
                new ElementwiseFunction("abs", Elementwise::abs, 0, Math::abs),
                new ElementwiseFunction("sign", Elementwise::sign, 0, Math::signum),
                new ElementwiseFunction("sqrt", Elementwise::sqrt, NEAREST, Math::sqrt),
                new ElementwiseFunction("log", Elementwise::log, 1, StrictMath::log),
                new ElementwiseFunction("addScalar", (n, x, xOffset, y, yOffset) -> Elementwise.addScalar(n, A, x, xOffset, y, yOffset),
                        NEAREST, x -> x + A),
                new ElementwiseFunction("max", (n, x, xOffset, y, yOffset) -> Elementwise.max(n, A, x, xOffset, y, yOffset),
                        0, x -> Math.max(x, A)),
                new ElementwiseFunction("min", (n, x, xOffset, y, yOffset) -> Elementwise.min(n, A, x, xOffset, y, yOffset),
                        0, x -> Math.min(x, A))), powers());
    }

    /** Whole exponents and others, roots, reciprocals, one so large that hardly any result is finite. */
    private static Stream<ElementwiseFunction> powers() {
        return DoubleStream.of(0, 1, 2, 3, -1, -2, 17, 64, 65, 0.5, -0.5, 1.5, 2.7, -0.1, 1e-3, 1 / 3.0).mapToObj(exponent ->
                new ElementwiseFunction("pow " + exponent, (n, x, xOffset, y, yOffset) -> Elementwise.pow(n, exponent, x, xOffset, y, yOffset),
                        NEAREST, x -> StrictMath.pow(x, exponent)));
    }

    @Override
    public String toString() {
        return name;
    }
}
