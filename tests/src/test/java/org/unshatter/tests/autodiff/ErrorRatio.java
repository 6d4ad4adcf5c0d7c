package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.unshatter.autodiff.Tensor;

/** The criterion of the BLAS testers: the error of a result relative to the magnitude of the terms that were summed in it. */
final class ErrorRatio {

    /** 16 roundings to nearest. */
    private static final double TOLERANCE = 16 * 0x1p-24;

    private ErrorRatio() {
    }

    /** @param magnitude of each element; where it is 0 the result must be exact */
    static void check(String what, double[] expected, double[] magnitude, Tensor got) {
        assertEquals(expected.length, got.size(), what + ": size");
        assertEquals(expected.length, magnitude.length, what + ": size of the magnitude");
        float[] elements = got.toArray();
        for (int e = 0; e < expected.length; e++) {
            double error = Math.abs(elements[e] - expected[e]);
            if (!(error <= TOLERANCE * magnitude[e])) {
                fail(what + ", element " + e + ": expected " + expected[e] + ", got " + elements[e]
                        + ", error " + error + ", tolerance " + TOLERANCE * magnitude[e]);
            }
        }
    }
}
