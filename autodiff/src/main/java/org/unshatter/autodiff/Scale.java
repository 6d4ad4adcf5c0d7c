package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;

/** Y = a·X. Gradient: dX = a·dY. */
final class Scale extends Operation {

    private final float factor;

    Scale(float factor, Tensor x) {
        super(new Tensor[] {x}, x.shape());
        this.factor = factor;
    }

    @Override
    void forward() {
        Elementwise.scale(output().size(), factor, input(0).data(), 0, output().data(), 0);
    }

    @Override
    void backward(float[] dy, Gradients gradients) {
        Elementwise.axpy(dy.length, factor, dy, 0, gradients.buffer(input(0)), 0);
    }
}
