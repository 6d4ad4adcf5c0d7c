package org.unshatter.autodiff;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.unshatter.kernels.BatchNorm;
import org.unshatter.kernels.ColumnNorm;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Normalisation;

/**
 * Batch normalisation: Y = γ·X̂ + β, X̂ = (X − μ)·s, s = 1/√(σ² + ε), μ and σ² over each channel of images or each column of a matrix; or s = 1,
 * mean-centering. Outputs: Y, μ, σ². Source: Ioffe and Szegedy 2015, algorithm 1.
 */
final class Norm extends Operation implements Rectifiable {

    /** What forward and gradient have in common. */
    record Kind(boolean divide, double epsilon, Statistics statistics, Activation activation) {

        Kind {
            Objects.requireNonNull(statistics, "statistics");
            if (divide && !(epsilon > 0 && epsilon < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("batchNorm: epsilon is " + epsilon + ", expected positive and finite");
            }
        }

        Kind rectified() {
            return new Kind(divide, epsilon, statistics, Activation.RELU);
        }

        Normalisation of(Tensor x) {
            return x.layout().images() == null ? null : new Normalisation(x.layout().images(), divide, epsilon, activation);
        }

        String operation() {
            return divide ? "batchNorm" : "center";
        }
    }

    private final Kind kind;
    private final Normalisation norm;

    /** @param inputs x, or x, γ and β */
    Norm(Kind kind, Tensor... inputs) {
        super(inputs, shapes(kind, inputs));
        this.kind = kind;
        norm = kind.of(inputs[0]);
    }

    private Norm(Kind kind, Norm of, Tensor output) {
        super(of.inputs(), new Tensor[] {output, of.output(1), of.output(2)});
        this.kind = kind;
        norm = kind.of(input(0));
    }

    private static Shape[] shapes(Kind kind, Tensor... inputs) {
        Tensor x = inputs[0];
        Shape.require(x.rank() == 2 || x.rank() == 4, kind.operation(), "a matrix or images", x);
        Shape.requireFeatures(kind.operation(), "gain and shift", x, Arrays.copyOfRange(inputs, 1, inputs.length));
        Shape statistic = Shape.of(x.dim(1));
        return new Shape[] {x.layout(), statistic, statistic};
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        boolean affine = inputs().length > 1;
        Storage gamma = affine ? input(1).storage() : null;
        Storage beta = affine ? input(2).storage() : null;
        float[] g = affine ? gamma.array : null;
        float[] b = affine ? beta.array : null;
        int gOffset = affine ? gamma.offset : 0;
        int bOffset = affine ? beta.offset : 0;
        Storage y = output().storage();
        Storage mean = output(1).storage();
        Storage variance = output(2).storage();
        if (norm == null) {
            ColumnNorm.forward(input(0).dim(0), input(0).dim(1), kind.divide(), kind.epsilon(), kind.activation(), x.array, x.offset, g, gOffset, b, bOffset,
                    mean.array, mean.offset, variance.array, variance.offset, y.array, y.offset);
        } else {
            BatchNorm.forward(norm, x.array, x.offset, g, gOffset, b, bOffset,
                    mean.array, mean.offset, variance.array, variance.offset, y.array, y.offset);
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        boolean affine = inputs().length > 1;
        NormBack back = affine ? new NormBack(kind, input(0), input(1), input(2), output(1), output(2), dy)
                : new NormBack(kind, input(0), output(1), output(2), dy);
        back.apply();
        for (int i = 0; i < inputs().length; i++) {
            to.add(input(i), back.output(i));
        }
    }

    @Override
    Tensor jvp(Tensor[] d) {
        NormFormula formula = new NormFormula(kind, input(0), output(1), output(2));
        Tensor xHat = formula.normalised();
        Tensor dxHat = d[0] == null ? null : formula.project(xHat, d[0]);
        if (inputs().length == 1) {
            return dxHat;
        }
        Tensor scaled = dxHat == null ? null : dxHat.multiply(formula.spread(input(1)));
        Tensor gained = d[1] == null ? null : xHat.multiply(formula.spread(d[1]));
        return sum(sum(scaled, gained), d[2] == null ? null : formula.spread(d[2]));
    }

    @Override
    public Operation rectified(Tensor output) {
        return kind.activation() == Activation.NONE ? new Norm(kind.rectified(), this, output) : null;
    }

    /** Whether this is the normalisation with that mean, and rectifies. */
    boolean isRectified(Tensor mean) {
        return kind.activation() == Activation.RELU && output(1).storage() == mean.storage();
    }

    /** The rules in terms of tensors, for derivatives of tangents and gradients. */
    static Tensor[] gradient(Kind kind, List<Tensor> inputs, Tensor dy) {
        Tensor x = inputs.get(0);
        NormFormula formula = NormFormula.of(kind, x);
        Tensor xHat = formula.normalised();
        if (inputs.size() == 1) {
            return new Tensor[] {formula.project(xHat, dy)};
        }
        Tensor weighted = dy.multiply(formula.spread(inputs.get(1)));
        return new Tensor[] {formula.project(xHat, weighted), formula.sum(dy.multiply(xHat)), formula.sum(dy)};
    }
}
