package org.unshatter.autodiff;

import java.util.Arrays;

/** Y = X with zeros before and behind it along one axis. Its transpose is {@link Slice}. */
final class Pad extends Operation {

    private final int axis;
    private final int before;
    private final Shape.Along whole;
    private final Shape.Along part;

    Pad(Tensor x, int axis, int before, int after) {
        super(new Tensor[] {x}, shape(x, axis, before, after));
        this.axis = axis;
        this.before = before;
        whole = output().layout().along(axis);
        part = x.layout().along(axis);
    }

    private static Shape shape(Tensor x, int axis, int before, int after) {
        Shape.requireAxis("pad", axis, x);
        Shape.require(before >= 0 && after >= 0, "pad", "no negative padding for before " + before + ", after " + after, x);
        return x.layout().with(axis, Shape.extent("pad", (long) before + x.dim(axis) + after, x));
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage y = output().storage();
        for (int i = 0; i < part.outer(); i++) {
            int from = y.offset + i * whole.run();
            int at = from + before * whole.inner();
            Arrays.fill(y.array, from, at, 0f);
            System.arraycopy(x.array, x.offset + i * part.run(), y.array, at, part.run());
            Arrays.fill(y.array, at + part.run(), from + whole.run(), 0f);
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        to.add(input(0), new Slice(dy, axis, before, before + input(0).dim(axis)).apply());
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return new Pad(dx[0], axis, before, output().dim(axis) - before - input(0).dim(axis)).apply();
    }
}
