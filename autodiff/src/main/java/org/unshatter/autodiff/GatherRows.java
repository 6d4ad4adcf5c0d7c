package org.unshatter.autodiff;

import java.util.Arrays;
import org.unshatter.kernels.Elementwise;

/** Y[i] = X[index[i]], rows along axis 0; an index may come more than once. Its transpose adds rows to where they were taken from. */
final class GatherRows extends Operation {

    /** Elements of a row. */
    private final int row;

    GatherRows(Tensor x, Tensor index) {
        super(new Tensor[] {x, index}, shape(x, index));
        row = x.layout().along(0).inner();
    }

    private static Shape shape(Tensor x, Tensor index) {
        Shape.require(x.rank() >= 1 && index.rank() == 1, "gatherRows", "rows, and a vector of indices", x, index);
        return x.layout().with(0, index.dim(0));
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage y = output().storage();
        for (int i = 0; i < output().dim(0); i++) {
            System.arraycopy(x.array, x.offset + index("gatherRows", input(1), i, input(0).dim(0)) * row, y.array, y.offset + i * row, row);
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        if (to.wants(input(0))) {
            to.add(input(0), new Scatter(dy, input(1), input(0).layout()).apply());
        }
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return dx[0] == null ? null : new GatherRows(dx[0], input(1)).apply();
    }

    /** An element of a tensor of indices, which must be a whole number from 0 to below n. */
    static int index(String operation, Tensor indices, int i, int n) {
        float value = indices.storage().array[indices.storage().offset + i];
        if (!(value >= 0 && value < n && value == (int) value)) {
            throw new IllegalArgumentException(operation + ": index " + i + " is " + value + ", expected a whole number from 0 to " + (n - 1));
        }
        return (int) value;
    }

    /** dX[index[i]] += dY[i]. */
    private static final class Scatter extends Operation {

        private final int row;

        Scatter(Tensor dy, Tensor index, Shape shape) {
            super(new Tensor[] {dy, index}, shape);
            row = shape.along(0).inner();
        }

        @Override
        void compute() {
            Storage dy = input(0).storage();
            Storage dx = output().storage();
            Arrays.fill(dx.array, dx.offset, dx.offset + dx.length, 0f);
            for (int i = 0; i < input(0).dim(0); i++) {
                Elementwise.axpy(row, 1, dy.array, dy.offset + i * row,
                        dx.array, dx.offset + index("gatherRows", input(1), i, output().dim(0)) * row);
            }
        }

        @Override
        void vjp(Tensor d, Cotangents to) {
            if (to.wants(input(0))) {
                to.add(input(0), new GatherRows(d, input(1)).apply());
            }
        }

        @Override
        Tensor jvp(Tensor[] d) {
            return d[0] == null ? null : new Scatter(d[0], input(1), output().layout()).apply();
        }
    }
}
