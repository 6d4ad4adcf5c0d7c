package org.unshatter.autodiff;

import java.util.Arrays;
import org.unshatter.kernels.Reductions;

/** Sums and maxima along one axis, which stays with extent 1, and their derivatives. Row-major only. */
final class Reduce {

    private Reduce() {
    }

    /** y = Σ X along an axis; its transpose is {@link Repeat}. */
    static final class Sum extends Operation {
        private final int axis;
        private final Shape.Along along;

        Sum(Tensor x, int axis) {
            super(new Tensor[] {x}, x.layout().with(axis, 1));
            this.axis = axis;
            along = x.layout().along(axis);
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage y = output().storage();
            Reductions.sumAlong(along.outer(), along.length(), along.inner(), x.array, x.offset, y.array, y.offset);
        }

        @Override
        void vjp(Tensor dy, Cotangents to) {
            to.add(input(0), new Repeat(dy, axis, along.length()).apply());
        }

        @Override
        Tensor jvp(Tensor[] dx) {
            return new Sum(dx[0], axis).apply();
        }
    }

    /** Y = x at each index of an axis that has extent 1 in x. */
    static final class Repeat extends Operation {
        private final int axis;
        private final Shape.Along along;

        Repeat(Tensor x, int axis, int times) {
            super(new Tensor[] {x}, x.layout().with(axis, times));
            this.axis = axis;
            along = output().layout().along(axis);
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage y = output().storage();
            for (int i = 0, at = y.offset; i < along.outer(); i++) {
                if (along.inner() == 1) {
                    Arrays.fill(y.array, at, at + along.length(), x.array[x.offset + i]);
                    at += along.length();
                } else {
                    for (int j = 0; j < along.length(); j++, at += along.inner()) {
                        System.arraycopy(x.array, x.offset + i * along.inner(), y.array, at, along.inner());
                    }
                }
            }
        }

        @Override
        void vjp(Tensor dy, Cotangents to) {
            to.add(input(0), new Sum(dy, axis).apply());
        }

        @Override
        Tensor jvp(Tensor[] dx) {
            return new Repeat(dx[0], axis, along.length()).apply();
        }
    }

    /** y = the largest of X along an axis. */
    static final class Max extends Operation {
        private final int axis;
        private final Shape.Along along;

        Max(Tensor x, int axis) {
            super(new Tensor[] {x}, x.layout().with(axis, 1));
            this.axis = axis;
            along = x.layout().along(axis);
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage y = output().storage();
            Reductions.maxAlong(along.outer(), along.length(), along.inner(), x.array, x.offset, y.array, y.offset);
        }

        @Override
        void vjp(Tensor dy, Cotangents to) {
            to.add(input(0), new MaxBack(input(0), axis, dy).apply());
        }

        @Override
        Tensor jvp(Tensor[] dx) {
            return new MaxForth(input(0), axis, dx[0]).apply();
        }
    }

    /** dX = dy at the first of the largest. */
    private static final class MaxBack extends Operation {
        private final int axis;
        private final Shape.Along along;

        MaxBack(Tensor x, int axis, Tensor dy) {
            super(new Tensor[] {x, dy}, x.layout());
            this.axis = axis;
            along = x.layout().along(axis);
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage dy = input(1).storage();
            Storage dx = output().storage();
            Reductions.maxAlongGradient(along.outer(), along.length(), along.inner(), x.array, x.offset, dy.array, dy.offset, dx.array, dx.offset);
        }

        @Override
        void vjp(Tensor d, Cotangents to) {
            if (to.wants(input(1))) {
                to.add(input(1), new MaxForth(input(0), axis, d).apply());
            }
        }

        @Override
        Tensor jvp(Tensor[] d) {
            return d[1] == null ? null : new MaxBack(input(0), axis, d[1]).apply();
        }
    }

    /** dy = dX at the first of the largest. */
    private static final class MaxForth extends Operation {
        private final int axis;
        private final Shape.Along along;

        MaxForth(Tensor x, int axis, Tensor dx) {
            super(new Tensor[] {x, dx}, x.layout().with(axis, 1));
            this.axis = axis;
            along = x.layout().along(axis);
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage dx = input(1).storage();
            Storage dy = output().storage();
            Reductions.maxAlongTangent(along.outer(), along.length(), along.inner(), x.array, x.offset, dx.array, dx.offset, dy.array, dy.offset);
        }

        @Override
        void vjp(Tensor d, Cotangents to) {
            if (to.wants(input(1))) {
                to.add(input(1), new MaxBack(input(0), axis, d).apply());
            }
        }

        @Override
        Tensor jvp(Tensor[] d) {
            return d[1] == null ? null : new MaxForth(input(0), axis, d[1]).apply();
        }
    }
}
