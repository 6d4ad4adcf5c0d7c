package org.unshatter.init;

import java.util.random.RandomGenerator;

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
    public Initializer first() {
        return new Orthogonal();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the number of inputs is odd: it cannot be the output of CReLU
     */
    @Override
    public void fill(float[] weights, int outputs, int inputs, RandomGenerator random) {
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
