package org.unshatter.theory;

/**
 * The closed forms of Balduzzi et al. 2017, section 3, word for word: C(i) is the second moment of the gradient by an input,
 * R(i, j) the correlation of the gradients by two inputs, L the number of layers.
 *
 * <p>They assume that for a typical pair of inputs half the units of a layer are on for each and a quarter for both, at all depths.
 * {@link InfiniteWidth} has what holds without that assumption. All methods throw {@link IllegalArgumentException} for a depth below 1, a β that is not finite,
 * or a γ₁ not within 0 and 1.
 */
public final class Theorems {

    private Theorems() {
    }

    /** Theorem 1: plain, weights of variance 2/N. C(i) = 1. */
    public static double plainVariance() {
        return 1;
    }

    /** Theorem 1: R(i, j) = 2⁻ᴸ. */
    public static double plainCorrelation(int depth) {
        InfiniteWidth.requireDepth(depth);
        return Math.pow(0.5, depth);
    }

    /** Theorem 2: residual without batch norm, α = β = 1. C(i) = 2ᴸ. */
    public static double residualVariance(int depth) {
        InfiniteWidth.requireDepth(depth);
        return Math.pow(2, depth);
    }

    /** Theorem 2: C(i, j) = (3/2)ᴸ. */
    public static double residualCovariance(int depth) {
        InfiniteWidth.requireDepth(depth);
        return Math.pow(1.5, depth);
    }

    /** Theorem 2: R(i, j) = (3/4)ᴸ. */
    public static double residualCorrelation(int depth) {
        InfiniteWidth.requireDepth(depth);
        return Math.pow(0.75, depth);
    }

    /** Theorem 3: residual with batch norm, α = 1. C(i) = β²(L − 1) + 1. */
    public static double residualBatchNormVariance(int depth, double beta) {
        InfiniteWidth.requireDepth(depth);
        InfiniteWidth.requireFinite("beta", beta);
        return beta * beta * (depth - 1) + 1;
    }

    /** Theorem 3: R(i, j) ~ 1/(β√L), in the form that its worked examples use, 1/√(β²(L − 1) + 1). */
    public static double residualBatchNormCorrelation(int depth, double beta) {
        return 1 / Math.sqrt(residualBatchNormVariance(depth, beta));
    }

    /**
     * Theorem 3 before its asymptote β√L: C(i, j) = Π(1 + tₗ/2) with tₗ = β²/(β²(l − 1) + 1), l = 1 … L − 1.
     * The product is this project's; that of (1 + tₗ) telescopes to the theorem's C(i).
     */
    public static double residualBatchNormCovariance(int depth, double beta) {
        InfiniteWidth.requireDepth(depth);
        InfiniteWidth.requireFinite("beta", beta);
        double covariance = 1;
        for (int l = 1; l < depth; l++) {
            covariance *= 1 + beta * beta / residualBatchNormVariance(l, beta) / 2;
        }
        return covariance;
    }

    /**
     * Theorem 3's R(i, j) = C(i, j)/C(i) from that product, before the asymptote: more than {@link #residualBatchNormCorrelation} from the second layer on,
     * in deep nets by the factor 2/√π at β = 1.
     */
    public static double residualBatchNormProduct(int depth, double beta) {
        return residualBatchNormCovariance(depth, beta) / residualBatchNormVariance(depth, beta);
    }

    /** Corollary 1: highway with γ₁² + γ₂² = 1. C(i) = 1. */
    public static double highwayVariance() {
        return 1;
    }

    /** Corollary 1: R(i, j) = (γ₁² + γ₂²/2)ᴸ. */
    public static double highwayCorrelation(int depth, double gamma1) {
        InfiniteWidth.requireDepth(depth);
        InfiniteWidth.requireShare(gamma1);
        double square = gamma1 * gamma1;
        return Math.pow(square + (1 - square) / 2, depth);
    }

    /** Limit of {@link #highwayCorrelation} for γ₁² = 1 − 1/L and L → ∞: e^(−1/2), which depth cannot bring to 0. */
    public static double highwayLimit() {
        return Math.exp(-0.5);
    }

    /** Section 5: at its looks-linear initialisation a CReLU net is linear, its gradient the same everywhere. R(i, j) = 1. */
    public static double looksLinearCorrelation() {
        return 1;
    }
}
