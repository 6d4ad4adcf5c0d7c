package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Reductions;

/** Y = X + b in each row. Gradients: dX = dY; db = the column sums of dY. */
final class AddBias extends Operation {

    AddBias(Tensor x, Tensor bias) {
        super(new Tensor[] {x, bias}, shape(x, bias));
    }

    private static int[] shape(Tensor x, Tensor bias) {
        Shapes.requireMatrix("addBias", x);
        Shapes.require(bias.rank() == 1 && bias.dim(0) == x.dim(1), "addBias", "a matrix [m, n] and a vector [n]", x, bias);
        return x.shape();
    }

    @Override
    void forward() {
        float[] y = output().data();
        System.arraycopy(input(0).data(), 0, y, 0, y.length);
        Elementwise.addToRows(output().dim(0), output().dim(1), input(1).data(), y);
    }

    @Override
    void backward(float[] dy, Gradients gradients) {
        if (gradients.wants(input(0))) {
            Elementwise.axpy(dy.length, 1, dy, 0, gradients.buffer(input(0)), 0);
        }
        if (gradients.wants(input(1))) {
            int columns = output().dim(1);
            float[] sums = new float[columns];
            Reductions.columnSums(output().dim(0), columns, dy, sums);
            Elementwise.axpy(columns, 1, sums, 0, gradients.buffer(input(1)), 0);
        }
    }
}
