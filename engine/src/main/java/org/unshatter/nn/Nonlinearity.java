package org.unshatter.nn;

import org.unshatter.autodiff.Tensor;

/**
 * An activation without parameters, as a layer.
 *
 * @param activation any but PReLU
 */
public record Nonlinearity(Activation activation) implements Layer {

    /** @throws IllegalArgumentException if the activation is PReLU, whose slope is a parameter: see {@link Prelu} */
    public Nonlinearity {
        if (activation.kind() == Activation.Kind.PRELU) {
            throw new IllegalArgumentException("activation is " + activation + ", expected one without parameters; PReLU is a layer of its own");
        }
    }

    @Override
    public Tensor apply(Tensor x) {
        return activation.apply(x);
    }
}
