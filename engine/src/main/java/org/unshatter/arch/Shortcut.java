package org.unshatter.arch;

/** What a skip does where its two ends have different shapes. Elsewhere it is the identity. */
public enum Shortcut {

    /** Every other pixel, and zeros for the new channels: option A of He et al. 2016a. */
    PADDED,
    /** A convolution of 1 × 1: option B there. */
    PROJECTED,
    /** There is no skip, only the branch, without α, β and gates; it starts like any layers of weights, not at 0. */
    NONE
}
