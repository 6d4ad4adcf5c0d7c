// The gradient of CReLU(x) = (max(x, 0) | max(−x, 0)), three times: by the tape, by hand, and by differences.
//
//   java --add-modules jdk.incubator.vector -cp engine/target/unshatter-0.1.0.jar docs/examples/CreluGradient.java

import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

static final float[] X = {1.5f, -2, 0, 0.25f};
static final float[] WEIGHTS = {1, 2, 3, 4, 10, 20, 30, 40}; // four for the positive half, four for the negative

void main() {
    Tape tape = new Tape();
    Tensor x = tape.variable(Tensor.of(X, 1, 4));
    Tensor f = x.crelu().multiply(Tensor.of(WEIGHTS, 1, 8)).sum();
    float[] byTape = tape.gradients(f).of(x).toArray();

    for (int i = 0; i < X.length; i++) {
        // By hand: where x ≥ 0 the positive half passes the cotangent on, elsewhere the negative half does, with its sign changed. At 0 the
        // derivative is the one from the right, never that of neither half: a mirrored layer would lose the unit.
        float byHand = X[i] >= 0 ? WEIGHTS[i] : -WEIGHTS[4 + i];
        IO.println("x = %5.2f   tape %6.2f   by hand %6.2f   from the right %6.2f   from the left %6.2f"
                .formatted(X[i], byTape[i], byHand, slope(i, 0.125f), slope(i, -0.125f)));
    }
}

/** (f(x + h) − f(x))/h along one axis, without autodiff. */
static float slope(int axis, float h) {
    float[] moved = X.clone();
    moved[axis] += h;
    return (function(moved) - function(X)) / h;
}

static float function(float[] x) {
    float sum = 0;
    for (int i = 0; i < x.length; i++) {
        sum += WEIGHTS[i] * Math.max(x[i], 0) + WEIGHTS[x.length + i] * Math.max(-x[i], 0);
    }
    return sum;
}
