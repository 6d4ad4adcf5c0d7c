package org.unshatter.tests.autodiff;

import static org.unshatter.autodiff.Statistics.DIFFERENTIATED;

import java.util.List;
import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Tensor;

/** The mistakes that first derivatives do not show: what a gradient depends on is held constant, or its own tangent is wrong. */
final class SecondDerivativeMistakes {

    private SecondDerivativeMistakes() {
    }

    static List<Mistake> all() {
        double epsilon = NormalisationCases.EPSILON;
        return List.of(
            Mistake.of("matmul(Tensor) of [[7, 7], [7, 7]]", 0, "each factor's gradient holds the other constant", t -> Rules.replaced(t[0].matmul(t[1]),
                    t[0].matmul(t[1].detach()).add(t[0].detach().matmul(t[1])))),
            Mistake.of("multiply(Tensor) x by x of [[67]]", "2x held constant", x -> Rules.withSlope(x.scale(2), x, x.multiply(x))),
            Mistake.of("divide(Tensor) of [[67], [67]]", 0, "each gradient holds the other input constant", t -> Rules.replaced(t[0].divide(t[1]),
                    t[0].divide(t[1].detach()).add(t[0].detach().divide(t[1])))),
            Mistake.of("exp() of [[67]]", "eˣ held constant", x -> Rules.withSlope(x.exp(), x, x.exp())),
            Mistake.of("tanh() of [[67]]", "y held constant", x -> Rules.withSlope(x.tanh().pow(2).negate().addScalar(1), x, x.tanh())),
            Mistake.of("exp() of [[67]]", "gradient of y held constant", x -> Rules.withRule(x.exp(), x, dy -> dy.detach().multiply(x.exp()))),
            Mistake.of("relu() of [[67]]", "tangent straight through", x -> Rules.withRule(x.relu(), x, dy -> Rules.withTangentOf(dy,
                    dy.multiply(x.relu().divide(x))))),
            Mistake.of("sum() of [[2, 131]]", "mean for sum", x -> Rules.withSecondDerivative(dy -> dy.scale(1f / 262), x).sum()),
            Mistake.of("slice(int, int, int) axis 1 3:8 of [[13, 11]]", "shifted by one", x -> Rules.withSecondDerivative(
                    dy -> dy.slice(1, 1, 11).pad(1, 0, 1), x).slice(1, 3, 8)),
            Mistake.of("concatenate(int, Tensor[]) axis 1 of [[13, 13], [13, 11], [13, 11]]", 2, "last part forgotten", t -> Tensor.concatenate(1, t[0], t[1],
                    Rules.withSecondDerivative(Tensor::detach, t[2]))),
            Mistake.of("batchNorm(double, Statistics) DIFFERENTIATED of [[13, 11]]", "statistics held constant", x -> Rules.withRule(
                    x.batchNorm(epsilon, DIFFERENTIATED), x, heldNorm(epsilon, x.detach()))),
            Mistake.of("softmax() of [[13, 11]]", "probabilities held constant", x -> {
                Tensor y = x.softmax().detach();
                return Rules.withRule(x.softmax(), x, dy -> dy.multiply(y).subtract(y.multiply(dy.multiply(y).sumKeeping(1))));
            }),
            Mistake.of("meanSquaredError(Tensor) times 67 of [[67], [67]]", 0, "error held constant", t -> Rules.replaced(t[0].meanSquaredError(t[1]).scale(67),
                    t[0].subtract(t[1]).multiply(t[0].subtract(t[1]).detach()).sum().scale(2))));
    }

    /** s·(d − mean(d) − x̂·mean(d·x̂)) as a function of d alone. */
    private static UnaryOperator<Tensor> heldNorm(double epsilon, Tensor x) {
        Tensor y = x.batchNorm(epsilon, DIFFERENTIATED);
        Tensor scale = x.variance(0).addScalar((float) epsilon).pow(-0.5);
        return d -> d.subtract(d.mean(0)).subtract(y.multiply(d.multiply(y).mean(0))).multiply(scale);
    }
}
