package org.unshatter.init;

import java.util.random.RandomGenerator;

/**
 * A random orthogonal matrix at the centre of the window, zero elsewhere. At stride 1 with the border that keeps the size, the convolution
 * keeps the norm of every image exactly where outputs ≥ inputs, border or not. A dense layer is {@link Orthogonal}.
 */
record DeltaOrthogonal(double gain) implements Initializer {

    DeltaOrthogonal {
        Orthogonal.requireGain(gain);
    }

    @Override
    public String name() {
        return "delta-orthogonal" + Orthogonal.text(gain);
    }

    @Override
    public String source() {
        return "Xiao et al. 2018, algorithm 2";
    }

    @Override
    public String explain(Extents extents) {
        CentreTap.check("delta-orthogonal", extents);
        return new Orthogonal(gain).explain(Extents.dense(extents.outputs(), extents.inputs())) + CentreTap.text(extents);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the window has no centre
     */
    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        CentreTap.check("delta-orthogonal", extents);
        CentreTap.embed(new Orthogonal(gain).weights(extents.outputs(), extents.inputs(), random), weights, extents);
    }
}
