package org.unshatter.autodiff;

/** An operation that can end in a rectifier, in the same pass. */
interface Rectifiable {

    /** The same with max(·, 0) behind it, or null if it has one already. */
    Operation rectified(Tensor output);
}
