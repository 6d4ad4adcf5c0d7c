package org.unshatter.init;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What independent weights of mean 0 and a given variance are drawn from. */
enum Distribution {
    NORMAL, UNIFORM;

    /** The largest deviation, or gain: a hundred times as much is still a float. */
    static final double LARGEST = 1e36;
    static final double LARGEST_VARIANCE = 1e72;

    void fill(float[] weights, double variance, RandomGenerator random) {
        double deviation = Math.sqrt(variance);
        if (deviation == 0) { // a random sign would make some of the zeros negative
            Arrays.fill(weights, 0f);
            return;
        }
        double bound = bound(variance);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (this == NORMAL ? deviation * random.nextGaussian() : random.nextDouble(-bound, bound));
        }
    }

    /** U(−b, b) has variance b²/3. */
    private static double bound(double variance) {
        return Math.sqrt(3 * variance);
    }

    String text(double variance) {
        if (this == NORMAL) {
            return "N(0, " + Figures.text(variance) + ")";
        }
        String bound = Figures.text(bound(variance));
        return "U(-" + bound + ", " + bound + "), variance " + Figures.text(variance);
    }
}
