package org.unshatter.autodiff;

import java.util.Arrays;
import java.util.stream.IntStream;
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
        leak(rows, input(0).storage(), input(1).storage(), input(0).storage(), output().storage());
    }

    /** y ← d where x &gt; 0, a·d elsewhere. The kernel refuses a slope that is not finite, which a learned one may become: then y is not either. */
    private static void leak(Shape.Along rows, Storage x, Storage a, Storage d, Storage y) {
        for (int i = 0, at = 0; i < rows.outer() * rows.length(); i++, at += rows.inner()) {
            float slope = a.array[a.offset + i % rows.length()];
            if (Float.isFinite(slope)) {
                Masks.leaky(rows.inner(), slope, x.array, x.offset + at, d.array, d.offset + at, y.array, y.offset + at);
            } else {
                for (int e = at; e < at + rows.inner(); e++) {
                    y.array[y.offset + e] = (x.array[x.offset + e] > 0 ? 1 : slope) * d.array[d.offset + e];
                }
            }
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        if (to.wants(input(0))) {
            to.add(input(0), new Slope(input(0), input(1), dy).apply());
        }
        if (to.wants(input(1))) {
            Tensor byFeature = dy.multiply(input(0).min(0));
            int[] others = IntStream.range(0, dy.rank()).filter(axis -> axis != 1).toArray();
            to.add(input(1), byFeature.rank() == 4 && byFeature.size() > 0 ? byFeature.images().sumOfChannels() : byFeature.sum(others));
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
            leak(rows, input(0).storage(), input(1).storage(), input(2).storage(), output().storage());
        }

        @Override
        Tensor jvp(Tensor[] t) {
            Tensor bySlope = t[1] == null ? null : input(2).subtract(new Rectifiers.PassAbove(0, input(2), input(0)).apply()).multiply(spread(t[1], input(0)));
            return sum(bySlope, t[2] == null ? null : new Slope(input(0), input(1), t[2]).apply());
        }
    }
}
