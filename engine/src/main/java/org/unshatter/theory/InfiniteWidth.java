package org.unshatter.theory;

/**
 * Second moments of input gradients of infinitely wide nets with ReLU and He weights, for inputs that are orthogonal
 * and of equal norm, as independent Gaussian inputs of high dimension nearly are.
 *
 * <p>Without normalisation, the angle θ between two inputs changes from layer to layer: the arc-cosine kernel
 * (Cho and Saul 2009). A unit is on for both with probability (1 − θ/π)/2, not always 1/4, and since the angle shrinks with depth,
 * gradients decorrelate more slowly than the theorems say. With batch norm the inputs stay uncorrelated: the assumption
 * of the theorems holds, but the mean that batch norm removes, 1/π of the second moment of a rectified unit, makes it rescale.
 *
 * <p>The derivations are this project's own. Depth counts the layers of rectifiers, at least 1; with none, C(i) would be 1.
 * All methods throw {@link IllegalArgumentException} for a smaller depth.
 *
 * @param variance    C(i) = E‖∇ᵢ‖²
 * @param correlation R(i, j) = C(i, j)/√(C(i)·C(j))
 */
public record InfiniteWidth(double variance, double correlation) {

    /** Plain: C(i) = 1, R = Π(1 − θₗ/π), with cos θₗ₊₁ = κ(θₗ). */
    public static InfiniteWidth plain(int depth) {
        return gated(depth, 0, 1);
    }

    /** Residual, α = β = 1, no normalisation: C(i) = 2ᴸ, R = Π(1 + 1 − θₗ/π)/2, cos θₗ₊₁ = (cos θₗ + κ(θₗ))/2. */
    public static InfiniteWidth residual(int depth) {
        return gated(depth, 1, 1);
    }

    /** Highway: R = Π(γ₁² + γ₂²(1 − θₗ/π)), cos θₗ₊₁ = γ₁²·cos θₗ + γ₂²·κ(θₗ). */
    public static InfiniteWidth highway(int depth, double gamma1) {
        return gated(depth, gamma1 * gamma1, 1 - gamma1 * gamma1);
    }

    /**
     * Plain with batch norm: R = 2⁻ᴸ, while the gradient grows: each batch norm but the first divides by the standard deviation
     * of a unit whose second moment is 1 and whose mean has the share 1/π. C(i) = (π/(π − 1))ᴸ⁻¹.
     */
    public static InfiniteWidth plainBatchNorm(int depth) {
        requireDepth(depth);
        return new InfiniteWidth(Math.pow(Math.PI / (Math.PI - 1), depth - 1), Math.pow(0.5, depth));
    }

    /**
     * Residual with batch norm, α = 1: before branch l = 0 … L − 1 the stream has variance 1 + β²(1 − 1/π)l, so with
     * tₗ = β²/(1 + β²(1 − 1/π)l), C(i) = Π(1 + tₗ) and C(i, j) = Π(1 + tₗ/2).
     */
    public static InfiniteWidth residualBatchNorm(int depth, double beta) {
        requireDepth(depth);
        double square = beta * beta;
        double variance = 1;
        double correlation = 1;
        for (int l = 0; l < depth; l++) {
            double t = square / (1 + square * (1 - 1 / Math.PI) * l);
            variance *= 1 + t;
            correlation *= (1 + t / 2) / (1 + t);
        }
        return new InfiniteWidth(variance, correlation);
    }

    /** Layers √keep·x + √branch·F(x), F a rectified layer of He weights: second moments and correlations, layer by layer. */
    private static InfiniteWidth gated(int depth, double keep, double branch) {
        requireDepth(depth);
        double total = keep + branch;
        double cosine = 0;
        double correlation = 1;
        for (int l = 0; l < depth; l++) {
            double angle = Math.acos(cosine);
            correlation *= (keep + branch * (1 - angle / Math.PI)) / total;
            cosine = Math.min(1, (keep * cosine + branch * arcCosine(angle)) / total);
        }
        return new InfiniteWidth(Math.pow(total, depth), correlation);
    }

    private static void requireDepth(int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth is " + depth + ", expected at least 1");
        }
    }

    /** κ(θ) = (sin θ + (π − θ)·cos θ)/π: cosine after a rectified layer. Cho and Saul 2009, eq. (6), n = 1. */
    static double arcCosine(double angle) {
        return (Math.sin(angle) + (Math.PI - angle) * Math.cos(angle)) / Math.PI;
    }
}
