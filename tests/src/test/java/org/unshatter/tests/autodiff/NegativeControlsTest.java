package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.autodiff.Statistics.CONSTANT;
import static org.unshatter.autodiff.Statistics.DIFFERENTIATED;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.GradientCheck;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.tests.autodiff.OperationCase.Reference;

/** The mistakes one makes in a rule. Each has the right value; the checker must find the gradient wrong, by the input named. */
class NegativeControlsTest {

    private static final int M = 5;
    private static final int N = 7;
    private static final int[] X = {M, N};
    private static final int[] SQUARE = {N, N};
    private static final float EPSILON = 0.01f;

    private record Mistake(String family, String name, int input, Function<Tensor[], Tensor> operation,
                           Reference reference, int[]... shapes) {

        AssertionError failure(long seed) {
            Tensor[] inputs = Data.random(seed, shapes);
            double[][] at = Data.doubles(inputs);
            return assertThrows(AssertionError.class,
                    () -> GradientCheck.check(operation, x -> reference.apply(at, x), seed, inputs), this + ", seed " + seed);
        }

        @Override
        public String toString() {
            return family + ": " + name;
        }
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isCaught(Mistake mistake) {
        for (long seed = 0; seed < 10; seed++) {
            AssertionError error = mistake.failure(seed);
            assertTrue(error.getMessage().startsWith("gradient by input " + mistake.input + "["), mistake + ": " + error.getMessage());
        }
    }

    static List<Mistake> mistakes() {
        return List.of(
            product("left factor forgotten", 0, t -> t[0].detach().matmul(t[1])),
            product("right factor forgotten", 1, t -> t[0].matmul(t[1].detach())),
            product("right factor not transposed", 0, t -> Rules.replaced(t[0].matmul(t[1]), t[0].matmulTransposed(t[1].detach())
                    .add(t[0].detach().matmul(t[1])))),
            new Mistake("product", "square differentiated once", 0, t -> t[0].matmul(t[0].detach()),
                    (at, x) -> References.matmul(N, N, N, x[0], x[0]), SQUARE),

            elementwise("sign of the second term", 1, t -> Rules.replaced(t[0].combine(2, t[1], -3), t[0].combine(2, t[1], 3))),
            elementwise("coefficient of the first term", 0,
                    t -> Rules.replaced(t[0].combine(2, t[1], -3), t[0].combine(2.002f, t[1], -3))),
            new Mistake("elementwise", "factor dropped", 0, t -> Rules.replaced(t[0].scale(3), t[0]),
                    (at, x) -> References.scale(3, x[0]), X),
            new Mistake("elementwise", "bias forgotten", 1, t -> t[0].addBias(t[1].detach()),
                    (at, x) -> References.addBias(x[0], x[1]), X, new int[] {N}),
            new Mistake("elementwise", "bias averaged over the rows, not summed", 1,
                    t -> Rules.replaced(t[0].addBias(t[1]), t[0].addBias(t[1].scale(1f / M))),
                    (at, x) -> References.addBias(x[0], x[1]), X, new int[] {N}),

            rectifier("straight through", t -> Rules.replaced(t[0].relu(), t[0])),
            rectifier("leaking by a thousandth", t -> Rules.replaced(t[0].relu(), t[0].relu().combine(0.999f, t[0], 0.001f))),
            rectifier("on where it is off", t -> Rules.replaced(t[0].relu(), t[0].scale(-1).relu().scale(-1))),
            crelu("sign of the second block", t -> Rules.replaced(t[0].crelu(), withSecondBlockScaled(-1, t[0].crelu()))),
            crelu("second block forgotten", t -> Rules.replaced(t[0].crelu(), withSecondBlockScaled(0, t[0].crelu()))),
            crelu("blocks exchanged", t -> Rules.replaced(t[0].crelu(), t[0].scale(-1).crelu())),

            center("constant mean where it depends on x", CONSTANT, DIFFERENTIATED),
            center("mean differentiated where it is constant", DIFFERENTIATED, CONSTANT),
            batchNorm("constant statistics where they depend on x", CONSTANT, DIFFERENTIATED),
            batchNorm("statistics differentiated where they are constant", DIFFERENTIATED, CONSTANT),
            new Mistake("normalisation", "variance forgotten", 0, t -> Rules.replaced(t[0].batchNorm(EPSILON, DIFFERENTIATED),
                    t[0].center(DIFFERENTIATED).batchNorm(EPSILON, CONSTANT)), (at, x) -> References.batchNorm(M, N, EPSILON, x[0], x[0]), X),
            new Mistake("normalisation", "epsilon forgotten", 0, t -> Rules.replaced(t[0].batchNorm(EPSILON, DIFFERENTIATED),
                    t[0].batchNorm(EPSILON / 10, DIFFERENTIATED)), (at, x) -> References.batchNorm(M, N, EPSILON, x[0], x[0]), X),

            reduction("mean instead of sum", t -> Rules.replaced(t[0].sum(), t[0].sum().scale(1f / (M * N)))),
            reduction("last row forgotten", t -> Rules.replaced(t[0].sum(), t[0].slice(0, 0, M - 1).sum())),

            new Mistake("reshaping", "slice shifted by one", 0, t -> Rules.replaced(t[0].slice(1, 2, 5), t[0].slice(1, 3, 6)),
                    (at, x) -> References.slice(X, 1, 2, 5, x[0]), X),
            concatenation("first part given the gradient of the second", 0, t -> Rules.replaced(Tensor.concatenate(1, t),
                    Tensor.concatenate(1, t[1].detach(), t[0]).add(Tensor.concatenate(1, t[0].detach(), t[1])))),
            concatenation("second part forgotten", 1, t -> Tensor.concatenate(1, t[0], t[1].detach())),
            new Mistake("reshaping", "of a tensor joined to itself, the last gradient kept", 0,
                    t -> Tensor.concatenate(0, t[0].detach(), t[0]),
                    (at, x) -> References.concatenate(0, new int[][] {X, X}, new double[][] {x[0], x[0]}), X));
    }

    private static Mistake product(String name, int input, Function<Tensor[], Tensor> operation) {
        return new Mistake("product", name, input, operation, (at, x) -> References.matmul(N, N, N, x[0], x[1]), SQUARE, SQUARE);
    }

    private static Mistake elementwise(String name, int input, Function<Tensor[], Tensor> operation) {
        return new Mistake("elementwise", name, input, operation, (at, x) -> References.combine(2, x[0], -3, x[1]), X, X);
    }

    private static Mistake rectifier(String name, Function<Tensor[], Tensor> operation) {
        return new Mistake("rectifier", name, 0, operation, (at, x) -> References.relu(x[0]), X);
    }

    private static Mistake crelu(String name, Function<Tensor[], Tensor> operation) {
        return new Mistake("rectifier", "crelu, " + name, 0, operation, (at, x) -> References.crelu(N, x[0]), X);
    }

    private static Tensor withSecondBlockScaled(float factor, Tensor crelu) {
        return Tensor.concatenate(1, crelu.slice(1, 0, N), crelu.slice(1, N, 2 * N).scale(factor));
    }

    private static Mistake center(String name, Statistics rule, Statistics right) {
        return new Mistake("normalisation", "center, " + name, 0, t -> t[0].center(rule),
                (at, x) -> References.center(M, N, (right == CONSTANT ? at : x)[0], x[0]), X);
    }

    private static Mistake batchNorm(String name, Statistics rule, Statistics right) {
        return new Mistake("normalisation", "batchNorm, " + name, 0, t -> t[0].batchNorm(EPSILON, rule),
                (at, x) -> References.batchNorm(M, N, EPSILON, (right == CONSTANT ? at : x)[0], x[0]), X);
    }

    private static Mistake reduction(String name, Function<Tensor[], Tensor> operation) {
        return new Mistake("reduction", name, 0, operation, (at, x) -> References.sum(x[0]), X);
    }

    private static Mistake concatenation(String name, int input, Function<Tensor[], Tensor> operation) {
        return new Mistake("reshaping", name, input, operation, (at, x) -> References.concatenate(1, new int[][] {X, X}, x), X, X);
    }
}
