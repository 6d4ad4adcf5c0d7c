package org.unshatter.autodiff;

import java.util.Arrays;
import java.util.List;
import org.unshatter.kernels.LayerNorm;
import org.unshatter.kernels.Normalisation;
import org.unshatter.kernels.RowNorm;

/**
 * Layer normalisation: Y = (X − μ)/√(σ² + ε), μ and σ² over each row of a matrix, or over each image. Outputs: Y, μ, σ². Gain and shift are multiplied and
 * added behind it. Its Jacobian is symmetric: d ↦ s·(d − mean(d) − Y·mean(d·Y)), s = 1/√(σ² + ε). Source: Ba et al. 2016, section 3.
 */
final class LayerNormRows extends Operation {

    private final double epsilon;
    private final Normalisation norm;

    LayerNormRows(Tensor x, double epsilon) {
        super(new Tensor[] {x}, x.layout(), Shape.of(x.dim(0)), Shape.of(x.dim(0)));
        this.epsilon = epsilon;
        norm = x.layout().images() == null ? null : Normalisation.of(x.layout().images(), epsilon);
    }

    static Tensor of(Tensor x, double epsilon) {
        Shape.require(x.rank() == 2 || x.rank() == 4, "layerNorm", "a matrix or images", x);
        if (!(epsilon > 0 && epsilon < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("layerNorm: epsilon is " + epsilon + ", expected positive and finite");
        }
        return new LayerNormRows(x, epsilon).apply();
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage y = output().storage();
        Storage mean = output(1).storage();
        Storage variance = output(2).storage();
        if (norm == null) {
            RowNorm.forward(input(0).dim(0), input(0).dim(1), epsilon, x.array, x.offset, null, 0, null, 0,
                    mean.array, mean.offset, variance.array, variance.offset, y.array, y.offset);
        } else {
            LayerNorm.forward(norm, x.array, x.offset, null, 0, null, 0, mean.array, mean.offset, variance.array, variance.offset, y.array, y.offset);
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        to.add(input(0), new Back(input(0), output(1), output(2), dy, epsilon, norm).apply());
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return new Back(input(0), output(1), output(2), dx[0], epsilon, norm).apply();
    }

    /** The Jacobian times d. Inputs: X, μ, σ², d. */
    private static final class Back extends Operation {
        private final double epsilon;
        private final Normalisation norm;

        Back(Tensor x, Tensor mean, Tensor variance, Tensor d, double epsilon, Normalisation norm) {
            super(new Tensor[] {x, mean, variance, d}, x.layout());
            this.epsilon = epsilon;
            this.norm = norm;
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage mean = input(1).storage();
            Storage variance = input(2).storage();
            Storage d = input(3).storage();
            Storage dx = output().storage();
            if (norm == null) {
                Arrays.fill(dx.array, dx.offset, dx.offset + dx.length, 0f);
                RowNorm.addGradient(input(0).dim(0), input(0).dim(1), epsilon, x.array, x.offset, null, 0, mean.array, mean.offset,
                        variance.array, variance.offset, d.array, d.offset, dx.array, dx.offset, null, 0, null, 0);
            } else {
                LayerNorm.gradient(norm, x.array, x.offset, null, 0, null, 0, mean.array, mean.offset, variance.array, variance.offset,
                        d.array, d.offset, false, dx.array, dx.offset, null, 0, null, 0);
            }
        }

        /** Through the formula, as in {@link NormBack}; row-major, since it is no training step that needs it. */
        @Override
        Tensor jvp(Tensor[] t) {
            Tape tape = new Tape();
            Tensor x = tape.variable(input(0).detach());
            Tensor d = tape.variable(input(3).detach());
            Tensor zeros = Tensor.full(0, x.layout());
            Tensor moved = jacobian(rows(x), rows(d), epsilon);
            return tape.tangents(List.of(x, d), List.of(t[0] == null ? zeros : t[0], t[3] == null ? zeros : t[3])).of(moved)
                    .reshape(x.shape()).in(output().layout());
        }

        private static Tensor rows(Tensor x) {
            return x.reshape(x.dim(0), x.dim(0) == 0 ? 0 : x.size() / x.dim(0));
        }

        private static Tensor jacobian(Tensor x, Tensor d, double epsilon) {
            float share = 1f / x.dim(1);
            Tensor deviation = x.subtract(x.sumKeeping(1).scale(share));
            Tensor s = deviation.multiply(deviation).sumKeeping(1).scale(share).addScalar((float) epsilon).pow(-0.5);
            Tensor y = deviation.multiply(s);
            Tensor centred = d.subtract(d.sumKeeping(1).scale(share));
            return centred.subtract(y.multiply(d.multiply(y).sumKeeping(1).scale(share))).multiply(s);
        }
    }
}
