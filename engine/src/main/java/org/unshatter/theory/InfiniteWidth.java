package org.unshatter.theory;

/**
 * Second moments of input gradients of infinitely wide nets with ReLU (or CReLU) and weights of He's variance, as functions of the depth and of the
 * angle θ between two inputs of equal norm. Methods without an angle are for orthogonal inputs, as independent Gaussian inputs of high dimension
 * nearly are; so are the theorems.
 *
 * <p><b>The argument</b>, the same for all families. In a wide net the units of a layer are Gaussian and independent of each other, and for two inputs
 * they are jointly Gaussian with the correlation cos θ. A weighted sum of rectified units then has the correlation
 * κ(θ) = (sin θ + (π − θ)·cos θ)/π (Cho and Saul 2009), which moves the angle from layer to layer; and a unit is on for both inputs with probability
 * (1 − θ/π)/2. A gradient is multiplied by independent weights on its way back through a branch, so a branch of gain g² multiplies C(i) by
 * g² and C(i, j) by g²·(1 − θ/π), and what passes a skip connection beside it adds without a mixed term. Products over the layers follow. The theorems
 * of the paper are these products with θ = π/2 at every layer.
 *
 * <p>Batch norm, over a large batch of otherwise independent inputs, subtracts the mean of each unit. A rectified unit's mean is 1/√(2π), so of the second
 * moment of a weighted sum (1 at weights of variance 2/N) the part 1/π is common to all inputs and goes: left are the
 * variance 1 − 1/π and, for inputs at the angle θ, the covariance κ(θ) − 1/π. Their ratio is 0 for orthogonal inputs, which so remain. What a batch of few
 * inputs changes is in {@link FiniteBatch}.
 *
 * <p>The derivations are this project's own. Depth counts the layers of rectifiers, at least 1; with none, C(i) would be 1. All methods throw
 * {@link IllegalArgumentException} for a smaller depth, an angle not within 0 and π, or a weight that is not finite.
 *
 * @param variance    C(i) = E‖∇ᵢ‖²
 * @param correlation R(i, j) = C(i, j)/√(C(i)·C(j))
 */
public record InfiniteWidth(double variance, double correlation) {

    private static final double ORTHOGONAL = Math.PI / 2;
    /** Share of a rectified unit's second moment that its mean makes up. */
    private static final double MEAN_SHARE = 1 / Math.PI;

    /** Plain: C(i) = 1, R = Π(1 − θₗ/π), with cos θₗ₊₁ = κ(θₗ). */
    public static InfiniteWidth plain(int depth) {
        return plain(depth, ORTHOGONAL);
    }

    /** The same from a given angle between the inputs. */
    public static InfiniteWidth plain(int depth, double angle) {
        return gated(depth, angle, 0, 1);
    }

    /**
     * CReLU with independent weights of variance 1/N for each of its 2N units. x is on in exactly one of the units ρ(z) and ρ(−z), hence two inputs are both
     * on in one of them with probability 1 − θ/π, and each half contributes κ(θ)/2 to the next cosine: in the limit the same as {@link #plain}.
     */
    public static InfiniteWidth crelu(int depth, double angle) {
        return plain(depth, angle);
    }

    /** CReLU with mirrored orthogonal weights is linear: C(i) = 1 and R = 1 at all depths, angles and widths. */
    public static InfiniteWidth looksLinear(int depth, double angle) {
        requireDepth(depth);
        requireAngle(angle);
        return new InfiniteWidth(1, 1);
    }

    /** Residual, α = β = 1, no normalisation: C(i) = 2ᴸ, R = Π(1 + 1 − θₗ/π)/2, cos θₗ₊₁ = (cos θₗ + κ(θₗ))/2. */
    public static InfiniteWidth residual(int depth) {
        return residual(depth, 1, ORTHOGONAL);
    }

    /** Residual, α = 1, no normalisation: C(i) = (1 + β²)ᴸ, R = Π(1 + β²(1 − θₗ/π))/(1 + β²), cos θₗ₊₁ = (cos θₗ + β²·κ(θₗ))/(1 + β²). */
    public static InfiniteWidth residual(int depth, double beta, double angle) {
        requireFinite("beta", beta);
        return gated(depth, angle, 1, beta * beta);
    }

    /** Highway: R = Π(γ₁² + γ₂²(1 − θₗ/π)), cos θₗ₊₁ = γ₁²·cos θₗ + γ₂²·κ(θₗ). */
    public static InfiniteWidth highway(int depth, double gamma1) {
        return highway(depth, gamma1, ORTHOGONAL);
    }

    /**
     * The same from a given angle between the inputs.
     *
     * @param gamma1 between 0 and 1
     * @throws IllegalArgumentException if γ₁ is not within 0 and 1, and as all methods do
     */
    public static InfiniteWidth highway(int depth, double gamma1, double angle) {
        requireShare(gamma1);
        return gated(depth, angle, gamma1 * gamma1, 1 - gamma1 * gamma1);
    }

    /** Plain with batch norm, for orthogonal inputs: R = 2⁻ᴸ, C(i) = (π/(π − 1))ᴸ⁻¹. */
    public static InfiniteWidth plainBatchNorm(int depth) {
        return plainBatchNorm(depth, ORTHOGONAL);
    }

    /**
     * Plain with batch norm: R = Π(1 − θₗ/π), cos θₗ₊₁ = (κ(θₗ) − 1/π)/(1 − 1/π), while the gradient grows: each batch norm but the first divides
     * by the standard deviation of a unit whose second moment is 1 and whose mean has the share 1/π. C(i) = (π/(π − 1))ᴸ⁻¹.
     */
    public static InfiniteWidth plainBatchNorm(int depth, double angle) {
        requireDepth(depth);
        double cosine = cosine(angle);
        double correlation = 1;
        for (int l = 0; l < depth; l++) {
            double now = Math.acos(cosine);
            correlation *= 1 - now / Math.PI;
            cosine = clamp((arcCosine(now) - MEAN_SHARE) / (1 - MEAN_SHARE));
        }
        return new InfiniteWidth(Math.pow(1 - MEAN_SHARE, 1 - depth), correlation);
    }

    /** Residual with batch norm, α = 1, for orthogonal inputs: C(i) = Π(1 + tₗ) and C(i, j) = Π(1 + tₗ/2); tₗ stands below. */
    public static InfiniteWidth residualBatchNorm(int depth, double beta) {
        return residualBatchNorm(depth, beta, ORTHOGONAL);
    }

    /**
     * Residual with batch norm, α = 1: before branch l = 0 … L − 1 the stream has variance 1 + β²(1 − 1/π)l, so with
     * tₗ = β²/(1 + β²(1 − 1/π)l), C(i) = Π(1 + tₗ) and C(i, j) = Π(1 + tₗ(1 − θₗ/π)). The stream's covariance starts as cos θ and grows by β²(κ(θₗ) − 1/π)
     * per branch; by the variance it gives cos θₗ.
     */
    public static InfiniteWidth residualBatchNorm(int depth, double beta, double angle) {
        requireDepth(depth);
        requireFinite("beta", beta);
        double square = beta * beta;
        double streamVariance = 1;
        double streamCovariance = cosine(angle);
        double variance = 1;
        double correlation = 1;
        for (int l = 0; l < depth; l++) {
            double now = Math.acos(clamp(streamCovariance / streamVariance));
            double t = square / streamVariance;
            variance *= 1 + t;
            correlation *= (1 + t * (1 - now / Math.PI)) / (1 + t);
            streamVariance += square * (1 - MEAN_SHARE);
            streamCovariance += square * (arcCosine(now) - MEAN_SHARE);
        }
        return new InfiniteWidth(variance, correlation);
    }

    /** Layers √keep·x + √branch·F(x), F a rectified layer of He weights: second moments and correlations, layer by layer. */
    private static InfiniteWidth gated(int depth, double angle, double keep, double branch) {
        double total = keep + branch;
        double correlation = 1;
        for (double both : onForBoth(depth, angle, keep, branch)) {
            correlation *= (keep + branch * both) / total;
        }
        return new InfiniteWidth(Math.pow(total, depth), correlation);
    }

    /** 1 − θₗ/π of each layer: of the units that are on for one input, the share that is on for the other, too. */
    static double[] onForBoth(int depth, double angle, double keep, double branch) {
        requireDepth(depth);
        double[] both = new double[depth];
        double cosine = cosine(angle);
        for (int l = 0; l < depth; l++) {
            double now = Math.acos(cosine);
            both[l] = 1 - now / Math.PI;
            cosine = clamp((keep * cosine + branch * arcCosine(now)) / (keep + branch));
        }
        return both;
    }

    static void requireDepth(int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth is " + depth + ", expected at least 1");
        }
    }

    static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a finite number");
        }
    }

    static void requireShare(double gamma1) {
        if (!(gamma1 >= 0 && gamma1 <= 1)) {
            throw new IllegalArgumentException("gamma1 is " + gamma1 + ", expected 0 to 1");
        }
    }

    private static void requireAngle(double angle) {
        if (!(angle >= 0 && angle <= Math.PI)) {
            throw new IllegalArgumentException("angle is " + angle + ", expected 0 to π");
        }
    }

    /** Of a right angle exactly 0: rounding would grow under batch norm, which has no reason to bring it back. */
    private static double cosine(double angle) {
        requireAngle(angle);
        return angle == ORTHOGONAL ? 0 : Math.cos(angle);
    }

    private static double clamp(double cosine) {
        return Math.clamp(cosine, -1, 1);
    }

    /** κ(θ) = (sin θ + (π − θ)·cos θ)/π: cosine after a rectified layer. Cho and Saul 2009, eq. (6), n = 1. */
    static double arcCosine(double angle) {
        return (Math.sin(angle) + (Math.PI - angle) * Math.cos(angle)) / Math.PI;
    }
}
