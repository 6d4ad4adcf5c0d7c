package org.unshatter.init;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Independent Gaussian weights whose variance follows from the extents of the layer. */
record Normal(String name, Variance variance) implements Initializer {

    @FunctionalInterface
    interface Variance {
        double of(int outputs, int inputs);
    }

    @Override
    public void fill(float[] weights, int outputs, int inputs, RandomGenerator random) {
        double deviation = Math.sqrt(variance.of(outputs, inputs));
        if (deviation == 0) { // a random sign would make some of the zeros negative
            Arrays.fill(weights, 0f);
            return;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (deviation * random.nextGaussian());
        }
    }
}
