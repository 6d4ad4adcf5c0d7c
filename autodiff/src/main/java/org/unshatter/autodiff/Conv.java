package org.unshatter.autodiff;

import org.unshatter.kernels.Conv2d;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/**
 * Y = W ∗ X + b, a convolution of images; W of [filters, channels / groups, height, width].
 * Gradients: {@link ConvByData}, {@link ConvByWeights}, and by the bias the sums of dY over each channel. Linear in each of the three.
 */
final class Conv extends Operation implements Rectifiable {

    private final Convolution shape;
    private final Activation activation;

    /** @param bias null for none */
    Conv(Tensor x, Tensor w, Tensor bias, Window window, int groups) {
        this(bias == null ? new Tensor[] {x, w} : new Tensor[] {x, w, bias}, shape(x, w, bias, window, groups));
    }

    private Conv(Tensor[] inputs, Convolution shape) {
        super(inputs, Shape.of(shape.output()));
        this.shape = shape;
        activation = Activation.NONE;
    }

    private Conv(Tensor[] inputs, Convolution shape, Activation activation, Tensor output) {
        super(inputs, new Tensor[] {output});
        this.shape = shape;
        this.activation = activation;
    }

    private static Convolution shape(Tensor x, Tensor w, Tensor bias, Window window, int groups) {
        Images images = x.layout().images();
        Shape.require(w.rank() == 4, "conv2d", "weights [filters, channels / groups, height, width]", x, w);
        Shape.require(groups > 0 && (long) w.dim(1) * groups == x.dim(1), "conv2d", "as many channels as the weights have, in " + groups + " groups", x, w);
        Shape.require(w.dim(2) == window.height() && w.dim(3) == window.width(), "conv2d", "weights of the " + window, x, w);
        Shape.require(w.dim(0) % groups == 0, "conv2d", "filters in " + groups + " groups", x, w);
        if (bias != null) {
            Shape.require(bias.rank() == 1 && bias.dim(0) == w.dim(0), "conv2d", "a bias for each filter", w, bias);
        }
        return new Convolution(images, window, w.dim(0), groups, false);
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage w = input(1).storage();
        Storage y = output().storage();
        Storage b = inputs().length > 2 ? input(2).storage() : null;
        Conv2d.forward(shape, x.array, x.offset, w.array, w.offset, b == null ? null : b.array, b == null ? 0 : b.offset, activation, y.array, y.offset);
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        if (to.wants(input(0))) {
            to.add(input(0), new ConvByData(shape, input(1), dy).apply());
        }
        if (to.wants(input(1))) {
            to.add(input(1), new ConvByWeights(shape, input(0), dy).apply());
        }
        if (inputs().length > 2 && to.wants(input(2))) {
            to.add(input(2), new ChannelSums(dy).apply());
        }
    }

    @Override
    Tensor jvp(Tensor[] d) {
        Tensor product = sum(d[0] == null ? null : new Conv(new Tensor[] {d[0], input(1)}, shape).apply(),
                d[1] == null ? null : new Conv(new Tensor[] {input(0), d[1]}, shape).apply());
        return sum(product, d.length < 3 || d[2] == null ? null : d[2].alongChannels(output().layout()));
    }

    @Override
    public Operation rectified(Tensor output) {
        return activation == Activation.NONE ? new Conv(inputs(), shape, Activation.RELU, output) : null;
    }

    /** Reads its input through CReLU, so that the doubled activation need not be stored. */
    @Override
    Operation fused(Graph graph) {
        if (shape.groups() == 1 && !shape.crelu() && graph.maker(input(0)) instanceof Crelu crelu) {
            Tensor[] inputs = inputs().clone();
            inputs[0] = crelu.input(0);
            return new Conv(inputs, throughCrelu(shape, inputs[0]), activation, output());
        }
        return null;
    }

    /** The same convolution, of CReLU(x). */
    static Convolution throughCrelu(Convolution shape, Tensor x) {
        return new Convolution(x.layout().images(), shape.window(), shape.filters(), 1, true);
    }

    /** Of the images dx, dw, dy: dw ∗ dx as in {@link Conv}, for the rules of the gradients. */
    static Tensor of(Convolution shape, Tensor x, Tensor w) {
        return new Conv(new Tensor[] {x, w}, shape).apply();
    }
}
