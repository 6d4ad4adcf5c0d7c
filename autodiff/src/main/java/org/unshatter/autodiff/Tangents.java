package org.unshatter.autodiff;

import java.util.IdentityHashMap;
import java.util.Map;

/** The result of a forward pass of derivatives: one tangent per tensor of the tape. */
public final class Tangents {

    private final Tape tape;
    private final Map<Tensor, Tensor> tangents = new IdentityHashMap<>();

    Tangents(Tape tape) {
        this.tape = tape;
    }

    /**
     * The directional derivative of a tensor on the tape, of its shape; zeros if it does not depend on the variables that move.
     *
     * @throws IllegalArgumentException if the tensor is not on the tape
     */
    public Tensor of(Tensor output) {
        if (output.tape() != tape) {
            throw new IllegalArgumentException("the tensor " + output + " is not on the tape, expected one computed from its variables");
        }
        Tensor tangent = get(output);
        return tangent == null ? Tensor.full(0, output.layout()) : tangent;
    }

    Tensor get(Tensor tensor) {
        return tangents.get(tensor);
    }

    void set(Tensor tensor, Tensor tangent) {
        tangents.put(tensor, tangent);
    }

    /** Of what an operation has made, which nobody outside can ask for. */
    void forget(Operation operation) {
        for (Tensor output : operation.outputs()) {
            tangents.remove(output);
        }
    }

    /** From the inputs of an operation to its outputs. */
    void push(Operation operation) {
        Tensor[] inputs = operation.inputs();
        Tensor[] dx = new Tensor[inputs.length];
        boolean any = false;
        for (int i = 0; i < inputs.length; i++) {
            dx[i] = get(inputs[i]);
            any |= dx[i] != null;
        }
        if (operation instanceof Checkpoint checkpoint) {
            // its variables are not among its inputs
            keep(operation.output(), checkpoint.jvp(this));
        } else if (any) {
            Tensor[] dy = operation.jvps(dx);
            for (int i = 0; i < dy.length; i++) {
                keep(operation.output(i), dy[i]);
            }
        }
    }

    private void keep(Tensor output, Tensor tangent) {
        if (tangent != null) {
            set(output, tangent.in(output.layout()));
        }
    }

    Tape tape() {
        return tape;
    }
}
