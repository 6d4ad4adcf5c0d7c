package org.unshatter.autodiff;

import org.unshatter.kernels.Activations;
import org.unshatter.kernels.Elementwise;

/** Smooth functions of one number, each with its derivative. */
final class Functions {

    private Functions() {
    }

    /** Y = X + a. */
    static final class Shift extends Unary {
        private final float a;

        Shift(float a, Tensor x) {
            super(x);
            this.a = a;
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Elementwise.addScalar(n, a, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return d;
        }
    }

    /** Y = √X; Y′ = 1/(2Y). */
    static final class Sqrt extends Unary {
        Sqrt(Tensor x) {
            super(x);
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Elementwise.sqrt(n, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return d.divide(output()).scale(0.5f);
        }
    }

    /** Y = Xᵖ; Y′ = p·Xᵖ⁻¹. */
    static final class Pow extends Unary {
        private final double exponent;

        Pow(double exponent, Tensor x) {
            super(x);
            this.exponent = exponent;
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Elementwise.pow(n, exponent, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            // for the exponent 0 also where X is 0, whose power −1 is infinite
            return exponent == 0 ? d.scale(0) : d.multiply(input(0).pow(exponent - 1)).scale((float) exponent);
        }
    }

    /** Y = eˣ = Y′. */
    static final class Exp extends Unary {
        Exp(Tensor x) {
            super(x);
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Activations.exp(n, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return d.multiply(output());
        }
    }

    /** Y = log X; Y′ = 1/X. */
    static final class Log extends Unary {
        Log(Tensor x) {
            super(x);
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Elementwise.log(n, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return d.divide(input(0));
        }
    }

    /** Y = |X|; Y′ = sign X, and 0 at the kink. */
    static final class Abs extends Unary {
        Abs(Tensor x) {
            super(x);
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Elementwise.abs(n, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return d.multiply(new Sign(input(0)).apply());
        }
    }

    /** Y = sign X; Y′ = 0. */
    static final class Sign extends Unary {
        Sign(Tensor x) {
            super(x);
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Elementwise.sign(n, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return d.scale(0);
        }
    }

    /** Y = tanh X; Y′ = 1 − Y². */
    static final class Tanh extends Unary {
        Tanh(Tensor x) {
            super(x);
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Activations.tanh(n, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return d.subtract(d.multiply(output()).multiply(output()));
        }
    }

    /** Y = 1/(1 + e⁻ˣ); Y′ = Y·(1 − Y). */
    static final class Sigmoid extends Unary {
        Sigmoid(Tensor x) {
            super(x);
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Activations.sigmoid(n, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            Tensor dy = d.multiply(output());
            return dy.subtract(dy.multiply(output()));
        }
    }

    /** Y = log(1 + eˣ); Y′ = 1/(1 + e⁻ˣ). */
    static final class Softplus extends Unary {
        Softplus(Tensor x) {
            super(x);
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Activations.softplus(n, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return d.multiply(input(0).sigmoid());
        }
    }

    /** Y = X·Φ(X), Φ the normal distribution; Y′ = Φ(X) + X·φ(X). */
    static final class Gelu extends Unary {
        Gelu(Tensor x) {
            super(x);
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Activations.gelu(n, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            return d.multiply(new GeluDerivative(input(0)).apply());
        }
    }

    /** Y = Φ(X) + X·φ(X); Y′ = φ(X)·(2 − X²), φ(X) = exp(−X²/2)/√(2π). */
    static final class GeluDerivative extends Unary {
        private static final float DENSITY_AT_0 = (float) (1 / Math.sqrt(2 * Math.PI));

        GeluDerivative(Tensor x) {
            super(x);
        }

        @Override
        void compute(int n, float[] x, int xOffset, float[] y, int yOffset) {
            Activations.geluDerivative(n, x, xOffset, y, yOffset);
        }

        @Override
        Tensor slope(Tensor d) {
            Tensor density = input(0).multiply(input(0)).scale(-0.5f).exp().scale(DENSITY_AT_0);
            // X·φ first, which is 0 where X² is infinite
            return d.multiply(density.scale(2).subtract(density.multiply(input(0)).multiply(input(0))));
        }
    }
}
