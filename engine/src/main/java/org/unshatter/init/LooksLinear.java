package org.unshatter.init;

import java.util.random.RandomGenerator;
import org.unshatter.nn.Activation;

/**
 * The mirror initialisation for layers that read CReLU: [W | −W] with W orthogonal, so that
 * W·ρ(x) − W·ρ(−x) = W·x for every x. The net is linear at first, yet its two blocks can part during training.
 * Balduzzi et al. 2017, section 4. CReLU keeps the norm, hence the gain is 1.
 *
 * <p>The first layer reads the raw input and is orthogonal without mirror.
 */
public record LooksLinear() implements Initializer {

    @Override
    public String name() {
        return "looks-linear";
    }

    @Override
    public String source() {
        return "Balduzzi et al. 2017, section 4";
    }

    @Override
    public String explain(Extents extents) {
        return "[W | −W], W orthogonal";
    }

    @Override
    public Initializer at(Place place) {
        if (place.activation().kind() != Activation.Kind.CRELU) {
            throw new IllegalArgumentException("initializer looks-linear with activation " + place.activation()
                    + ", expected crelu: only there do its two halves cancel");
        }
        return place.rectified() ? this : new Orthogonal();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the number of inputs is odd: it cannot be the output of CReLU
     */
    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        int outputs = extents.outputs();
        int inputs = extents.inputs();
        if (inputs % 2 != 0) {
            throw new IllegalArgumentException(
                    "looks-linear: inputs is " + inputs + ", expected an even number, the two halves of a CReLU");
        }
        int half = inputs / 2;
        float[] w = new Orthogonal().weights(outputs, half, random);
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < half; j++) {
                weights[i * inputs + j] = w[i * half + j];
                weights[i * inputs + half + j] = -w[i * half + j];
            }
        }
    }
}
