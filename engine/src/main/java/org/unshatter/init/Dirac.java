package org.unshatter.init;

import java.util.random.RandomGenerator;

/** The identity: each output is the input of the same number; outputs beyond the inputs are 0, inputs beyond the outputs unread. */
record Dirac() implements Initializer {

    @Override
    public String name() {
        return "dirac";
    }

    @Override
    public String source() {
        return "Zagoruyko and Komodakis 2017";
    }

    @Override
    public String explain(Extents extents) {
        CentreTap.check("dirac", extents);
        return "identity of " + Math.min(extents.outputs(), extents.inputs()) + " channels" + CentreTap.text(extents);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the window has no centre
     */
    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        CentreTap.check("dirac", extents);
        float[] identity = new float[extents.outputs() * extents.inputs()];
        for (int i = 0; i < Math.min(extents.outputs(), extents.inputs()); i++) {
            identity[i * extents.inputs() + i] = 1;
        }
        CentreTap.embed(identity, weights, extents);
    }
}
