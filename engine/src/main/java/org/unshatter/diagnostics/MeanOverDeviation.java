package org.unshatter.diagnostics;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.unshatter.diagnostics.GradientMatrix.State;

/**
 * How much of a minibatch's gradients its mean tells: ‖ḡ‖ by √(Σ over coordinates of the variance over samples). Balduzzi et al. 2017, figure 5 (d).
 *
 * @param mean      ‖ḡ‖, ḡ the mean over the samples
 * @param deviation square root of the sum of the variances (of samples − 1 degrees of freedom)
 * @param samples   number of them
 * @param state     of the gradients; only {@link State#MEASURABLE} ones have a ratio
 */
public record MeanOverDeviation(double mean, double deviation, int samples, State state) {

    /** With the usual floor, {@link GradientMatrix#COLLAPSED}. */
    public static MeanOverDeviation of(GradientMatrix gradients) {
        return of(gradients, GradientMatrix.COLLAPSED);
    }

    /**
     * @param floor as in {@link GradientMatrix#state}
     * @throws IllegalArgumentException if there are fewer than two samples
     */
    public static MeanOverDeviation of(GradientMatrix gradients, double floor) {
        int n = gradients.samples();
        if (n < 2) {
            throw new IllegalArgumentException("there is " + n + " sample, expected at least 2: one has no deviation");
        }
        double mean = Math.sqrt(Arrays.stream(gradients.mean()).map(m -> m * m).sum());
        return new MeanOverDeviation(mean, Math.sqrt(gradients.squaredDeviation() / (n - 1)), n, gradients.state(floor));
    }

    /** Mean over deviation; none for gradients that are constant, where it has no upper bound, or have collapsed or exploded. */
    public OptionalDouble ratio() {
        return state == State.MEASURABLE ? OptionalDouble.of(mean / deviation) : OptionalDouble.empty();
    }

    /** 1/√samples: the ratio's root mean square, very nearly, for independent gradients whose expectation is 0. Below it nothing can be told. */
    public double ofNoise() {
        return 1 / Math.sqrt(samples);
    }
}
