package org.unshatter.init;

import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.unshatter.nn.Activation;

/**
 * Variance gain²/fan: over the fan-in it keeps the second moment of what goes forward through an activation, over the fan-out that of the gradient.
 *
 * @param gain that of rectifiers, √2, where it is left open and the place is unknown
 */
record He(Distribution distribution, boolean fanOut, OptionalDouble gain) implements Initializer {

    /** Over the fan-in, with the gain of the place. */
    static final He NORMAL = new He(Distribution.NORMAL, false, OptionalDouble.empty());

    He {
        gain.ifPresent(Orthogonal::requireGain);
    }

    /** The same with this gain, in every place. */
    He gain(double value) {
        return new He(distribution, fanOut, OptionalDouble.of(value));
    }

    /**
     * With the gain of what stands there. The first layer has it too, though it reads no activation, as in the paper (after eq. 10);
     * other layers that read none have 1. A gain that was given stays.
     */
    @Override
    public He at(Place place) {
        if (gain.isPresent()) {
            return this;
        }
        return gain(place.rectified() || place.role() == Place.Role.FIRST ? gain(place.activation()) : 1);
    }

    /**
     * The gradient of x meets one of the two halves of CReLU in full, never half of both as the second moments going forward do: 1, not √2.
     * For smooth activations the gain forward stands for the one backward, as is usual.
     */
    private double gain(Activation activation) {
        return fanOut && activation.kind() == Activation.Kind.CRELU ? 1 : activation.gain();
    }

    /** 2 itself and not the square of a root, which is a little more. */
    private double square() {
        return gain.isPresent() ? gain.getAsDouble() * gain.getAsDouble() : 2;
    }

    private int fan(Extents extents) {
        return fanOut ? extents.fanOut() : extents.fanIn();
    }

    private double variance(Extents extents) {
        return square() / fan(extents);
    }

    @Override
    public String name() {
        return (distribution == Distribution.NORMAL ? "he" : "he-uniform") + (fanOut ? ":out" : "")
                + (gain.isPresent() ? ":" + gain.getAsDouble() : "");
    }

    @Override
    public String explain(Extents extents) {
        return distribution.text(variance(extents)) + " = gain² " + Figures.text(square()) + " / fan-" + (fanOut ? "out " : "in ") + fan(extents);
    }

    @Override
    public String source() {
        return "He et al. 2015, " + (fanOut ? "eq. (14)" : "eq. (10)");
    }

    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        distribution.fill(weights, variance(extents), random);
    }
}
