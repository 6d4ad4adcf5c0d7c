package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;

/** Y = a·X. */
final class Scale extends Unary {

    private final float factor;

    Scale(float factor, Tensor x) {
        super(x);
        this.factor = factor;
    }

    @Override
    void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
        Elementwise.scale(n, factor, x, xOffset, y, yOffset);
    }

    @Override
    Tensor slope(Tensor d) {
        return d.scale(factor);
    }
}
