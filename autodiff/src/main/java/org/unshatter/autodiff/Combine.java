package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;

/** Z = a·X + b·Y. Gradients: dX = a·dZ; dY = b·dZ. */
final class Combine extends Operation {

    private final float a;
    private final float b;

    /** @param name for messages: the method that was called */
    Combine(String name, float a, Tensor x, float b, Tensor y) {
        super(new Tensor[] {x, y}, shape(name, x, y));
        this.a = a;
        this.b = b;
    }

    private static int[] shape(String name, Tensor x, Tensor y) {
        Shapes.requireSame(name, x, y);
        return x.shape();
    }

    @Override
    void forward() {
        Elementwise.combine(output().size(), a, input(0).data(), 0, b, input(1).data(), 0, output().data(), 0);
    }

    @Override
    void backward(float[] dz, Gradients gradients) {
        if (gradients.wants(input(0))) {
            Elementwise.axpy(dz.length, a, dz, 0, gradients.buffer(input(0)), 0);
        }
        if (gradients.wants(input(1))) {
            Elementwise.axpy(dz.length, b, dz, 0, gradients.buffer(input(1)), 0);
        }
    }
}
