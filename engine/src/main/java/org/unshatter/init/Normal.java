package org.unshatter.init;

import java.util.random.RandomGenerator;

/** N(0, variance), whatever the extents. */
record Normal(double variance) implements Initializer {

    Normal {
        if (!(variance >= 0 && variance <= Distribution.LARGEST_VARIANCE)) {
            throw new IllegalArgumentException("variance is " + variance + ", expected 0 to " + Distribution.LARGEST_VARIANCE);
        }
        variance += 0.0; // of the two zeros one, so that equal values are equal
    }

    @Override
    public String name() {
        return "normal:" + variance;
    }

    @Override
    public String explain(Extents extents) {
        return Distribution.NORMAL.text(variance);
    }

    @Override
    public String source() {
        return "Gaussian";
    }

    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        Distribution.NORMAL.fill(weights, variance, random);
    }
}
