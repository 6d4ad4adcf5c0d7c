package org.unshatter.report;

/**
 * The part of an axis that is shown.
 *
 * @param low  smallest value shown
 * @param high largest value shown, above {@code low}
 */
public record Range(double low, double high) {
    /** @throws IllegalArgumentException unless both ends are finite and {@code low < high} */
    public Range {
        Check.ordered("range", low, high);
    }

    boolean contains(double value) {
        return value >= low && value <= high;
    }
}
