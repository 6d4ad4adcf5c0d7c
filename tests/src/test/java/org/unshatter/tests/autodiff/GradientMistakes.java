package org.unshatter.tests.autodiff;

import static org.unshatter.autodiff.Statistics.CONSTANT;
import static org.unshatter.autodiff.Statistics.DIFFERENTIATED;

import java.util.List;
import org.unshatter.autodiff.Seed;
import org.unshatter.autodiff.Tensor;

/** The mistakes one makes in a gradient. */
final class GradientMistakes {

    private GradientMistakes() {
    }

    static List<Mistake> products() {
        String square = "matmul(Tensor) of [[7, 7], [7, 7]]";
        String linear = "linear(Tensor, Tensor) of [[13, 17], [11, 17], [11]]";
        return List.of(
            Mistake.of(square, 0, "left factor forgotten", t -> t[0].detach().matmul(t[1])),
            Mistake.of(square, 1, "right factor forgotten", t -> t[0].matmul(t[1].detach())),
            Mistake.of(square, 0, "right factor not transposed", t -> Rules.replaced(t[0].matmul(t[1]), t[0].matmulTransposed(t[1].detach())
                    .add(t[0].detach().matmul(t[1])))),
            Mistake.of("matmul(Tensor) x·x of [[5, 5]]", "square differentiated once", x -> x.matmul(x.detach())),
            Mistake.of("matmul(Tensor) of [[2, 7, 5], [2, 5, 3]]", 1, "first of the batch forgotten", t -> t[0].matmul(
                    Tensor.concatenate(0, t[1].slice(0, 0, 1).detach(), t[1].slice(0, 1, 2)))),
            Mistake.of(linear, 2, "bias forgotten", t -> t[0].linear(t[1], t[2].detach())),
            Mistake.of(linear, 2, "bias averaged over the rows, not summed", t -> Rules.replaced(t[0].linear(t[1], t[2]), t[0].linear(t[1], t[2].scale(1f / 13)))));
    }

    static List<Mistake> arithmetic() {
        String combine = "combine(float, Tensor, float) of [[67], [67]]";
        String divide = "divide(Tensor) of [[67], [67]]";
        return List.of(
            Mistake.of(combine, 1, "sign of the second term", t -> Rules.replaced(t[0].combine(2.5f, t[1], -0.7f), t[0].combine(2.5f, t[1], 0.7f))),
            Mistake.of(combine, 0, "coefficient of the first term", t -> Rules.replaced(t[0].combine(2.5f, t[1], -0.7f), t[0].combine(2.503f, t[1], -0.7f))),
            Mistake.of("scale(float) by −0.3 of [[67]]", "factor dropped", x -> Rules.replaced(x.scale(-0.3f), x)),
            Mistake.of("multiply(Tensor) of [[67], [67]]", 0, "factor dropped", t -> Rules.replaced(t[0].multiply(t[1]), t[0].add(t[0].detach().multiply(t[1])))),
            Mistake.of("multiply(Tensor) x by x of [[67]]", "square differentiated once", x -> x.multiply(x.detach())),
            Mistake.of(divide, 1, "sign", t -> Rules.replaced(t[0].divide(t[1]), t[0].divide(t[1].detach()).subtract(t[0].detach().divide(t[1])))),
            Mistake.of(divide, 1, "denominator not squared", t -> Rules.replaced(t[0].divide(t[1]),
                    t[0].divide(t[1].detach()).subtract(t[0].detach().multiply(t[1].abs().log())))));
    }

    static List<Mistake> broadcasting() {
        String bias = "addBias(Tensor) of [[13, 11], [11]]";
        String column = "multiply(Tensor) of [[5, 7], [5, 1]]";
        return List.of(
            Mistake.of(bias, 1, "bias forgotten", t -> t[0].addBias(t[1].detach())),
            Mistake.of(bias, 1, "bias averaged over the rows, not summed", t -> Rules.replaced(t[0].addBias(t[1]), t[0].addBias(t[1].scale(1f / 13)))),
            Mistake.of(column, 1, "first column alone", t -> t[0].multiply(Tensor.concatenate(1, t[1], t[1].detach().expandTo(5, 6)))),
            Mistake.of("subtract(Tensor) of [[5, 7], []]", 1, "sign", t -> Rules.replaced(t[0].subtract(t[1]), t[0].add(t[1]))),
            Mistake.of("add(Tensor) of [[5, 1], [1, 7]]", 0, "averaged, not summed", t -> Rules.replaced(t[0].add(t[1]), t[0].scale(1f / 7).add(t[1]))),
            Mistake.of("expandTo(int[]) [5, 7] of [[5, 1]]", "first copy alone", x -> Rules.withRule(x.expandTo(5, 7), x, dy -> dy.slice(1, 0, 1))));
    }

    static List<Mistake> functions() {
        return List.of(
            Mistake.of("tanh() of [[67]]", "1 − y for 1 − y²", x -> Rules.withSlope(x.tanh().negate().addScalar(1), x, x.tanh())),
            Mistake.of("sigmoid() of [[67]]", "1 − y forgotten", x -> Rules.withSlope(x.sigmoid(), x, x.sigmoid())),
            Mistake.of("sqrt() of [[67]]", "half forgotten", x -> Rules.withSlope(x.pow(-0.5), x, x.sqrt())),
            Mistake.of("exp() of [[67]]", "x for eˣ", x -> Rules.withSlope(x, x, x.exp())),
            Mistake.of("log() of [[67]]", "straight through", x -> Rules.replaced(x.log(), x)),
            Mistake.of("pow(double) 3.0 of [[67]]", "exponent forgotten", x -> Rules.withSlope(x.pow(2), x, x.pow(3))),
            Mistake.of("pow(double) -0.5 of [[67]]", "exponent not lowered", x -> Rules.withSlope(x.pow(-0.5).scale(-0.5f), x, x.pow(-0.5))),
            Mistake.of("gelu() of [[67]]", "Φ alone", x -> Rules.withSlope(x.gelu().divide(x), x, x.gelu())),
            Mistake.of("softplus() of [[67]]", "that of the rectifier", x -> Rules.replaced(x.softplus(), x.relu())));
    }

    static List<Mistake> rectifiers() {
        String relu = "relu() of [[67]]";
        String crelu = "crelu() of [[13, 11]]";
        return List.of(
            Mistake.of(relu, "straight through", x -> Rules.replaced(x.relu(), x)),
            Mistake.of(relu, "leaking by a thousandth", x -> Rules.replaced(x.relu(), x.relu().combine(0.999f, x, 0.001f))),
            Mistake.of(relu, "on where it is off", x -> Rules.replaced(x.relu(), x.negate().relu().negate())),
            Mistake.of(crelu, "sign of the second block", x -> Rules.replaced(x.crelu(), withSecondBlockScaled(-1, x.crelu()))),
            Mistake.of(crelu, "second block forgotten", x -> Rules.replaced(x.crelu(), withSecondBlockScaled(0, x.crelu()))),
            Mistake.of(crelu, "blocks exchanged", x -> Rules.replaced(x.crelu(), x.negate().crelu())),
            Mistake.of("abs() of [[67]]", "sign forgotten", x -> Rules.replaced(x.abs(), x)),
            Mistake.of("clamp(float, float) −0.5 to 0.7 of [[67]]", "straight through", x -> Rules.replaced(x.clamp(-0.5f, 0.7f), x)),
            Mistake.of("max(float) 0.3 of [[67]]", "kink at 0", x -> Rules.replaced(x.max(0.3f), x.relu())),
            Mistake.of("leakyRelu(float) 0.1 of [[67]]", "leak on the wrong side", x -> Rules.replaced(x.leakyRelu(0.1f), x.negate().leakyRelu(0.1f).negate())),
            Mistake.of("prelu(Tensor) of [[13, 11], [11]]", 1, "slope's gradient from the positive side", t -> Rules.replaced(t[0].prelu(t[1]),
                    t[0].prelu(t[1].detach()).add(t[0].detach().relu().multiply(t[1])))),
            Mistake.of("prelu(Tensor) of [[13, 11], [1]]", 1, "slope's gradient from the first feature alone", t -> t[0].prelu(
                    Tensor.concatenate(0, t[1], t[1].detach().expandTo(10)))));
    }

    static Tensor withSecondBlockScaled(float factor, Tensor crelu) {
        int n = crelu.dim(1) / 2;
        return Tensor.concatenate(1, crelu.slice(1, 0, n), crelu.slice(1, n, 2 * n).scale(factor));
    }

    static List<Mistake> reductions() {
        return List.of(
            Mistake.of("sum() of [[2, 131]]", "mean instead of sum", x -> Rules.replaced(x.sum(), x.mean())),
            Mistake.of("sum() of [[2, 131]]", "last element forgotten", x -> Rules.replaced(x.sum(), x.reshape(262).slice(0, 0, 261).sum())),
            Mistake.of("sum(int[]) [1] of [[13, 11]]", "first column forgotten", x -> Rules.replaced(x.sum(1), x.slice(1, 1, 11).sum(1))),
            Mistake.of("sumKeeping(int[]) [0, 2] of [[3, 5, 7]]", "one axis forgotten", x -> Rules.replaced(x.sumKeeping(0, 2), x.slice(0, 0, 1).sumKeeping(0, 2))),
            Mistake.of("mean(int[]) [0] of [[13, 11]]", "divided twice", x -> Rules.replaced(x.sum(0), x.mean(0))),
            Mistake.of("variance(int[]) [0] times 13 of [[13, 11]]", "divided by one less", x -> Rules.replaced(x.variance(0).scale(13),
                    x.variance(0).scale(169f / 12))),
            Mistake.of("maxAlong(int) axis 1 of [[13, 11]]", "shared by all", x -> Rules.replaced(x.maxAlong(1), x.mean(1))));
    }

    static List<Mistake> shapes() {
        String joined = "concatenate(int, Tensor[]) axis 1 of [[13, 13], [13, 11], [13, 11]]";
        return List.of(
            Mistake.of("slice(int, int, int) axis 1 3:8 of [[13, 11]]", "shifted by one", x -> Rules.replaced(x.slice(1, 3, 8), x.slice(1, 4, 9))),
            Mistake.of("pad(int, int, int) axis 1 2, 3 of [[13, 11]]", "before and after exchanged", x -> Rules.withRule(x.pad(1, 2, 3), x, dy -> dy.slice(1, 3, 14))),
            Mistake.of(joined, 1, "parts exchanged", t -> Rules.replaced(Tensor.concatenate(1, t), Tensor.concatenate(1, t[0], t[2], t[1].detach())
                    .add(Tensor.concatenate(1, t[0].detach(), t[1].detach(), t[1])).subtract(Tensor.concatenate(1, t[0].detach(), t[1], t[1].detach())))),
            Mistake.of(joined, 2, "last part forgotten", t -> Tensor.concatenate(1, t[0], t[1], t[2].detach())),
            Mistake.of("concatenate(int, Tensor[]) axis 1, x and y and x of [[13, 11], [13, 13]]", 0, "of two gradients the last kept",
                    t -> Tensor.concatenate(1, t[0].detach(), t[1], t[0])),
            Mistake.of("transpose(int[]) [2, 0, 1] of [[5, 5, 5]]", "the permutation for its inverse", x -> Rules.withRule(x.transpose(2, 0, 1), x,
                    dy -> dy.transpose(2, 0, 1))),
            Mistake.of("reshape(int[]) [3, -1] of [[2, 3]]", "transposed", x -> Rules.withRule(x.reshape(3, 2), x, dy -> dy.transpose())),
            Mistake.of("gatherRows(Tensor) [2, 0, 2, 2, 1, 0, 2] of [[3, 7]]", "of a row that comes again the last gradient kept", x -> Rules.withRule(
                    x.gatherRows(Tensor.of(new float[] {2, 0, 2, 2, 1, 0, 2}, 7)), x, dy -> dy.gatherRows(Tensor.of(new float[] {5, 4, 6}, 3)))));
    }

    static List<Mistake> normalisations() {
        String center = "center(Statistics) %s of [[13, 11]]";
        String norm = "batchNorm(double, Statistics) %s of [[13, 11]]";
        String affine = "batchNorm(Tensor, Tensor, double, Statistics) DIFFERENTIATED of [[13, 11], [11], [11]]";
        String layer = "layerNorm(double) of [[13, 11]]";
        double epsilon = NormalisationCases.EPSILON;
        return List.of(
            Mistake.of(center.formatted(DIFFERENTIATED), "mean held constant", x -> x.center(CONSTANT)),
            Mistake.of(center.formatted(CONSTANT), "mean differentiated where it is constant", x -> x.center(DIFFERENTIATED)),
            Mistake.of(norm.formatted(DIFFERENTIATED), "statistics held constant", x -> x.batchNorm(epsilon, CONSTANT)),
            Mistake.of(norm.formatted(CONSTANT), "statistics differentiated where they are constant", x -> x.batchNorm(epsilon, DIFFERENTIATED)),
            Mistake.of(norm.formatted(DIFFERENTIATED), "variance forgotten", x -> Rules.replaced(x.batchNorm(epsilon, DIFFERENTIATED),
                    x.center(DIFFERENTIATED).batchNorm(epsilon, CONSTANT))),
            Mistake.of(norm.formatted(DIFFERENTIATED), "epsilon forgotten", x -> Rules.replaced(x.batchNorm(epsilon, DIFFERENTIATED),
                    x.batchNorm(epsilon / 1000, DIFFERENTIATED))),
            Mistake.of(affine, 1, "gain's gradient by x, not by what is normalised", t -> Rules.replaced(t[0].batchNorm(t[1], t[2], epsilon, DIFFERENTIATED),
                    t[0].batchNorm(t[1].detach(), t[2], epsilon, DIFFERENTIATED).add(t[0].detach().multiply(t[1])))),
            Mistake.of(affine, 2, "shift forgotten", t -> t[0].batchNorm(t[1], t[2].detach(), epsilon, DIFFERENTIATED)),
            Mistake.of(layer, "statistics held constant", x -> Rules.replaced(x.layerNorm(epsilon), x.transpose().batchNorm(epsilon, CONSTANT).transpose())),
            Mistake.of(layer, "columns for rows", x -> Rules.replaced(x.layerNorm(epsilon), x.batchNorm(epsilon, DIFFERENTIATED))));
    }

    static List<Mistake> losses() {
        String entropy = "crossEntropy(Tensor, double) smoothed 0.1 times 13 of [[13, 11]]";
        String squares = "meanSquaredError(Tensor) times 67 of [[67], [67]]";
        String dropout = "dropout(double, Seed) 0.3 of [[67]]";
        Tensor labels = LossCases.labels(13, 11);
        return List.of(
            Mistake.of("softmax() of [[13, 11]]", "diagonal of the Jacobian alone", x -> Rules.withSlope(x.softmax(), x, x.softmax())),
            Mistake.of("logSoftmax() of [[13, 11]]", "straight through", x -> Rules.replaced(x.logSoftmax(), x)),
            Mistake.of(entropy, "smoothing forgotten", x -> Rules.replaced(x.crossEntropy(labels, 0.1).scale(13), x.crossEntropy(labels, 0).scale(13))),
            Mistake.of(entropy, "sum instead of mean", x -> Rules.replaced(x.crossEntropy(labels, 0.1).scale(13), x.crossEntropy(labels, 0.1).scale(169))),
            Mistake.of(squares, 0, "factor of 2 forgotten", t -> Rules.replaced(t[0].meanSquaredError(t[1]).scale(67), t[0].meanSquaredError(t[1].detach()).scale(67 / 2f)
                    .add(t[0].detach().meanSquaredError(t[1]).scale(67)))),
            Mistake.of(squares, 1, "target held constant", t -> t[0].meanSquaredError(t[1].detach()).scale(67)),
            Mistake.of(dropout, "another mask for the gradient", x -> Rules.replaced(x.dropout(0.3, Seed.of(7)), x.dropout(0.3, Seed.of(8)))),
            Mistake.of(dropout, "scale forgotten", x -> Rules.replaced(x.dropout(0.3, Seed.of(7)), x.dropout(0.3, Seed.of(7)).scale(0.7f))));
    }
}
