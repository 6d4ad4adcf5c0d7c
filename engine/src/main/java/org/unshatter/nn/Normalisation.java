package org.unshatter.nn;

/** What is done to the features before the activation. */
public enum Normalisation {

    /** Nothing. */
    NONE,
    /** From each feature subtract the mean over the batch (and the pixels). */
    CENTER,
    /** The same, and divide by the standard deviation. Ioffe and Szegedy 2015. */
    BATCH,
    /** Subtract from each sample the mean over its features (and pixels) and divide by their standard deviation. Ba et al. 2016. */
    LAYER
}
