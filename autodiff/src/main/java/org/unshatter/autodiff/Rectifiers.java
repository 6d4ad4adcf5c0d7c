package org.unshatter.autodiff;

import org.unshatter.kernels.Activations;
import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Masks;

/** Functions of one number made of two straight lines, and the masks that are their derivatives. */
final class Rectifiers {

    private Rectifiers() {
    }

    /** Y = max(X, 0); Y′ = 1 where X &gt; 0, which is where Y &gt; 0: so X need not be kept. */
    static final class Relu extends Unary {
        Relu(Tensor x) {
            super(x);
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Elementwise.relu(n, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return new PassAbove(0, d, output()).apply();
        }

        @Override
        Operation fused(Graph graph) {
            return graph.onlyUse(input(0)) && graph.maker(input(0)) instanceof Rectifiable affine ? affine.rectified(output()) : null;
        }
    }

    /** Y = max(X, a); Y′ = 1 where X &gt; a. */
    static final class Max extends Unary {
        private final float a;

        Max(float a, Tensor x) {
            super(x);
            this.a = a;
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Elementwise.max(n, a, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return new PassAbove(a, d, input(0)).apply();
        }
    }

    /** Y = min(X, a); Y′ = 1 where X &lt; a. */
    static final class Min extends Unary {
        private final float a;

        Min(float a, Tensor x) {
            super(x);
            this.a = a;
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Elementwise.min(n, a, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return new PassBelow(a, d, input(0)).apply();
        }
    }

    /** Y = X where X &gt; 0, s·X elsewhere; Y′ = 1 or s. */
    static final class LeakyRelu extends Unary {
        private final float slope;

        LeakyRelu(float slope, Tensor x) {
            super(x);
            this.slope = slope;
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Activations.leakyRelu(n, slope, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return new Leak(slope, d, input(0)).apply();
        }
    }

    /** D where a condition on X holds: linear in D, and flat in X. */
    private abstract static class Mask extends Pointwise {
        Mask(Tensor d, Tensor x) {
            super(d, x);
        }

        /** The same mask for another D. */
        abstract Tensor of(Tensor d);

        @Override
        void vjp(Tensor dy, Cotangents to) {
            if (to.wants(input(0))) {
                to.add(input(0), of(dy));
            }
        }

        @Override
        Tensor jvp(Tensor[] dx) {
            return dx[0] == null ? null : of(dx[0]);
        }
    }

    /** Y = D where X &gt; a, else 0. */
    static final class PassAbove extends Mask {
        private final float a;

        PassAbove(float a, Tensor d, Tensor x) {
            super(d, x);
            this.a = a;
        }

        @Override
        void compute(int n, float[] d, int dOffset, float[] x, int xOffset, float[] y, int yOffset) {
            Masks.passAbove(n, a, x, xOffset, d, dOffset, y, yOffset);
        }

        @Override
        Tensor of(Tensor d) {
            return new PassAbove(a, d, input(1)).apply();
        }

        /** Whether this is the derivative of a rectifier, whose output is then the second input. */
        boolean isOfRectifier() {
            return a == 0;
        }

        /** The rectifier before a product or a convolution: an end of the pass that computes the gradient by its output. */
        @Override
        Operation fused(Graph graph) {
            if (a != 0 || !graph.onlyUse(input(0))) {
                return null;
            }
            return switch (graph.maker(input(0))) {
                case ConvByData gradient -> gradient.rectifiedBy(input(1), output());
                case MatMul product -> product.rectifiedBy(input(1), output());
                default -> null;
            };
        }
    }

    /** Y = D where X &lt; a, else 0. */
    static final class PassBelow extends Mask {
        private final float a;

        PassBelow(float a, Tensor d, Tensor x) {
            super(d, x);
            this.a = a;
        }

        @Override
        void compute(int n, float[] d, int dOffset, float[] x, int xOffset, float[] y, int yOffset) {
            Masks.passBelow(n, a, x, xOffset, d, dOffset, y, yOffset);
        }

        @Override
        Tensor of(Tensor d) {
            return new PassBelow(a, d, input(1)).apply();
        }
    }

    /** Y = D where X &gt; 0, s·D elsewhere. */
    private static final class Leak extends Mask {
        private final float slope;

        Leak(float slope, Tensor d, Tensor x) {
            super(d, x);
            this.slope = slope;
        }

        @Override
        void compute(int n, float[] d, int dOffset, float[] x, int xOffset, float[] y, int yOffset) {
            Masks.leaky(n, slope, x, xOffset, d, dOffset, y, yOffset);
        }

        @Override
        Tensor of(Tensor d) {
            return new Leak(slope, d, input(1)).apply();
        }
    }
}
