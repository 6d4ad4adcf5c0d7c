package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;

/** Z = X/Y, element by element. Gradients: dX = dZ/Y; dY = −dZ·Z/Y. */
final class Divide extends Pointwise {

    Divide(Tensor x, Tensor y) {
        super(x, y);
    }

    @Override
    void compute(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        Elementwise.divide(n, x, xOffset, y, yOffset, z, zOffset);
    }

    @Override
    void vjp(Tensor dz, Cotangents to) {
        if (to.wants(input(0))) {
            to.add(input(0), dz.divide(input(1)));
        }
        if (to.wants(input(1))) {
            to.add(input(1), bySecond(dz));
        }
    }

    @Override
    Tensor jvp(Tensor[] d) {
        return sum(d[0] == null ? null : d[0].divide(input(1)), d[1] == null ? null : bySecond(d[1]));
    }

    private Tensor bySecond(Tensor d) {
        return d.multiply(output()).divide(input(1)).negate();
    }
}
