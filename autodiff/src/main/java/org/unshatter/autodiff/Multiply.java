package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;

/** Z = X·Y, element by element. Gradients: dX = dZ·Y; dY = dZ·X. */
final class Multiply extends Pointwise {

    Multiply(Tensor x, Tensor y) {
        super(x, y);
    }

    @Override
    void compute(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        Elementwise.multiply(n, x, xOffset, y, yOffset, z, zOffset);
    }

    @Override
    void vjp(Tensor dz, Cotangents to) {
        if (to.wants(input(0))) {
            to.add(input(0), dz.multiply(input(1)));
        }
        if (to.wants(input(1))) {
            to.add(input(1), dz.multiply(input(0)));
        }
    }

    @Override
    Tensor jvp(Tensor[] d) {
        return sum(d[0] == null ? null : d[0].multiply(input(1)), d[1] == null ? null : d[1].multiply(input(0)));
    }
}
