package org.unshatter.theory;

/** How often a rectifier is on for both of two inputs, in infinitely wide plain nets with He weights and no normalisation. */
public final class Coactivation {

    private Coactivation() {
    }

    /**
     * By layer: (1 − θ/π)/2 for two inputs at the angle θ in front of it, which follows the arc-cosine kernel from layer to layer: Cho and Saul 2009.
     * 1/4, as Balduzzi et al. 2017 assume, only where the inputs are orthogonal; with depth they align, and it goes to 1/2.
     *
     * @param cosine of the angle in front of the first layer
     * @return for layers 1 … depth
     * @throws IllegalArgumentException if the cosine is not one or the depth below 1
     */
    public static double[] plain(double cosine, int depth) {
        if (!(Math.abs(cosine) <= 1)) {
            throw new IllegalArgumentException("cosine is " + cosine + ", expected −1 to 1");
        }
        if (depth < 1) {
            throw new IllegalArgumentException("depth is " + depth + ", expected at least 1");
        }
        double[] layers = new double[depth];
        double next = cosine;
        for (int layer = 0; layer < depth; layer++) {
            double angle = Math.acos(next);
            layers[layer] = (1 - angle / Math.PI) / 2;
            next = Math.min(1, InfiniteWidth.arcCosine(angle));
        }
        return layers;
    }
}
