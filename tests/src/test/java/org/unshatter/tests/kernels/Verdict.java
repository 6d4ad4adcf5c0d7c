package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.unshatter.tests.fuzz.Fuzz;

/**
 * Compares results with a double reference. A test whose references were all zero proves nothing, so it fails in {@link #conclude}.
 */
final class Verdict {

    /** Unit roundoff of float, 2⁻²⁴. */
    private static final double UNIT = Math.ulp(1f) / 2;
    /** The threshold on the error ratio in the BLAS test programs. */
    private static final double LIMIT = 16;

    private final Class<?> test;
    private long nonZero;

    Verdict(Class<?> test) {
        this.test = test;
    }

    /** Tolerance 0. */
    void exact(double expected, float actual, Object where, int at) {
        near(expected, 0, actual, where, at);
    }

    /**
     * |actual − expected| ≤ 16·ε·magnitude.
     *
     * @param magnitude sum of the absolute values of all terms that were added up
     */
    void near(double expected, double magnitude, float actual, Object where, int at) {
        nonZero += expected != 0 ? 1 : 0;
        if (!within(expected, magnitude, actual)) {
            fail(where + ", element " + at + ": expected " + expected + ", got " + actual + ", error ratio "
                    + Math.abs(actual - expected) / (UNIT * magnitude) + Seeds.again(test));
        }
    }

    static boolean within(double expected, double magnitude, float actual) {
        return Double.compare(expected + 0.0, actual + 0.0) == 0 || Math.abs(actual - expected) <= LIMIT * UNIT * magnitude;
    }

    void conclude() {
        assertTrue(nonZero > 0 || Fuzz.isOfOneInput(), () -> "every reference was zero: nothing was tested" + Seeds.again(test));
    }
}
