package org.unshatter.init;

import java.util.random.RandomGenerator;
import org.unshatter.nn.Activation;

/**
 * The mirror initialisation for layers that read CReLU: [W | −W] along the input channels, with W delta-orthogonal, so that
 * W·ρ(x) − W·ρ(−x) = W·x for every x. The net is linear at first, yet its two blocks can part during training.
 * Balduzzi et al. 2017, section 5. CReLU keeps the norm, hence the gain is 1.
 *
 * <p>Features that are flattened, [channels, height, width] to one axis, keep the two blocks as their two halves:
 * a dense readout is mirrored the same way.
 */
record LooksLinear() implements Initializer {

    @Override
    public String name() {
        return "looks-linear";
    }

    @Override
    public String source() {
        return "Balduzzi et al. 2017, section 5";
    }

    @Override
    public String explain(Extents extents) {
        return "[W | −W], W with " + new DeltaOrthogonal(1).explain(half(extents));
    }

    /**
     * Mirrored where CReLU is read; not where the raw input is read or the stream of a net with skips. PReLU of slope 1 is linear by itself: nowhere
     * mirrored. A gate is 0: one that is the same for every x leaves the net linear.
     *
     * @throws IllegalArgumentException if the activation is another
     */
    @Override
    public Initializer at(Place place) {
        boolean linearItself = place.activation().equals(Activation.prelu(1));
        if (!linearItself && place.activation().kind() != Activation.Kind.CRELU) {
            throw new IllegalArgumentException("initializer looks-linear with activation " + place.activation()
                    + ", expected crelu, whose two halves it lets cancel, or prelu:1, which starts linear");
        }
        if (place.role() == Place.Role.GATE) {
            return Initializers.zeros();
        }
        return place.rectified() && !linearItself ? this : new DeltaOrthogonal(1);
    }

    private static Extents half(Extents extents) {
        if (extents.inputs() % 2 != 0) {
            throw new IllegalArgumentException(
                    "looks-linear: inputs is " + extents.inputs() + ", expected an even number, the two halves of a CReLU");
        }
        return new Extents(extents.outputs(), extents.inputs() / 2, extents.height(), extents.width());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the number of inputs is odd, which the output of CReLU never is, or the window has no centre
     */
    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        float[] w = new DeltaOrthogonal(1).weights(half(extents), random);
        Mirror.inputs(w, 1, weights, extents);
    }
}
