package org.unshatter.autodiff;

import org.unshatter.kernels.Pool2d;
import org.unshatter.kernels.Pooling;

/** Pooling of images, and its derivatives: linear maps of the cotangent or the tangent, chosen by X where it is the maximum that is taken. */
final class Pool {

    private Pool() {
    }

    /** Y = the largest pixel of each window. */
    static final class Max extends Operation {
        private final Pooling shape;

        Max(Pooling shape, Tensor x) {
            super(new Tensor[] {x}, Shape.of(shape.output()));
            this.shape = shape;
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage y = output().storage();
            Pool2d.max(shape, x.array, x.offset, y.array, y.offset);
        }

        @Override
        void vjp(Tensor dy, Cotangents to) {
            to.add(input(0), new Back(shape, input(0), dy).apply());
        }

        @Override
        Tensor jvp(Tensor[] dx) {
            return new Forth(shape, input(0), dx[0]).apply();
        }
    }

    /** dX = dY at the pixel that was the largest. */
    private static final class Back extends Operation {
        private final Pooling shape;

        Back(Pooling shape, Tensor x, Tensor dy) {
            super(new Tensor[] {x, dy.in(Shape.of(shape.output()))}, x.layout());
            this.shape = shape;
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage dy = input(1).storage();
            Storage dx = output().storage();
            Pool2d.gradientOfMax(shape, x.array, x.offset, dy.array, dy.offset, false, dx.array, dx.offset);
        }

        @Override
        void vjp(Tensor d, Cotangents to) {
            if (to.wants(input(1))) {
                to.add(input(1), new Forth(shape, input(0), d).apply());
            }
        }

        @Override
        Tensor jvp(Tensor[] d) {
            return d[1] == null ? null : new Back(shape, input(0), d[1]).apply();
        }
    }

    /** dY = dX at the pixel that was the largest. */
    private static final class Forth extends Operation {
        private final Pooling shape;

        Forth(Pooling shape, Tensor x, Tensor dx) {
            super(new Tensor[] {x, dx.in(x.layout())}, Shape.of(shape.output()));
            this.shape = shape;
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage dx = input(1).storage();
            Storage dy = output().storage();
            Pool2d.tangentOfMax(shape, x.array, x.offset, dx.array, dx.offset, dy.array, dy.offset);
        }

        @Override
        void vjp(Tensor d, Cotangents to) {
            if (to.wants(input(1))) {
                to.add(input(1), new Back(shape, input(0), d).apply());
            }
        }

        @Override
        Tensor jvp(Tensor[] d) {
            return d[1] == null ? null : new Forth(shape, input(0), d[1]).apply();
        }
    }

    /** Y = the mean of each window; linear. */
    static final class Average extends Operation {
        private final Pooling shape;
        private final boolean border;

        Average(Pooling shape, boolean border, Tensor x) {
            super(new Tensor[] {x}, Shape.of(shape.output()));
            this.shape = shape;
            this.border = border;
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage y = output().storage();
            Pool2d.average(shape, border, x.array, x.offset, y.array, y.offset);
        }

        @Override
        void vjp(Tensor dy, Cotangents to) {
            to.add(input(0), new AverageBack(shape, border, dy).apply());
        }

        @Override
        Tensor jvp(Tensor[] dx) {
            return new Average(shape, border, dx[0]).apply();
        }
    }

    /** dX = each pixel's share of dY; the transpose of {@link Average}. */
    private static final class AverageBack extends Operation {
        private final Pooling shape;
        private final boolean border;

        AverageBack(Pooling shape, boolean border, Tensor dy) {
            super(new Tensor[] {dy.in(Shape.of(shape.output()))}, Shape.of(shape.input()));
            this.shape = shape;
            this.border = border;
        }

        @Override
        void compute() {
            Storage dy = input(0).storage();
            Storage dx = output().storage();
            Pool2d.gradientOfAverage(shape, border, dy.array, dy.offset, false, dx.array, dx.offset);
        }

        @Override
        void vjp(Tensor d, Cotangents to) {
            to.add(input(0), new Average(shape, border, d).apply());
        }

        @Override
        Tensor jvp(Tensor[] d) {
            return new AverageBack(shape, border, d[0]).apply();
        }
    }
}
