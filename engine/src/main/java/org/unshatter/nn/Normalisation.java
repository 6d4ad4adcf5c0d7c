package org.unshatter.nn;

/** What is done to each feature before the activation, over the samples of the batch at hand. */
public enum Normalisation {

    /** Nothing. */
    NONE,
    /** Subtract the mean. */
    CENTER,
    /** Subtract the mean and divide by the standard deviation. */
    BATCH
}
