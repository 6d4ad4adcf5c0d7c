package org.unshatter.diagnostics;

import java.util.random.RandomGenerator;

/** The two references that a gradient is compared with. Balduzzi et al. 2017, section 2. */
public final class Noise {

    private Noise() {
    }

    /**
     * Independent N(0, 1): neighbours know nothing of each other.
     *
     * @throws IllegalArgumentException if n is negative
     */
    public static double[] white(int n, RandomGenerator random) {
        if (n < 0) {
            throw new IllegalArgumentException("n is " + n + ", expected at least 0");
        }
        double[] noise = new double[n];
        for (int i = 0; i < n; i++) {
            noise[i] = random.nextGaussian();
        }
        return noise;
    }

    /**
     * A random walk, the running sum of N(0, 1/n): neighbours differ by one step.
     *
     * @throws IllegalArgumentException if n is negative
     */
    public static double[] brown(int n, RandomGenerator random) {
        double[] noise = white(n, random);
        double position = 0;
        for (int i = 0; i < n; i++) {
            position += noise[i] / Math.sqrt(n);
            noise[i] = position;
        }
        return noise;
    }
}
