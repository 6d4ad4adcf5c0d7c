package org.unshatter.init;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** All weights the same. */
record Constant(double value) implements Initializer {

    Constant {
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("constant is " + value + ", expected a number that a float can hold");
        }
        value += 0.0; // of the two zeros one, so that equal values are equal
    }

    @Override
    public String name() {
        return value == 0 ? "zeros" : "constant:" + value;
    }

    @Override
    public String explain(Extents extents) {
        return Figures.text(value);
    }

    @Override
    public String source() {
        return "constant";
    }

    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        Arrays.fill(weights, (float) value);
    }
}
