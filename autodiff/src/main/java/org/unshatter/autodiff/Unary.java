package org.unshatter.autodiff;

/** Y = f(X), element by element. Its Jacobian is diagonal, so that one rule serves both directions. */
abstract class Unary extends Pointwise {

    Unary(Tensor x) {
        super(x);
    }

    abstract void compute(int n, float[] x, int xOffset, float[] y, int yOffset);

    /** d·f′(X), for a tangent or a cotangent d. */
    abstract Tensor slope(Tensor d);

    @Override
    final void compute(int n, float[] x, int xOffset, float[] none, int nowhere, float[] y, int yOffset) {
        compute(n, x, xOffset, y, yOffset);
    }

    @Override
    final void vjp(Tensor dy, Cotangents to) {
        to.add(input(0), slope(dy));
    }

    @Override
    final Tensor jvp(Tensor[] dx) {
        return slope(dx[0]);
    }
}
