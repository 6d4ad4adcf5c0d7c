package org.unshatter.init;

import java.util.random.RandomGenerator;

/** How the weights of a layer start. An initialiser is a value: it holds no state, so it can be shared and compared. */
public interface Initializer {

    /**
     * Fills a weight matrix.
     *
     * @param weights row-major [outputs, inputs], every element is written
     * @throws IllegalArgumentException if the initialiser has no meaning for these extents
     */
    void fill(float[] weights, int outputs, int inputs, RandomGenerator random);

    /** A short name for reports and files, such as "he" or "looks-linear". */
    String name();

    /** The initialiser of the layer that reads the raw input, where no activation stands before it. */
    default Initializer first() {
        return this;
    }

    /** A new weight array of [outputs, inputs]. */
    default float[] weights(int outputs, int inputs, RandomGenerator random) {
        float[] weights = new float[Math.multiplyExact(outputs, inputs)];
        fill(weights, outputs, inputs, random);
        return weights;
    }
}
