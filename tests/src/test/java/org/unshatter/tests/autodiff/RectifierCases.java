package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Tensor;

/** Functions of straight lines, away from their kinks. */
final class RectifierCases {

    private static final int[][] BATCHES = {
        {1, 1}, {1, 7}, {7, 1}, {0, 5}, {5, 0}, {3, 37}, {13, 11}, {2, 131}, {29, 101}, {3, 5, 7}, {2, 1, 3}, {3, 5, 1, 7}, {2, 3, 5, 3}};

    private final List<OperationCase> cases = new ArrayList<>();

    private RectifierCases() {
        for (int[] s : OperationCase.SHAPES) {
            exact("relu()", "", Tensor::relu, e -> Math.max(e, 0), 1, s, 0);
            exact("abs()", "", Tensor::abs, Math::abs, 1, s, 0);
            exact("max(float)", "0.3", x -> x.max(0.3f), e -> Math.max(e, 0.3f), 1, s, 0.3);
            exact("min(float)", "−0.2", x -> x.min(-0.2f), e -> Math.min(e, -0.2f), -1, s, -0.2);
            exact("clamp(float, float)", "−0.5 to 0.7", x -> x.clamp(-0.5f, 0.7f), e -> Math.min(Math.max(e, -0.5f), 0.7f), 0, s, -0.5, 0.7);
            cases.add(OperationCase.of("leakyRelu(float)", "0.1", t -> t[0].leakyRelu(0.1f), x -> FunctionReferences.map(x[0], e -> e > 0 ? e : 0.1f * e),
                    x -> Data.abs(x[0]), s));
        }
        for (int[] s : BATCHES) {
            cases.add(OperationCase.exact("crelu()", "", t -> t[0].crelu(), x -> References.crelu(s[0] == 0 ? 0 : x[0].length / s[0], x[0]), s));
            prelu(s, 1);
            if (s[1] != 1) {
                prelu(s, s[1]);
            }
        }
    }

    static List<OperationCase> cases() {
        return new RectifierCases().cases;
    }

    /** @param sloping where the function is not flat */
    private void exact(String method, String variant, UnaryOperator<Tensor> operation, DoubleUnaryOperator f, double sloping, int[] s, double... kinks) {
        cases.add(OperationCase.exact(method, variant, t -> operation.apply(t[0]), x -> FunctionReferences.map(x[0], f), s)
                .drawn(Data.awayFrom(kinks, sloping)));
    }

    /** The first element is negative, so that the slope of a single one matters. */
    private void prelu(int[] s, int slopes) {
        cases.add(OperationCase.of("prelu(Tensor)", "", t -> t[0].prelu(t[1]), x -> FunctionReferences.prelu(s, x[0], x[1]),
                x -> Data.abs(FunctionReferences.prelu(s, x[0], x[1])), s, new int[] {slopes})
                .drawn((random, shape) -> Data.random(random, shape).negate(), Data::random));
    }
}
