package org.unshatter.diagnostics;

/**
 * A mean over independent draws.
 *
 * @param stdErr standard error of the mean; NaN for a single draw, which does not tell its own spread
 * @param draws  number of draws
 */
public record Estimate(double mean, double stdErr, int draws) {

    /** @throws IllegalArgumentException if there are no draws */
    public static Estimate of(double[] draws) {
        int n = draws.length;
        if (n == 0) {
            throw new IllegalArgumentException("no draws, expected at least one");
        }
        double sum = 0;
        for (double draw : draws) {
            sum += draw;
        }
        double mean = sum / n;
        double squares = 0;
        for (double draw : draws) {
            squares += (draw - mean) * (draw - mean);
        }
        return new Estimate(mean, n == 1 ? Double.NaN : Math.sqrt(squares / (n - 1) / n), n);
    }

    /**
     * Mean ± z standard errors: z = 1.96 covers 95 % where there are some 30 draws or more; of fewer the spread itself
     * is uncertain, and it covers less.
     *
     * @throws IllegalArgumentException if z is negative or NaN, or there is a single draw
     */
    public ConfidenceInterval interval(double z) {
        return ConfidenceInterval.around(mean, stdErr, z);
    }
}
