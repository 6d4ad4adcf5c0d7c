package org.unshatter.init;

import java.util.random.RandomGenerator;

/** N(0, 1/fan-in): keeps the second moment of what a linear layer reads. */
record Lecun() implements Initializer {

    private static double variance(Extents extents) {
        return 1.0 / extents.fanIn();
    }

    @Override
    public String name() {
        return "lecun";
    }

    @Override
    public String explain(Extents extents) {
        return Distribution.NORMAL.text(variance(extents)) + " = 1 / fan-in " + extents.fanIn();
    }

    @Override
    public String source() {
        return "LeCun et al. 1998, section 4.6, eq. (16)";
    }

    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        Distribution.NORMAL.fill(weights, variance(extents), random);
    }
}
