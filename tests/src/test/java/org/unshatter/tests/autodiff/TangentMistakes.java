package org.unshatter.tests.autodiff;

import static org.unshatter.autodiff.Statistics.CONSTANT;
import static org.unshatter.autodiff.Statistics.DIFFERENTIATED;

import java.util.List;
import org.unshatter.autodiff.Tensor;

/** The mistakes one makes in a tangent where the gradient is right. */
final class TangentMistakes {

    private TangentMistakes() {
    }

    static List<Mistake> all() {
        String square = "matmul(Tensor) of [[7, 7], [7, 7]]";
        String joined = "concatenate(int, Tensor[]) axis 1 of [[13, 13], [13, 11], [13, 11]]";
        double epsilon = NormalisationCases.EPSILON;
        Tensor rows = Tensor.of(new float[] {2, 0, 2, 2, 1, 0, 2}, 7);
        return List.of(
            Mistake.of(square, 1, "second term forgotten", t -> Rules.withTangentOf(t[0].matmul(t[1].detach()), t[0].matmul(t[1]))),
            Mistake.of(square, 0, "left factor transposed", t -> Rules.withTangentOf(t[0].matmul(true, t[1].detach(), false).add(t[0].detach().matmul(t[1])),
                    t[0].matmul(t[1]))),
            Mistake.of("linear(Tensor, Tensor) of [[13, 17], [11, 17], [11]]", 2, "bias forgotten", t -> Rules.withTangentOf(t[0].linear(t[1], t[2].detach()),
                    t[0].linear(t[1], t[2]))),
            Mistake.of("multiply(Tensor) of [[5, 7], [5, 1]]", 1, "first column alone", t -> Rules.withTangentOf(
                    t[0].multiply(Tensor.concatenate(1, t[1], t[1].detach().expandTo(5, 6))), t[0].multiply(t[1]))),
            Mistake.of("divide(Tensor) of [[67], [67]]", 1, "sign", t -> Rules.withTangentOf(t[0].divide(t[1].detach()).subtract(t[0].detach().divide(t[1])),
                    t[0].divide(t[1]))),
            Mistake.of("tanh() of [[67]]", "1 − y for 1 − y²", x -> Rules.withTangentOf(x.multiply(x.tanh().negate().addScalar(1).detach()), x.tanh())),
            Mistake.of("relu() of [[67]]", "straight through", x -> Rules.withTangentOf(x, x.relu())),
            Mistake.of("crelu() of [[13, 11]]", "sign of the second block", x -> Rules.withTangentOf(GradientMistakes.withSecondBlockScaled(-1, x.crelu()), x.crelu())),
            Mistake.of("prelu(Tensor) of [[13, 11], [11]]", 1, "slope held constant", t -> Rules.withTangentOf(t[0].prelu(t[1].detach()), t[0].prelu(t[1]))),
            Mistake.of("sum(int[]) [1] of [[13, 11]]", "mean", x -> Rules.withTangentOf(x.mean(1), x.sum(1))),
            Mistake.of("maxAlong(int) axis 1 of [[13, 11]]", "shared by all", x -> Rules.withTangentOf(x.mean(1), x.maxAlong(1))),
            Mistake.of("slice(int, int, int) axis 1 3:8 of [[13, 11]]", "shifted by one", x -> Rules.withTangentOf(x.slice(1, 4, 9), x.slice(1, 3, 8))),
            Mistake.of(joined, 2, "last part forgotten", t -> Rules.withTangentOf(Tensor.concatenate(1, t[0], t[1], t[2].detach()), Tensor.concatenate(1, t))),
            Mistake.of("gatherRows(Tensor) [2, 0, 2, 2, 1, 0, 2] of [[3, 7]]", "sorted", x -> Rules.withTangentOf(
                    x.gatherRows(Tensor.of(new float[] {0, 0, 1, 2, 2, 2, 2}, 7)), x.gatherRows(rows))),
            Mistake.of("batchNorm(double, Statistics) DIFFERENTIATED of [[13, 11]]", "statistics held constant",
                    x -> Rules.withTangentOf(x.batchNorm(epsilon, CONSTANT), x.batchNorm(epsilon, DIFFERENTIATED))),
            Mistake.of("layerNorm(double) of [[13, 11]]", "statistics held constant",
                    x -> Rules.withTangentOf(x.transpose().batchNorm(epsilon, CONSTANT).transpose(), x.layerNorm(epsilon))),
            Mistake.of("softmax() of [[13, 11]]", "diagonal of the Jacobian alone", x -> Rules.withTangentOf(x.multiply(x.softmax().detach()), x.softmax())),
            Mistake.of("meanSquaredError(Tensor) times 67 of [[67], [67]]", 1, "target held constant", t -> Rules.withTangentOf(
                    t[0].meanSquaredError(t[1].detach()).scale(67), t[0].meanSquaredError(t[1]).scale(67))));
    }
}
