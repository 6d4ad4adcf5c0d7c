package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Masks;

/**
 * Y = (max(X, 0) | max(−X, 0)), twice as many features along axis 1. Gradient: dX = dY₊ where X ≥ 0, −dY₋ where X &lt; 0.
 * In either layout it works on rows of all that lies behind the batch.
 */
final class Crelu extends Operation {

    private final Shape.Along rows;

    Crelu(Tensor x) {
        super(new Tensor[] {x}, doubled("crelu", x));
        rows = x.layout().along(1);
    }

    private static Shape doubled(String operation, Tensor x) {
        Shape.require(x.rank() >= 2, operation, "a batch [n, features, …]", x);
        return x.layout().with(1, Shape.extent(operation, 2L * x.dim(1), x));
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage y = output().storage();
        Elementwise.crelu(rows.outer(), rows.run(), x.array, x.offset, y.array, y.offset);
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        to.add(input(0), new Back(input(0), dy.in(output().layout())).apply());
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return new Forth(input(0), dx[0]).apply();
    }

    /** An epilogue of the dense layer before it, where no gradient needs X. */
    @Override
    Operation fused(Graph graph) {
        return graph.onlyUse(input(0)) && graph.maker(input(0)) instanceof Linear linear ? linear.withCrelu(output()) : null;
    }

    /** dX = dY₊ where X ≥ 0, −dY₋ elsewhere: linear in dY. */
    static final class Back extends Operation {

        private final Shape.Along rows;

        Back(Tensor x, Tensor dy) {
            super(new Tensor[] {x, dy}, x.layout());
            rows = x.layout().along(1);
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage dy = input(1).storage();
            Storage dx = output().storage();
            Masks.crelu(rows.outer(), rows.run(), x.array, x.offset, dy.array, dy.offset, dx.array, dx.offset);
        }

        @Override
        void vjp(Tensor d, Cotangents to) {
            if (to.wants(input(1))) {
                to.add(input(1), new Forth(input(0), d).apply());
            }
        }

        @Override
        Tensor jvp(Tensor[] d) {
            return d[1] == null ? null : new Back(input(0), d[1]).apply();
        }

        /** A convolution that reads its input through CReLU has a gradient by data that ends with this. */
        @Override
        Operation fused(Graph graph) {
            return graph.onlyUse(input(1)) && graph.maker(input(1)) instanceof ConvByData gradient ? gradient.throughCrelu(input(0), output()) : null;
        }
    }

    /** (dX where X ≥ 0 | −dX where X &lt; 0), 0 elsewhere: the tangent, and the transpose of the map above. */
    static final class Forth extends Operation {

        private final Shape.Along rows;

        Forth(Tensor x, Tensor dx) {
            super(new Tensor[] {x, dx}, doubled("crelu tangent", x));
            rows = x.layout().along(1);
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage dx = input(1).storage();
            Storage dy = output().storage();
            Masks.creluTangent(rows.outer(), rows.run(), x.array, x.offset, dx.array, dx.offset, dy.array, dy.offset);
        }

        @Override
        void vjp(Tensor d, Cotangents to) {
            if (to.wants(input(1))) {
                to.add(input(1), new Back(input(0), d).apply());
            }
        }

        @Override
        Tensor jvp(Tensor[] d) {
            return d[1] == null ? null : new Forth(input(0), d[1]).apply();
        }
    }
}
