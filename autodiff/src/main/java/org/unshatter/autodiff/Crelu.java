package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;

/** Y = (max(X, 0) | max(−X, 0)). Gradient: dX = dY₊ where X ≥ 0, −dY₋ where X &lt; 0. */
final class Crelu extends Operation {

    Crelu(Tensor x) {
        super(new Tensor[] {x}, shape(x));
    }

    private static int[] shape(Tensor x) {
        Shapes.requireMatrix("crelu", x);
        return new int[] {x.dim(0), Math.multiplyExact(2, x.dim(1))};
    }

    @Override
    void forward() {
        Elementwise.crelu(input(0).dim(0), input(0).dim(1), input(0).data(), output().data());
    }

    @Override
    void backward(float[] dy, Gradients gradients) {
        Elementwise.addCreluGradient(input(0).dim(0), input(0).dim(1), input(0).data(), dy, gradients.buffer(input(0)));
    }
}
