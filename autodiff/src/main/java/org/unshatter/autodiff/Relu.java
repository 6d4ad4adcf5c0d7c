package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;

/** Y = max(X, 0). Gradient: dX = dY where X &gt; 0, else 0. */
final class Relu extends Operation {

    Relu(Tensor x) {
        super(new Tensor[] {x}, x.shape());
    }

    @Override
    void forward() {
        Elementwise.relu(output().size(), input(0).data(), 0, output().data(), 0);
    }

    @Override
    void backward(float[] dy, Gradients gradients) {
        Elementwise.addReluGradient(dy.length, input(0).data(), 0, dy, 0, gradients.buffer(input(0)), 0);
    }
}
