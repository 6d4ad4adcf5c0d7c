package org.unshatter.autodiff;

import java.util.Arrays;
import org.unshatter.kernels.Conv2d;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/** Of images, the sum of each channel over batch and pixels, [channels]: how the gradient by a bias is taken. Its transpose is {@link Spread}. */
final class ChannelSums extends Operation {

    private final Convolution shape;

    ChannelSums(Tensor x) {
        super(new Tensor[] {x}, Shape.of(x.dim(1)));
        shape = Convolution.of(x.layout().images(), Window.of(1), x.dim(1)); // one whose output is x
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage sums = output().storage();
        Conv2d.gradientByBias(shape, x.array, x.offset, false, sums.array, sums.offset);
    }

    @Override
    void vjp(Tensor d, Cotangents to) {
        to.add(input(0), new Spread(d, input(0).layout()).apply());
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return new ChannelSums(dx[0]).apply();
    }

    /** A number for each channel, [channels], at all pixels of all images. */
    static final class Spread extends Operation {

        private final Images images;

        Spread(Tensor x, Shape shape) {
            super(new Tensor[] {x}, shape);
            images = shape.images();
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage y = output().storage();
            int plane = images.height() * images.width() * Images.LANES;
            for (int i = 0, at = y.offset; at < y.offset + y.length; i++, at += plane) {
                Arrays.fill(y.array, at, at + plane, x.array[x.offset + i % images.channels()]);
            }
        }

        @Override
        void vjp(Tensor d, Cotangents to) {
            to.add(input(0), new ChannelSums(d).apply());
        }

        @Override
        Tensor jvp(Tensor[] dx) {
            return new Spread(dx[0], output().layout()).apply();
        }
    }
}
