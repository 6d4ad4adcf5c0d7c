package org.unshatter.autodiff;

import java.util.function.Function;

/** A segment whose inner results were dropped: it is computed once more when a derivative passes through it. See {@link Tape#checkpoint}. */
final class Checkpoint extends Operation {

    private final Function<Tensor, Tensor> segment;

    Checkpoint(Function<Tensor, Tensor> segment, Tensor x, Tensor output) {
        super(new Tensor[] {x}, new Tensor[] {output});
        this.segment = segment;
    }

    @Override
    void compute() {
        throw new IllegalStateException("a checkpoint is computed by its segment");
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        to.tape().reverseThrough(segment, input(0), dy, to);
    }

    Tensor jvp(Tangents tangents) {
        return tangents.tape().forwardThrough(segment, input(0), tangents);
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        throw new IllegalStateException("the tangents of a checkpoint need those of its variables");
    }
}
