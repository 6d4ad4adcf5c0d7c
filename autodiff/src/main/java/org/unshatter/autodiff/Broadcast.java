package org.unshatter.autodiff;

import java.util.Arrays;
import java.util.function.BiFunction;

/** How shapes are brought together, and axes taken away: expressed by repetition and sums along one axis. */
final class Broadcast {

    private Broadcast() {
    }

    /** The shape that both can be repeated to; in the layout of images if one is in it and neither has to be repeated but from a single element. */
    static Shape common(String operation, Tensor x, Tensor y) {
        Shape a = x.layout();
        Shape b = y.layout();
        if (a.sameDims(b)) {
            return a.images() != null ? a : b;
        }
        if (a.images() != null && y.size() == 1 && b.rank() <= 4) {
            return a;
        }
        if (b.images() != null && x.size() == 1 && a.rank() <= 4) {
            return b;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] dims = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int p = i <= a.rank() ? a.dims()[a.rank() - i] : 1;
            int q = i <= b.rank() ? b.dims()[b.rank() - i] : 1;
            Shape.require(p == q || p == 1 || q == 1, operation, "extents that are equal, or 1, counted from the last axis", x, y);
            dims[rank - i] = p == 1 ? q : p;
        }
        return Shape.of(dims);
    }

    static Tensor expand(Tensor x, Shape to) {
        if (x.layout().sameDims(to)) {
            return x.in(to);
        }
        if (to.images() != null && x.size() == 1) {
            return x.reshape(1).expandTo(to.dims()[1]).alongChannels(to);
        }
        Tensor y = x.rowMajor();
        Shape.require(y.rank() <= to.rank(), "expandTo", "a rank of at most " + to.rank() + " to become " + to, x);
        int[] dims = new int[to.rank()];
        Arrays.fill(dims, 1);
        System.arraycopy(y.layout().dims(), 0, dims, to.rank() - y.rank(), y.rank());
        y = y.reshape(dims);
        for (int axis = to.rank() - 1; axis >= 0; axis--) {
            int extent = to.dims()[axis];
            if (dims[axis] != extent) {
                Shape.require(dims[axis] == 1, "expandTo", "extents that are equal to those of " + to + ", or 1", x);
                y = new Reduce.Repeat(y, axis, extent).apply();
            }
        }
        return y.in(to);
    }

    /** Applies a reduction along some axes, one after the other; they stay with extent 1. */
    static Tensor reduce(String operation, Tensor x, int[] axes, BiFunction<Tensor, Integer, Operation> along) {
        boolean[] seen = new boolean[x.rank()];
        Tensor y = x.rowMajor();
        for (int axis : axes) {
            Shape.requireAxis(operation, axis, x);
            Shape.require(!seen[axis], operation, "each axis once in " + Arrays.toString(axes), x);
            seen[axis] = true;
            y = along.apply(y, axis).apply();
        }
        return y;
    }

    /** Without axes of extent 1. */
    static Tensor without(int[] axes, Tensor x) {
        int[] dims = new int[x.rank() - axes.length];
        for (int axis = 0, i = 0; axis < x.rank(); axis++) {
            int wanted = axis;
            if (Arrays.stream(axes).noneMatch(a -> a == wanted)) {
                dims[i++] = x.dim(axis);
            }
        }
        return x.reshape(dims);
    }

    /** The shape to give to a tensor, with −1 replaced by what is left. */
    static Shape completed(Tensor x, int... dims) {
        int[] completed = dims.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == -1 && open < 0) {
                open = i;
            } else {
                known *= dims[i];
            }
        }
        if (open >= 0) {
            Shape.require(known > 0 && x.size() % known == 0, "reshape", "a multiple of " + known + " elements for " + Arrays.toString(dims), x);
            completed[open] = (int) (x.size() / known);
        }
        Shape shape = Shape.of(completed);
        Shape.require(shape.size() == x.size(), "reshape", "as many elements as " + shape, x);
        return shape;
    }
}
