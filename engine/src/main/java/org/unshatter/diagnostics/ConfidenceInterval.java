package org.unshatter.diagnostics;

/**
 * What an estimate leaves possible: all numbers from low to high.
 *
 * @param low  the least of them
 * @param high the largest
 */
public record ConfidenceInterval(double low, double high) {

    /** @throws IllegalArgumentException if a bound is NaN or low is above high */
    public ConfidenceInterval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("the interval is from " + low + " to " + high + ", expected low at most high");
        }
    }

    /**
     * Mean ± z·stdErr: of a normal estimate, z = 1.96 covers 95 %.
     *
     * @throws IllegalArgumentException if the standard error or z is negative, or a number is NaN, as the standard error of a single draw is
     */
    static ConfidenceInterval around(double mean, double stdErr, double z) {
        if (!(z >= 0)) {
            throw new IllegalArgumentException("z is " + z + ", expected at least 0");
        }
        if (!(stdErr >= 0)) {
            throw new IllegalArgumentException("the standard error is " + stdErr + ", expected at least 0: a single draw does not tell its spread");
        }
        return new ConfidenceInterval(mean - z * stdErr, mean + z * stdErr);
    }

    /** Whether the value is possible; its ends are, NaN is not. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** high − low. */
    public double width() {
        return high - low;
    }
}
