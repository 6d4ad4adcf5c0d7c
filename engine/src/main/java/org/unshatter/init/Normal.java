package org.unshatter.init;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Independent Gaussian weights whose variance follows from the extents of the layer. */
record Normal(String name, String source, Variance variance) implements Initializer {

    @FunctionalInterface
    interface Variance {
        double of(Extents extents);
    }

    @Override
    public String explain(Extents extents) {
        return String.format(Locale.ROOT, "N(0, %.4g)", variance.of(extents));
    }

    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        double deviation = Math.sqrt(variance.of(extents));
        if (deviation == 0) { // a random sign would make some of the zeros negative
            Arrays.fill(weights, 0f);
            return;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (deviation * random.nextGaussian());
        }
    }
}
