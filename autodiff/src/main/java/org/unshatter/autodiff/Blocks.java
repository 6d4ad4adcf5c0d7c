package org.unshatter.autodiff;

/**
 * How a tensor looks along one axis: {@code outer} blocks of {@code length} elements, each the whole extent of the axis.
 *
 * @param inner elements per step along the axis
 */
record Blocks(int outer, int length, int inner) {

    static Blocks along(int axis, Tensor x) {
        int outer = 1;
        for (int d = 0; d < axis; d++) {
            outer *= x.dim(d);
        }
        int inner = 1;
        for (int d = axis + 1; d < x.rank(); d++) {
            inner *= x.dim(d);
        }
        return new Blocks(outer, x.dim(axis) * inner, inner);
    }

    static void checkAxis(String operation, int axis, Tensor x) {
        Shapes.require(axis >= 0 && axis < x.rank(), operation, "a rank above the axis " + axis, x);
    }
}
