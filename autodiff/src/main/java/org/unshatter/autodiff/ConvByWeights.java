package org.unshatter.autodiff;

import org.unshatter.kernels.Conv2d;
import org.unshatter.kernels.Convolution;

/** The gradient of a convolution by its weights: dW from X and dY, linear in each. */
final class ConvByWeights extends Operation {

    private final Convolution shape;

    ConvByWeights(Convolution shape, Tensor x, Tensor dy) {
        super(new Tensor[] {x.in(Shape.of(shape.input())), dy.in(Shape.of(shape.output()))},
                Shape.of(shape.filters(), shape.channelsPerFilter(), shape.window().height(), shape.window().width()));
        this.shape = shape;
    }

    private ConvByWeights(Convolution shape, Tensor x, Tensor dy, Tensor output) {
        super(new Tensor[] {x, dy}, new Tensor[] {output});
        this.shape = shape;
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage dy = input(1).storage();
        Storage dw = output().storage();
        Conv2d.gradientByWeights(shape, x.array, x.offset, dy.array, dy.offset, false, dw.array, dw.offset);
    }

    @Override
    void vjp(Tensor d, Cotangents to) {
        if (to.wants(input(0))) {
            to.add(input(0), new ConvByData(shape, d, input(1)).apply());
        }
        if (to.wants(input(1))) {
            to.add(input(1), Conv.of(shape, input(0), d));
        }
    }

    @Override
    Tensor jvp(Tensor[] d) {
        return sum(d[0] == null ? null : new ConvByWeights(shape, d[0], input(1)).apply(), d[1] == null ? null : new ConvByWeights(shape, input(0), d[1]).apply());
    }

    /** As {@link Conv} does. */
    @Override
    Operation fused(Graph graph) {
        return shape.groups() == 1 && !shape.crelu() && graph.maker(input(0)) instanceof Crelu crelu
                ? new ConvByWeights(Conv.throughCrelu(shape, crelu.input(0)), crelu.input(0), input(1), output()) : null;
    }
}
