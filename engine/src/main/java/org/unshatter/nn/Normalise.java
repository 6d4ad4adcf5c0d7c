package org.unshatter.nn;

import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;

/**
 * Normalises each feature by the statistics of the batch at hand, never by running averages: in an untrained net these mean nothing.
 *
 * @param statistics whether a gradient flows through mean and variance
 */
public record Normalise(Normalisation kind, Statistics statistics) implements Layer {

    /** Added to the variance; the value of Ioffe and Szegedy's successors, far below any variance met here. */
    static final float EPSILON = 1e-5f;

    @Override
    public Tensor apply(Tensor x) {
        return switch (kind) {
            case NONE -> x;
            case CENTER -> x.center(statistics);
            case BATCH -> x.batchNorm(EPSILON, statistics);
        };
    }
}
