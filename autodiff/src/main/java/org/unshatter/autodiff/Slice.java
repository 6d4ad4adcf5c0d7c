package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;

/** Y = X[…, from:to, …] along one axis. Gradient: dX = dY inside, 0 outside. */
final class Slice extends Operation {

    private final Blocks whole;
    private final Blocks part;
    private final int offset;

    Slice(Tensor x, int axis, int from, int to) {
        super(new Tensor[] {x}, shape(x, axis, from, to));
        whole = Blocks.along(axis, x);
        part = Blocks.along(axis, output());
        offset = from * whole.inner();
    }

    private static int[] shape(Tensor x, int axis, int from, int to) {
        Blocks.checkAxis("slice", axis, x);
        Shapes.require(0 <= from && from <= to && to <= x.dim(axis), "slice",
                "0 ≤ from ≤ to ≤ the extent of axis " + axis + " for from " + from + ", to " + to, x);
        int[] shape = x.shape();
        shape[axis] = to - from;
        return shape;
    }

    @Override
    void forward() {
        for (int i = 0; i < part.outer(); i++) {
            System.arraycopy(input(0).data(), i * whole.length() + offset, output().data(), i * part.length(), part.length());
        }
    }

    @Override
    void backward(float[] dy, Gradients gradients) {
        float[] dx = gradients.buffer(input(0));
        for (int i = 0; i < part.outer(); i++) {
            Elementwise.axpy(part.length(), 1, dy, i * part.length(), dx, i * whole.length() + offset);
        }
    }
}
