package org.unshatter.init;

import java.util.Arrays;

/** Kernels that are zero but for the pixel in the middle of the window: convolutions that apply one matrix to every pixel. */
final class CentreTap {

    private CentreTap() {
    }

    /**
     * @param who whose extents they are
     * @throws IllegalArgumentException if the window has no pixel in its middle
     */
    static void check(String who, Extents extents) {
        odd(who, "height", extents.height());
        odd(who, "width", extents.width());
    }

    private static void odd(String who, String what, int extent) {
        if (extent % 2 == 0) {
            throw new IllegalArgumentException(
                    who + ": the window's " + what + " is " + extent + ", expected an odd number: this window has no centre");
        }
    }

    /** Writes the kernel of a matrix [outputs, inputs], row-major. */
    static void embed(float[] matrix, float[] weights, Extents extents) {
        int taps = extents.taps();
        Arrays.fill(weights, 0f);
        for (int i = 0; i < matrix.length; i++) {
            weights[i * taps + taps / 2] = matrix[i];
        }
    }

    /** Where the matrix stands; nothing of a dense layer. */
    static String text(Extents extents) {
        return extents.taps() == 1 ? "" : ", at the centre of the " + extents.height() + " × " + extents.width() + " window, the rest 0";
    }
}
