package org.unshatter.autodiff;

/** Y = the inputs side by side along one axis. Gradient: each input gets its slice of dY. */
final class Concatenate extends Operation {

    private final int axis;

    Concatenate(int axis, Tensor... parts) {
        super(parts.clone(), shape(axis, parts));
        this.axis = axis;
    }

    private static Shape shape(int axis, Tensor... parts) {
        Shape.requireAxis("concatenate", axis, parts[0]);
        int[] dims = parts[0].shape();
        for (int i = 1; i < parts.length; i++) {
            int[] next = parts[i].shape();
            boolean fits = next.length == dims.length;
            for (int d = 0; fits && d < dims.length; d++) {
                fits = d == axis || next[d] == dims[d];
            }
            Shape.require(fits, "concatenate", "equal dimensions but for axis " + axis, parts[0], parts[i]);
            dims[axis] = Math.addExact(dims[axis], next[axis]);
        }
        return parts[0].layout().with(axis, dims[axis]);
    }

    @Override
    void compute() {
        Storage y = output().storage();
        Shape.Along whole = output().layout().along(axis);
        int offset = 0;
        for (Tensor part : inputs()) {
            Storage x = part.storage();
            int run = part.layout().along(axis).run();
            for (int i = 0; i < whole.outer(); i++) {
                System.arraycopy(x.array, x.offset + i * run, y.array, y.offset + i * whole.run() + offset, run);
            }
            offset += run;
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        int from = 0;
        for (Tensor part : inputs()) {
            if (to.wants(part)) {
                to.add(part, dy.slice(axis, from, from + part.dim(axis)));
            }
            from += part.dim(axis);
        }
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        Tensor[] tangents = new Tensor[dx.length];
        for (int i = 0; i < dx.length; i++) {
            tangents[i] = dx[i] == null ? Tensor.full(0, input(i).layout()) : dx[i];
        }
        return new Concatenate(axis, tangents).apply();
    }
}
