package org.unshatter.autodiff;

import java.util.Arrays;
import org.unshatter.kernels.Transposition;

/** Axis i of Y is axis axes[i] of X. Its transpose is the inverse permutation. */
final class Permute extends Operation {

    private final int[] axes;

    Permute(Tensor x, int... axes) {
        super(new Tensor[] {x}, shape(x, axes));
        this.axes = axes.clone();
    }

    private static Shape shape(Tensor x, int[] axes) {
        boolean[] seen = new boolean[x.rank()];
        boolean fits = axes.length == x.rank();
        for (int i = 0; fits && i < axes.length; i++) {
            fits = axes[i] >= 0 && axes[i] < seen.length && !seen[axes[i]];
            if (fits) {
                seen[axes[i]] = true;
            }
        }
        Shape.require(fits, "transpose", "each axis once in " + Arrays.toString(axes), x);
        int[] dims = new int[axes.length];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = x.dim(axes[i]);
        }
        return Shape.of(dims);
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage y = output().storage();
        Transposition.permute(input(0).layout().dims(), axes, x.array, x.offset, y.array, y.offset);
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        int[] inverse = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            inverse[axes[i]] = i;
        }
        to.add(input(0), new Permute(dy, inverse).apply());
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return new Permute(dx[0], axes).apply();
    }
}
