package org.unshatter.nn;

import java.util.Objects;
import java.util.function.BiFunction;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;

/**
 * Normalises features, those over a batch by the statistics of the batch at hand, never by running averages: in an untrained net these mean nothing.
 * {@link FixedNormalise} takes its place where a trained net is evaluated.
 *
 * @param kind       what is taken away and divided by, over the batch or within a sample
 * @param statistics whether a gradient flows through a batch's mean and variance; it does through a sample's own
 * @param gain       [features], what each feature is multiplied by afterwards; null for none
 * @param shift      [features], what is then added; null for none
 */
public record Normalise(Normalisation kind, Statistics statistics, Tensor gain, Tensor shift) implements Layer {

    /** Added to the variance; the value of Ioffe and Szegedy's successors, far below any variance met here. */
    static final double EPSILON = 1e-5;

    /** @throws IllegalArgumentException if there is a gain but no shift or the other way round, or either where nothing is divided */
    public Normalise {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(statistics, "statistics");
        boolean divides = kind == Normalisation.BATCH || kind == Normalisation.LAYER;
        if ((gain == null) != (shift == null) || gain != null && !divides) {
            throw new IllegalArgumentException("gain " + gain + " and shift " + shift + " of normalisation " + kind
                    + ", expected both or none, and none unless it divides");
        }
    }

    /** Without gain and shift. */
    public Normalise(Normalisation kind, Statistics statistics) {
        this(kind, statistics, null, null);
    }

    /** Whether the statistics are those of the batch, so that a sample's output depends on the others. */
    public boolean overBatch() {
        return kind == Normalisation.CENTER || kind == Normalisation.BATCH;
    }

    @Override
    public Tensor apply(Tensor x) {
        return switch (kind) {
            case NONE -> x;
            case CENTER -> x.center(statistics);
            case BATCH -> gain == null ? x.batchNorm(EPSILON, statistics) : x.batchNorm(gain, shift, EPSILON, statistics);
            case LAYER -> gain == null ? x.layerNorm(EPSILON) : x.layerNorm(gain, shift, EPSILON);
        };
    }

    @Override
    public Normalise mapParameters(BiFunction<String, Tensor, Tensor> change) {
        return gain == null ? this : new Normalise(kind, statistics, change.apply("gain", gain), change.apply("shift", shift));
    }
}
