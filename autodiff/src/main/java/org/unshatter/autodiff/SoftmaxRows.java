package org.unshatter.autodiff;

import org.unshatter.kernels.Softmax;

/** Softmax and its logarithm over the last axis. */
final class SoftmaxRows {

    private SoftmaxRows() {
    }

    /** Y = eˣ/Σ eˣ. Its Jacobian is symmetric: d ↦ Y·(d − Σ d·Y). */
    static final class Probability extends Operation {

        private final Shape.Along rows;

        Probability(Tensor x) {
            super(new Tensor[] {x}, x.layout());
            rows = x.layout().along(lastAxis(x));
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage y = output().storage();
            Softmax.softmax(rows.outer(), rows.length(), x.array, x.offset, y.array, y.offset);
        }

        private Tensor jacobian(Tensor d) {
            Tensor product = d.multiply(output());
            return product.subtract(output().multiply(product.sumKeeping(lastAxis(output()))));
        }

        @Override
        void vjp(Tensor dy, Cotangents to) {
            to.add(input(0), jacobian(dy));
        }

        @Override
        Tensor jvp(Tensor[] dx) {
            return jacobian(dx[0]);
        }
    }

    /** Y = X − log Σ eˣ. Gradient: dX = dY − eʸ·Σ dY; tangent: dY = dX − Σ eʸ·dX. */
    static final class LogProbability extends Operation {

        private final Shape.Along rows;

        LogProbability(Tensor x) {
            super(new Tensor[] {x}, x.layout());
            rows = x.layout().along(lastAxis(x));
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage y = output().storage();
            Softmax.logSoftmax(rows.outer(), rows.length(), x.array, x.offset, y.array, y.offset);
        }

        @Override
        void vjp(Tensor dy, Cotangents to) {
            to.add(input(0), dy.subtract(output().exp().multiply(dy.sumKeeping(lastAxis(output())))));
        }

        @Override
        Tensor jvp(Tensor[] dx) {
            return dx[0].subtract(output().exp().multiply(dx[0]).sumKeeping(lastAxis(output())));
        }
    }

    static int lastAxis(Tensor x) {
        return x.rank() - 1;
    }
}
