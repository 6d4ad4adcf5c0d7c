package org.unshatter.autodiff;

import java.util.Arrays;
import org.unshatter.kernels.Activations;
import org.unshatter.kernels.Masks;

/**
 * Y = X where X &gt; 0, a·X elsewhere, with a slope for each feature along axis 1. Gradients: dX = dY where X &gt; 0, a·dY elsewhere;
 * da = Σ dY·min(X, 0). Source: He et al. 2015, equations 8 and 10.
 */
final class Prelu extends Operation {

    private final Shape.Along rows;

    private Prelu(Tensor x, Tensor slope) {
        super(new Tensor[] {x, slope}, x.layout());
        rows = x.layout().along(1);
    }

    static Tensor of(Tensor x, Tensor slope) {
        Shape.require(x.rank() >= 2 && slope.rank() == 1 && (slope.dim(0) == 1 || slope.dim(0) == x.dim(1)), "prelu", "a slope, or one for each feature", x, slope);
        return new Prelu(x, slope.expandTo(x.dim(1))).apply();
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage a = input(1).storage();
        Storage y = output().storage();
        for (int i = 0, at = 0; i < rows.outer() * rows.length(); i++, at += rows.inner()) {
            Activations.leakyRelu(rows.inner(), a.array[a.offset + i % rows.length()], x.array, x.offset + at, y.array, y.offset + at);
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        if (to.wants(input(0))) {
            to.add(input(0), new Slope(input(0), input(1), dy).apply());
        }
        if (to.wants(input(1))) {
            Tensor byFeature = dy.multiply(input(0).min(0));
            to.add(input(1), byFeature.rank() == 4 ? byFeature.images().sumOfChannels() : byFeature.reshape(dy.dim(0), dy.dim(1), -1).sum(0, 2));
        }
    }

    @Override
    Tensor jvp(Tensor[] d) {
        return sum(d[0] == null ? null : new Slope(input(0), input(1), d[0]).apply(), d[1] == null ? null : input(0).min(0).multiply(along(d[1])));
    }

    private Tensor along(Tensor slope) {
        return spread(slope, input(0));
    }

    private static Tensor spread(Tensor slope, Tensor x) {
        if (x.layout().images() != null) {
            return slope.alongChannels(x.layout());
        }
        int[] dims = new int[x.rank() - 1];
        Arrays.fill(dims, 1);
        dims[0] = slope.dim(0);
        return slope.reshape(dims).expandTo(x.layout());
    }

    /** D where X &gt; 0, a·D elsewhere. */
    private static final class Slope extends Operation {
        private final Shape.Along rows;

        Slope(Tensor x, Tensor slope, Tensor d) {
            super(new Tensor[] {x, slope, d}, x.layout());
            rows = x.layout().along(1);
        }

        @Override
        void compute() {
            Storage x = input(0).storage();
            Storage a = input(1).storage();
            Storage d = input(2).storage();
            Storage y = output().storage();
            for (int i = 0, at = 0; i < rows.outer() * rows.length(); i++, at += rows.inner()) {
                Masks.leaky(rows.inner(), a.array[a.offset + i % rows.length()], x.array, x.offset + at, d.array, d.offset + at, y.array, y.offset + at);
            }
        }

        @Override
        Tensor jvp(Tensor[] t) {
            Tensor bySlope = t[1] == null ? null : input(2).subtract(new Rectifiers.PassAbove(0, input(2), input(0)).apply()).multiply(spread(t[1], input(0)));
            return sum(bySlope, t[2] == null ? null : new Slope(input(0), input(1), t[2]).apply());
        }
    }
}
