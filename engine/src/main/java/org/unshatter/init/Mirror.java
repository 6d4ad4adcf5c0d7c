package org.unshatter.init;

/** Blocks of opposite sign side by side. */
final class Mirror {

    private Mirror() {
    }

    /**
     * The upper rows of the weights become factor·[W | −W].
     *
     * @param w       [rows, inputs / 2, height, width], of no more rows than there are outputs
     * @param extents of the weights
     */
    static void inputs(float[] w, float factor, float[] weights, Extents extents) {
        int half = extents.fanIn() / 2;
        for (int i = 0; i < w.length; i++) {
            int at = i / half * 2 * half + i % half;
            weights[at] = factor * w[i];
            weights[at + half] = -factor * w[i];
        }
    }

    /** The lower half of the weights becomes the upper with other signs. */
    static void outputs(float[] weights) {
        int half = weights.length / 2;
        for (int i = 0; i < half; i++) {
            weights[half + i] = -weights[i];
        }
    }
}
