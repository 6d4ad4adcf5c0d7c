package org.unshatter.autodiff;

/** What a gradient sees of the batch statistics (mean, variance) inside a normalisation. */
public enum Statistics {

    /** Statistics are held constant: the gradient of each sample is its own, as if the others did not exist. */
    CONSTANT,

    /** The derivative flows through the statistics, so that each sample's output depends on all samples. */
    DIFFERENTIATED
}
