package org.unshatter.autodiff;

import java.util.Set;

/** The result of a reverse pass: one gradient per variable. Those of intermediate tensors are dropped as soon as they are used. */
public final class Gradients {

    private final Set<Tensor> variables;
    private final Cotangents cotangents;

    Gradients(Set<Tensor> variables, Cotangents cotangents) {
        this.variables = variables;
        this.cotangents = cotangents;
    }

    /**
     * The gradient by a variable, of its shape; zeros if the output does not depend on it.
     *
     * @throws IllegalArgumentException if the tensor is not a variable of the tape
     */
    public Tensor of(Tensor variable) {
        Tape.requireVariable(variables, variable);
        Tensor gradient = cotangents.get(variable);
        return gradient == null ? Tensor.full(0, variable.layout()) : gradient;
    }
}
