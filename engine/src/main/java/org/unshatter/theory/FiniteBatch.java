package org.unshatter.theory;

/**
 * Infinitely wide nets with batch norm over a batch of B independent inputs: what {@link InfiniteWidth} says for B → ∞. A deep net multiplies small
 * effects: over 256 inputs the variance of the gradient of a plain net grows 0.9 % faster per layer, 1.6 times after 50.
 *
 * <p><b>Derivation.</b> Before a batch norm a unit is Gaussian over the B inputs, with one variance and one covariance for all pairs, so its centred values
 * are, in the B − 1 dimensions that centring leaves, a Gaussian vector without preferred direction. Hence the direction, which is what
 * batch norm gives, is uniform on a sphere, and independent of the length, which it divides by.
 * <ul>
 * <li>Length: s² = σ²·χ²/B with B − 1 degrees of freedom, and E[1/s²] = B/((B − 3)σ²): what a gradient's second moment is multiplied by.
 * <li>Direction: two inputs have the cosine −1/(B − 1), since centred values sum to 0. On a sphere of squared radius B the
 * second moment of rectified units is that of Gaussian ones with this cosine, because both are homogeneous of degree two. So
 * θ = arccos(−1/(B − 1)) at every layer, the probability to be on for both is (1 − θ/π)/2, and of a weighted sum of units κ(θ) is common to all inputs
 * and leaves the variance 1 − κ(θ), where a large batch has 1 − 1/π.
 * </ul>
 *
 * <p>All methods throw {@link IllegalArgumentException} if the depth is less than 1 or the batch less than 4, for which E[1/s²] would be infinite.
 */
public final class FiniteBatch {

    private FiniteBatch() {
    }

    /**
     * Plain with batch norm: R = (1 − θ/π)ᴸ, C(i) = bᴸ/(1 − κ(θ))ᴸ⁻¹ with b = B/(B − 3).
     *
     * @throws IllegalArgumentException if the depth is less than 1 or the batch smaller than 4
     */
    public static InfiniteWidth plain(int depth, int batch) {
        InfiniteWidth.requireDepth(depth);
        double angle = angle(batch);
        return new InfiniteWidth(Math.pow(spread(batch), depth) * Math.pow(1 - InfiniteWidth.arcCosine(angle), 1 - depth),
                Math.pow(1 - angle / Math.PI, depth));
    }

    /**
     * Residual with batch norm, α = 1: with tₗ = b·β²/(1 + β²(1 − κ(θ))l), l = 0 … L − 1, C(i) = Π(1 + tₗ) and C(i, j) = Π(1 + tₗ(1 − θ/π)).
     *
     * @throws IllegalArgumentException if the depth is less than 1, β not finite, or the batch smaller than 4
     */
    public static InfiniteWidth residual(int depth, double beta, int batch) {
        InfiniteWidth.requireDepth(depth);
        InfiniteWidth.requireFinite("beta", beta);
        double angle = angle(batch);
        double square = beta * beta;
        double variance = 1;
        double correlation = 1;
        for (int l = 0; l < depth; l++) {
            double t = spread(batch) * square / (1 + square * (1 - InfiniteWidth.arcCosine(angle)) * l);
            variance *= 1 + t;
            correlation *= (1 + t * (1 - angle / Math.PI)) / (1 + t);
        }
        return new InfiniteWidth(variance, correlation);
    }

    /** E[σ²/s²]. */
    private static double spread(int batch) {
        return batch / (batch - 3.0);
    }

    private static double angle(int batch) {
        if (batch < 4) {
            throw new IllegalArgumentException("batch is " + batch + ", expected at least 4");
        }
        return Math.acos(-1.0 / (batch - 1));
    }
}
