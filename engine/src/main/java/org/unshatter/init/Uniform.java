package org.unshatter.init;

import java.util.random.RandomGenerator;

/** Uniform between two bounds, whatever the extents. */
record Uniform(double low, double high) implements Initializer {

    Uniform {
        if (!(low < high && low >= -Float.MAX_VALUE && high <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("uniform from " + low + " to " + high + ", expected finite bounds, the lower first");
        }
        low += 0.0; // of the two zeros one, so that equal values are equal
        high += 0.0;
    }

    @Override
    public String name() {
        return "uniform:" + low + ":" + high;
    }

    @Override
    public String explain(Extents extents) {
        return "U(" + Figures.text(low) + ", " + Figures.text(high) + "), mean " + Figures.text((low + high) / 2)
                + ", variance " + Figures.text((high - low) * (high - low) / 12);
    }

    @Override
    public String source() {
        return "uniform";
    }

    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextDouble(low, high);
        }
    }
}
