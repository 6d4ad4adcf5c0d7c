package org.unshatter.init;

import java.util.random.RandomGenerator;

/** Variance 2/(fan-in + fan-out): between what keeps the second moments of a linear layer forward and what keeps them backward. */
record Glorot(Distribution distribution) implements Initializer {

    private static double variance(Extents extents) {
        return 2.0 / ((double) extents.fanIn() + extents.fanOut());
    }

    @Override
    public String name() {
        return distribution == Distribution.NORMAL ? "glorot" : "glorot-uniform";
    }

    @Override
    public String explain(Extents extents) {
        return distribution.text(variance(extents)) + " = 2 / (fan-in " + extents.fanIn() + " + fan-out " + extents.fanOut() + ")";
    }

    @Override
    public String source() {
        return "Glorot and Bengio 2010, " + (distribution == Distribution.NORMAL ? "eq. (12)" : "eq. (16)");
    }

    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        distribution.fill(weights, variance(extents), random);
    }
}
