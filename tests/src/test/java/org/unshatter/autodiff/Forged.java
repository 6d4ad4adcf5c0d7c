package org.unshatter.autodiff;

import java.util.function.UnaryOperator;

/**
 * An operation whose rules need not fit its value: a wrong rule for the checks to catch. Rules are the package's own, so this is in it.
 * Inputs: where the value, the gradient and the tangent are from.
 */
public final class Forged extends Operation {

    private final UnaryOperator<Tensor> rule;

    private Forged(UnaryOperator<Tensor> rule, Tensor value, Tensor reverse, Tensor forward) {
        super(new Tensor[] {value, reverse, forward}, value.layout());
        this.rule = rule;
    }

    /** The value of one tensor, the gradient of another and the tangent of a third, all of one shape. */
    public static Tensor of(Tensor value, Tensor reverse, Tensor forward) {
        return new Forged(UnaryOperator.identity(), value, reverse, forward).apply();
    }

    /** y, but x gets its gradient by a rule of its own, from that of y. Nothing else gets one. */
    public static Tensor withRule(Tensor y, Tensor x, UnaryOperator<Tensor> rule) {
        return new Forged(rule, y, x, y).apply();
    }

    @Override
    void compute() {
        Storage value = input(0).storage();
        System.arraycopy(value.array, value.offset, output().storage().array, output().storage().offset, value.length);
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        to.add(input(1), rule.apply(dy));
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return dx[2];
    }
}
