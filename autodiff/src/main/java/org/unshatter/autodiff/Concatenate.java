package org.unshatter.autodiff;

import org.unshatter.kernels.Elementwise;

/** Y = the inputs side by side along one axis. Gradient: each input gets its slice of dY. */
final class Concatenate extends Operation {

    private final int axis;
    private final Tensor[] parts;

    Concatenate(int axis, Tensor... parts) {
        super(parts.clone(), shape(axis, parts));
        this.axis = axis;
        this.parts = parts.clone();
    }

    private static int[] shape(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("concatenate: no tensors, expected at least one");
        }
        Blocks.checkAxis("concatenate", axis, parts[0]);
        int[] shape = parts[0].shape();
        for (int i = 1; i < parts.length; i++) {
            int[] next = parts[i].shape();
            boolean fits = next.length == shape.length;
            for (int d = 0; fits && d < shape.length; d++) {
                fits = d == axis || next[d] == shape[d];
            }
            Shapes.require(fits, "concatenate", "equal dimensions but for axis " + axis, parts[0], parts[i]);
            shape[axis] = Math.addExact(shape[axis], next[axis]);
        }
        return shape;
    }

    @Override
    void forward() {
        Blocks whole = Blocks.along(axis, output());
        int offset = 0;
        for (Tensor x : parts) {
            int length = Blocks.along(axis, x).length();
            for (int i = 0; i < whole.outer(); i++) {
                System.arraycopy(x.data(), i * length, output().data(), i * whole.length() + offset, length);
            }
            offset += length;
        }
    }

    @Override
    void backward(float[] dy, Gradients gradients) {
        Blocks whole = Blocks.along(axis, output());
        int offset = 0;
        for (Tensor x : parts) {
            int length = Blocks.along(axis, x).length();
            if (gradients.wants(x)) {
                float[] dx = gradients.buffer(x);
                for (int i = 0; i < whole.outer(); i++) {
                    Elementwise.axpy(length, 1, dy, i * whole.length() + offset, dx, i * length);
                }
            }
            offset += length;
        }
    }
}
