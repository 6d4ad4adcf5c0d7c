package org.unshatter.autodiff;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** The result of a reverse pass: one gradient per variable. Those of intermediate tensors are dropped as soon as they are used. */
public final class Gradients {

    private final Set<Tensor> variables;
    private final Map<Tensor, float[]> buffers = new IdentityHashMap<>();

    Gradients(Set<Tensor> variables) {
        this.variables = variables;
    }

    /**
     * The gradient by a variable, of its shape; zeros if the output does not depend on it.
     *
     * @throws IllegalArgumentException if the tensor is not a variable of the tape
     */
    public Tensor of(Tensor variable) {
        if (!variables.contains(variable)) {
            throw new IllegalArgumentException("the tensor " + variable + " is not a variable of the tape, expected one made by Tape.variable");
        }
        return Tensor.of(buffer(variable), variable.dims());
    }

    boolean wants(Tensor input) {
        return input.tape() != null;
    }

    /** Where a rule adds its contribution: zeros at first. */
    float[] buffer(Tensor input) {
        return buffers.computeIfAbsent(input, t -> new float[t.size()]);
    }

    void seed(Tensor output, float[] dy) {
        buffers.put(output, dy.clone());
    }

    /** Takes out the finished gradient of an operation's output; null if nothing has reached it. */
    float[] take(Tensor output) {
        return buffers.remove(output);
    }
}
