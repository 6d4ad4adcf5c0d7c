package org.unshatter.autodiff;

import java.util.IdentityHashMap;
import java.util.Map;

/** What a reverse pass knows: of each tensor the gradient that has reached it so far. */
final class Cotangents {

    private final Tape tape;
    private final Map<Tensor, Tensor> sums = new IdentityHashMap<>();

    Cotangents(Tape tape) {
        this.tape = tape;
    }

    /** Whether anything depends on the gradient by this input. */
    boolean wants(Tensor input) {
        return input.tape() == tape;
    }

    /** Adds to the gradient by an input, if it is wanted. */
    void add(Tensor input, Tensor gradient) {
        if (wants(input)) {
            sums.merge(input, gradient.in(input.layout()), Tensor::add);
        }
    }

    Tensor get(Tensor tensor) {
        return sums.get(tensor);
    }

    /** Takes out what has reached the outputs of an operation; null if nothing has. */
    Tensor[] take(Tensor[] outputs) {
        Tensor[] taken = null;
        for (int i = 0; i < outputs.length; i++) {
            Tensor sum = sums.remove(outputs[i]);
            if (sum != null) {
                taken = taken == null ? new Tensor[outputs.length] : taken;
                taken[i] = sum;
            }
        }
        return taken;
    }

    Tape tape() {
        return tape;
    }
}
