package org.unshatter.tests.autodiff;

import org.unshatter.autodiff.Tensor;

/** Builds operations with wrong rules out of right ones. */
final class Rules {

    private Rules() {
    }

    /** The value of one tensor with the gradient of another, of the same shape and finite. */
    static Tensor replaced(Tensor value, Tensor gradient) {
        return value.detach().add(gradient.subtract(gradient.detach()));
    }
}
