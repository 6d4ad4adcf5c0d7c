package org.unshatter.init;

import java.util.random.RandomGenerator;
import org.unshatter.autodiff.Memory;

/**
 * How the weights of a layer start. An initialiser is a value: it holds no state, so it can be shared and compared, and it can say what it does.
 * {@link Initializers} has them by name.
 */
public interface Initializer {

    /**
     * Fills the weights of a layer.
     *
     * @param weights row-major, as many as the extents hold; every element is written
     * @throws IllegalArgumentException if there are not as many weights, or the initialiser has no meaning for these extents
     */
    void fill(float[] weights, Extents extents, RandomGenerator random);

    /** A short name for reports and files, such as "he" or "normal:0.01"; {@link Initializers#parse} understands it. */
    String name();

    /** What it does to weights of these extents, with figures, such as "N(0, 0.0139)". */
    String explain(Extents extents);

    /** The publication it comes from, with the equation or section; for the simplest, what it is. */
    String source();

    /**
     * What this initialiser does in a place of a net. Most look at nothing but extents and are the same everywhere.
     *
     * @throws IllegalArgumentException if it contradicts what stands there, with the reason
     */
    default Initializer at(Place place) {
        return this;
    }

    /** New weights. */
    default float[] weights(Extents extents, RandomGenerator random) {
        float[] weights = Memory.floats(extents.size(), () -> "an array of " + extents + " numbers");
        fill(weights, extents, random);
        return weights;
    }

    /** A new matrix [outputs, inputs]. */
    default float[] weights(int outputs, int inputs, RandomGenerator random) {
        return weights(Extents.dense(outputs, inputs), random);
    }
}
