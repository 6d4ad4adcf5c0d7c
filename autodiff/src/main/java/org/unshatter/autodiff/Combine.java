package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;

/** Z = a·X + b·Y. Gradients: dX = a·dZ; dY = b·dZ. */
final class Combine extends Pointwise {

    private final float a;
    private final float b;

    Combine(float a, Tensor x, float b, Tensor y) {
        super(x, y);
        this.a = a;
        this.b = b;
    }

    @Override
    void compute(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        Elementwise.combine(n, a, x, xOffset, b, y, yOffset, z, zOffset);
    }

    @Override
    void vjp(Tensor dz, Cotangents to) {
        to.add(input(0), times(a, dz));
        to.add(input(1), times(b, dz));
    }

    @Override
    Tensor jvp(Tensor[] d) {
        if (d[0] != null && d[1] != null) {
            return new Combine(a, d[0], b, d[1]).apply();
        }
        return d[0] != null ? times(a, d[0]) : times(b, d[1]);
    }

    private static Tensor times(float factor, Tensor d) {
        return factor == 1 ? d : d.scale(factor);
    }

    /** Adding to a gradient by data what a skip connection brings: see {@link ConvByData}. */
    @Override
    Operation fused(Graph graph) {
        for (int i = 0; i < 2 && a == 1 && b == 1; i++) {
            if (graph.onlyUse(input(i)) && graph.maker(input(i)) instanceof ConvByData gradient) {
                return gradient.addedTo(input(1 - i), output());
            }
        }
        return null;
    }
}
