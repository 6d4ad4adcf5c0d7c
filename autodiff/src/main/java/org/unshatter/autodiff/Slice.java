package org.unshatter.autodiff;

/** Y = X[…, from:to, …] along one axis. Its transpose is {@link Pad}. */
final class Slice extends Operation {

    private final int axis;
    private final int from;
    private final Shape.Along whole;
    private final Shape.Along part;

    Slice(Tensor x, int axis, int from, int to) {
        super(new Tensor[] {x}, shape(x, axis, from, to));
        this.axis = axis;
        this.from = from;
        whole = x.layout().along(axis);
        part = output().layout().along(axis);
    }

    private static Shape shape(Tensor x, int axis, int from, int to) {
        Shape.requireAxis("slice", axis, x);
        Shape.require(0 <= from && from <= to && to <= x.dim(axis), "slice",
                "0 ≤ from ≤ to ≤ the extent of axis " + axis + " for from " + from + ", to " + to, x);
        return x.layout().with(axis, to - from);
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage y = output().storage();
        for (int i = 0; i < part.outer(); i++) {
            System.arraycopy(x.array, x.offset + i * whole.run() + from * whole.inner(), y.array, y.offset + i * part.run(), part.run());
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        to.add(input(0), new Pad(dy, axis, from, input(0).dim(axis) - from - output().dim(axis)).apply());
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return new Slice(dx[0], axis, from, from + output().dim(axis)).apply();
    }
}
