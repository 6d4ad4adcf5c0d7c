package org.unshatter.tests.autodiff;

import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Forged;
import org.unshatter.autodiff.Tensor;

/** Builds operations with wrong rules out of right ones. */
final class Rules {

    private Rules() {
    }

    /** The value of one tensor with the derivatives of another, of the same shape and finite. */
    static Tensor replaced(Tensor value, Tensor derivatives) {
        return value.detach().add(derivatives.subtract(derivatives.detach()));
    }

    /** The value and the gradient of one tensor with the tangent of another. */
    static Tensor withTangentOf(Tensor other, Tensor right) {
        return Forged.of(right, right, other);
    }

    /** The value and the tangent of one tensor with the gradient of another. */
    static Tensor withGradientOf(Tensor other, Tensor right) {
        return Forged.of(right, other, right);
    }

    /** y with a gradient by x that is made by another rule from that of y. */
    static Tensor withRule(Tensor y, Tensor x, UnaryOperator<Tensor> rule) {
        return Forged.withRule(y, x, rule);
    }

    /** The value of one tensor; derivatives as if it were slope·x, element by element. */
    static Tensor withSlope(Tensor slope, Tensor x, Tensor value) {
        return replaced(value, x.multiply(slope.detach()));
    }

    /** x; the gradient that passes it is right, its tangent is that of something else made of it. */
    static Tensor withSecondDerivative(UnaryOperator<Tensor> wrong, Tensor x) {
        return Forged.withRule(x, x, dy -> withTangentOf(wrong.apply(dy), dy));
    }
}
