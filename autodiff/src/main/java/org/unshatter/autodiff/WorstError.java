package org.unshatter.autodiff;

import java.util.Locale;

/** The largest of many errors, each in units of what is tolerated there. */
final class WorstError {

    private final double relative;
    private double worst = 0;
    private String description = "";

    /** @param relative largest error that is tolerated, relative to a magnitude */
    WorstError(double relative) {
        this.relative = relative;
    }

    /** Elements of a tensor. @param magnitude what their errors are relative to */
    void compare(String what, double[] expected, float[] got, double magnitude) {
        if (got.length != expected.length) {
            throw new AssertionError(what + ": the reference has " + expected.length + " elements, the operation " + got.length);
        }
        for (int k = 0; k < got.length; k++) {
            compare(what, k, expected[k], got[k], magnitude);
        }
    }

    void compare(String what, double expected, double got, double magnitude) {
        compare(what, -1, expected, got, magnitude);
    }

    private void compare(String what, int element, double expected, double got, double magnitude) {
        double ratio = Math.abs(got - expected) / Math.max(relative * magnitude, GradientCheck.ABSOLUTE);
        if (Double.isNaN(ratio)) {
            ratio = Double.POSITIVE_INFINITY;
        }
        if (ratio > worst) {
            worst = ratio;
            description = String.format(Locale.ROOT, "%s%s: expected %.9g, got %.9g, %.3g times the tolerance",
                    what, element < 0 ? "" : ", element " + element, expected, got, ratio);
        }
    }

    /** Fails if an error is above its tolerance. */
    void require(long seed) {
        if (worst > 1) {
            throw new AssertionError(description + " (seed " + seed + ")");
        }
    }
}
