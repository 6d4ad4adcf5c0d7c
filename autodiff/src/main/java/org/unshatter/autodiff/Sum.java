package org.unshatter.autodiff;

import org.unshatter.kernels.Reductions;

/** y = Σ X. Gradient: dX = dy everywhere. */
final class Sum extends Operation {

    Sum(Tensor x) {
        super(new Tensor[] {x});
    }

    @Override
    void forward() {
        output().data()[0] = Reductions.sum(input(0).size(), input(0).data(), 0);
    }

    @Override
    void backward(float[] dy, Gradients gradients) {
        float[] dx = gradients.buffer(input(0));
        for (int i = 0; i < dx.length; i++) {
            dx[i] += dy[0];
        }
    }
}
