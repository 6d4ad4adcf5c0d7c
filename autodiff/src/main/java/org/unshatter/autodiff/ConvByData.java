package org.unshatter.autodiff;

import java.util.Arrays;
import org.unshatter.kernels.Conv2d;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Masks;

/**
 * The gradient of a convolution by its data: dX from W and dY, linear in each.
 * Fused with what follows it in a net: dX ← A + dX, then dX where Y &gt; 0; or dX through the gradient of CReLU at X.
 */
final class ConvByData extends Operation {

    private final Convolution shape;
    /** Indices of the inputs A, Y and X; 0 for none. */
    private final int addend;
    private final int rectifier;
    private final int crelu;

    ConvByData(Convolution shape, Tensor w, Tensor dy) {
        super(new Tensor[] {w, dy.in(Shape.of(shape.output()))}, Shape.of(shape.input()));
        this.shape = shape;
        addend = 0;
        rectifier = 0;
        crelu = 0;
    }

    private ConvByData(ConvByData of, Convolution shape, int addend, int rectifier, int crelu, Tensor extra, Tensor output) {
        super(with(of.inputs(), extra), new Tensor[] {output});
        this.shape = shape;
        this.addend = addend;
        this.rectifier = rectifier;
        this.crelu = crelu;
    }

    private static Tensor[] with(Tensor[] inputs, Tensor extra) {
        Tensor[] all = Arrays.copyOf(inputs, inputs.length + 1);
        all[inputs.length] = extra;
        return all;
    }

    Operation addedTo(Tensor a, Tensor output) {
        return addend + rectifier + crelu > 0 ? null : new ConvByData(this, shape, inputs().length, 0, 0, a, output);
    }

    Operation rectifiedBy(Tensor y, Tensor output) {
        return rectifier + crelu > 0 ? null : new ConvByData(this, shape, addend, inputs().length, 0, y, output);
    }

    Operation throughCrelu(Tensor x, Tensor output) {
        return addend + rectifier + crelu > 0 || shape.groups() > 1 ? null
                : new ConvByData(this, Conv.throughCrelu(shape, x), 0, 0, inputs().length, x, output);
    }

    @Override
    void compute() {
        Storage w = input(0).storage();
        Storage dy = input(1).storage();
        Storage dx = output().storage();
        if (addend > 0) {
            Storage a = input(addend).storage();
            if (a.array != dx.array || a.offset != dx.offset) {
                System.arraycopy(a.array, a.offset, dx.array, dx.offset, dx.length);
            }
        }
        Storage x = crelu > 0 ? input(crelu).storage() : null;
        Conv2d.gradientByData(shape, x == null ? null : x.array, x == null ? 0 : x.offset, w.array, w.offset, dy.array, dy.offset,
                addend > 0, dx.array, dx.offset);
        if (rectifier > 0) {
            Storage y = input(rectifier).storage();
            Masks.passAbove(dx.length, 0, y.array, y.offset, dx.array, dx.offset, dx.array, dx.offset);
        }
    }

    @Override
    void vjp(Tensor d, Cotangents to) {
        if (to.wants(input(0))) {
            to.add(input(0), new ConvByWeights(shape, d, input(1)).apply());
        }
        if (to.wants(input(1))) {
            to.add(input(1), Conv.of(shape, d, input(0)));
        }
    }

    @Override
    Tensor jvp(Tensor[] d) {
        return sum(d[0] == null ? null : new ConvByData(shape, d[0], input(1)).apply(), d[1] == null ? null : new ConvByData(shape, input(0), d[1]).apply());
    }

    @Override
    boolean mayOverwrite(int input) {
        return addend > 0 && input == addend;
    }
}
