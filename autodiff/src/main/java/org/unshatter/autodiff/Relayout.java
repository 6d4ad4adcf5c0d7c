package org.unshatter.autodiff;

import org.unshatter.kernels.Images;

/** The same elements in the other layout: from row-major to that of images, or back. */
final class Relayout extends Operation {

    Relayout(Tensor x, Shape to) {
        super(new Tensor[] {x}, to);
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage y = output().storage();
        Images images = output().layout().images();
        if (images != null) {
            images.fromNchw(x.array, x.offset, y.array, y.offset);
        } else {
            input(0).layout().images().toNchw(x.array, x.offset, y.array, y.offset);
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        to.add(input(0), dy);
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return dx[0].in(output().layout());
    }
}
