package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Records operations in the order they are computed, and runs their rules: in the reverse order for gradients, in the same order for tangents.
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
    private boolean recording = true;

    /** An empty tape. It lives as long as what is computed on it is wanted; there is nothing to close. */
    public Tape() {
    }

    /** A tensor with the same elements (not copied) on this tape: what is computed from it is recorded, and it has a gradient. */
    public Tensor variable(Tensor value) {
        Tensor variable = new Tensor(value.layout(), value.storage(), this);
        variables.add(variable);
        return variable;
    }

    /** Gradients of the sum of all elements of {@code output}; for a scalar, of the scalar itself. */
    public Gradients gradients(Tensor output) {
        return gradients(output, Tensor.full(1, output.layout()));
    }

    /**
     * Gradients of ⟨seed, output⟩: the vector-Jacobian product.
     *
     * @param seed of the shape of the output
     * @throws IllegalArgumentException if the output is not on this tape or the shapes differ
     */
    public Gradients gradients(Tensor output, Tensor seed) {
        return gradients(output, seed, false);
    }

    /** The same, with the computation of the gradients recorded on this tape as well, so that they can be differentiated by {@link #tangents}. */
    public Gradients differentiableGradients(Tensor output) {
        return gradients(output, Tensor.full(1, output.layout()), true);
    }

    private Gradients gradients(Tensor output, Tensor seed, boolean differentiable) {
        requireMine(output);
        Shape.requireSame("gradients", output, seed);
        Cotangents cotangents = new Cotangents(this);
        cotangents.add(output, seed.in(output.layout()));
        recording(differentiable, () -> reverse(0, operations.size(), cotangents));
        return new Gradients(variables, cotangents);
    }

    private void reverse(int from, int to, Cotangents cotangents) {
        for (int i = to - 1; i >= from; i--) {
            Operation operation = operations.get(i);
            Tensor[] dys = cotangents.take(operation.outputs());
            if (dys != null) {
                operation.vjps(dys, cotangents);
            }
        }
    }

    /**
     * Directional derivatives of everything on this tape: Jacobian-vector products.
     *
     * @param variable  where the direction starts
     * @param direction of its shape
     */
    public Tangents tangents(Tensor variable, Tensor direction) {
        return tangents(List.of(variable), List.of(direction));
    }

    /**
     * The same, all variables named moving at once.
     *
     * @throws IllegalArgumentException if there are not as many directions as variables, one is not a variable of this tape, or a shape differs
     */
    public Tangents tangents(List<Tensor> variables, List<Tensor> directions) {
        if (directions.size() != variables.size()) {
            throw new IllegalArgumentException("directions are " + directions.size() + ", expected one for each of the " + variables.size() + " variables");
        }
        Tangents tangents = new Tangents(this);
        for (int i = 0; i < variables.size(); i++) {
            requireVariable(this.variables, variables.get(i));
            Shape.requireSame("tangents", variables.get(i), directions.get(i));
            tangents.set(variables.get(i), directions.get(i).in(variables.get(i).layout()));
        }
        recording(false, () -> forward(0, operations.size(), tangents));
        return tangents;
    }

    private void forward(int from, int to, Tangents tangents) {
        for (int i = from; i < to; i++) {
            tangents.push(operations.get(i));
        }
    }

    /**
     * segment(x), of which nothing but the result is kept: for the reverse pass it is computed once more. A net of L layers cut into √L segments
     * needs memory for about 2√L of them. Source: Chen et al. 2016, section 4.
     *
     * @param segment a pure function; it may use variables of this tape
     */
    public Tensor checkpoint(Function<Tensor, Tensor> segment, Tensor x) {
        if (!recording) {
            return segment.apply(x);
        }
        Tensor[] y = new Tensor[1];
        recording(false, () -> y[0] = segment.apply(x));
        Tensor output = new Tensor(y[0].layout(), y[0].storage(), this);
        new Checkpoint(segment, x, output).recordOnTape();
        return output;
    }

    /** Computes a segment again, this time recorded, and goes back through it. */
    void reverseThrough(Function<Tensor, Tensor> segment, Tensor x, Tensor dy, Cotangents cotangents) {
        int from = operations.size();
        Tensor[] y = new Tensor[1];
        recording(true, () -> y[0] = segment.apply(x));
        cotangents.add(y[0], dy);
        reverse(from, operations.size(), cotangents);
        if (!recording) {
            operations.subList(from, operations.size()).clear();
        }
    }

    /** Computes a segment again and carries tangents through it. */
    Tensor forwardThrough(Function<Tensor, Tensor> segment, Tensor x, Tangents tangents) {
        int from = operations.size();
        Tensor[] y = new Tensor[1];
        recording(true, () -> y[0] = segment.apply(x));
        forward(from, operations.size(), tangents);
        Tensor dy = tangents.get(y[0]);
        List<Operation> inside = operations.subList(from, operations.size());
        inside.forEach(tangents::forget);
        inside.clear();
        return dy;
    }

    private void recording(boolean recording, Runnable work) {
        boolean before = this.recording;
        this.recording = recording;
        try {
            work.run();
        } finally {
            this.recording = before;
        }
    }

    void add(Operation operation) {
        Trace trace = Trace.current();
        if (trace != null) {
            trace.uses(this, operations.size());
        }
        operations.add(operation);
    }

    /** Forgets all operations but the first. */
    void cut(int size) {
        operations.subList(size, operations.size()).clear();
    }

    private void requireMine(Tensor output) {
        if (output.tape() != this) {
            throw new IllegalArgumentException("output is not on this tape, expected a tensor computed from its variables");
        }
    }

    static void requireVariable(Set<Tensor> variables, Tensor tensor) {
        if (!variables.contains(tensor)) {
            throw new IllegalArgumentException("the tensor " + tensor + " is not a variable of the tape, expected one made by Tape.variable");
        }
    }

    /** The tape of the inputs that is recording, or null if none is. */
    static Tape common(Tensor... inputs) {
        Tape tape = null;
        for (Tensor input : inputs) {
            if (tape != null && input.tape() != null && input.tape() != tape) {
                throw new IllegalArgumentException("the inputs are on different tapes, expected one");
            }
            tape = input.tape() != null ? input.tape() : tape;
        }
        return tape != null && tape.recording ? tape : null;
    }
}
