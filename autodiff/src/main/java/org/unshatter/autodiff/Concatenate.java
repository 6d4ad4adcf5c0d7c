package org.unshatter.autodiff;

import java.util.Arrays;

/** Y = the inputs side by side along one axis. Gradient: each input gets its slice of dY. */
final class Concatenate extends Operation {

    private final int axis;
    private final Shape.Along whole;
    private final int[] runs;

    Concatenate(int axis, Tensor... parts) {
        super(parts.clone(), shape(axis, parts));
        this.axis = axis;
        whole = output().layout().along(axis);
        runs = Arrays.stream(parts).mapToInt(part -> part.layout().along(axis).run()).toArray();
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
            dims[axis] = Shape.extent("concatenate", (long) dims[axis] + next[axis], parts);
        }
        return parts[0].layout().with(axis, dims[axis]);
    }

    @Override
    void compute() {
        Storage y = output().storage();
        int offset = 0;
        for (int p = 0; p < runs.length; p++) {
            Storage x = input(p).storage();
            for (int i = 0; i < whole.outer(); i++) {
                System.arraycopy(x.array, x.offset + i * runs[p], y.array, y.offset + i * whole.run() + offset, runs[p]);
            }
            offset += runs[p];
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
