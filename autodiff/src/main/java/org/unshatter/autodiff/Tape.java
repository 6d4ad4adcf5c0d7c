package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Records operations in the order they are computed and runs their rules in the reverse order.
 *
 * <p>A tape is used by one thread at a time, and lives as long as one evaluation:
 * <pre>{@code
 * Tape tape = new Tape();
 * Tensor x = tape.variable(Tensor.of(new float[] {1, 2}, 1, 2));
 * Tensor y = x.matmulTransposed(weight).relu().sum();
 * Tensor dx = tape.gradients(y).of(x);
 * }</pre>
 */
public final class Tape {

    private final List<Operation> operations = new ArrayList<>();
    private final Set<Tensor> variables = Collections.newSetFromMap(new IdentityHashMap<>());

    public Tape() {
    }

    /** A tensor with the same elements (not copied) on this tape: what is computed from it is recorded, and it has a gradient. */
    public Tensor variable(Tensor value) {
        Tensor variable = new Tensor(this, value.data(), value.dims());
        variables.add(variable);
        return variable;
    }

    /** Gradients of the sum of all elements of {@code output}; for a scalar, of the scalar itself. */
    public Gradients gradients(Tensor output) {
        float[] ones = new float[output.size()];
        Arrays.fill(ones, 1f);
        return gradients(output, Tensor.of(ones, output.dims()));
    }

    /**
     * Gradients of ⟨seed, output⟩: the vector-Jacobian product.
     *
     * @param seed of the shape of the output
     * @throws IllegalArgumentException if the output is not on this tape or the shapes differ
     */
    public Gradients gradients(Tensor output, Tensor seed) {
        if (output.tape() != this) {
            throw new IllegalArgumentException("output is not on this tape, expected a tensor computed from its variables");
        }
        Shapes.requireSame("gradients", output, seed);
        Gradients gradients = new Gradients(variables);
        gradients.seed(output, seed.data());
        for (int i = operations.size() - 1; i >= 0; i--) {
            Operation operation = operations.get(i);
            float[] dy = gradients.take(operation.output());
            if (dy != null) {
                operation.backward(dy, gradients);
            }
        }
        return gradients;
    }

    static Tensor record(Operation operation) {
        operation.forward();
        Tensor output = operation.output();
        if (output.tape() != null) {
            output.tape().operations.add(operation);
        }
        return output;
    }

    /** The tape of the inputs, or null if none is on one. */
    static Tape common(Tensor... inputs) {
        Tape tape = null;
        for (Tensor input : inputs) {
            if (tape != null && input.tape() != null && input.tape() != tape) {
                throw new IllegalArgumentException("the inputs are on different tapes, expected one");
            }
            tape = input.tape() != null ? input.tape() : tape;
        }
        return tape;
    }
}
