package org.unshatter.theory;

import java.util.Arrays;

/**
 * Second moments of the parts of a residual net's input gradient that come along paths of one length, through exactly k of L branches, at infinite width:
 * what {@code org.unshatter.diagnostics.PathLengths} measures.
 *
 * <p><b>Derivation.</b> Give every branch the factor t, and hence its second moment t². In the products of {@link InfiniteWidth}, Π(1 + aₗ) for C(i) and
 * Π(1 + aₗ·pₗ) for C(i, j), with aₗ the gain of branch l in the second moment and pₗ = 1 − θₗ/π, every aₗ gets that factor; parts of different length have
 * different branches and are uncorrelated. So the part of length k has the elementary symmetric polynomials eₖ(aₗ) and eₖ(aₗ·pₗ).
 *
 * <p>With batch norm and orthogonal inputs every pₗ is 1/2: paths through k branches have the correlation 2⁻ᵏ, at every β and in a net of any depth, just as
 * a plain net of k layers has. Skip connections and a small β make nothing of a path better; they move the weight to short ones.
 *
 * <p>All methods throw {@link IllegalArgumentException} for a depth less than 1, a β that is not finite, or an angle not within 0 and π.
 *
 * @param variance   C(i) of the part of length k, for k = 0 … L; their sum is that of the net
 * @param covariance C(i, j), likewise
 */
public record ResidualPaths(double[] variance, double[] covariance) {

    /** Keeps its own copies. */
    public ResidualPaths {
        variance = variance.clone();
        covariance = covariance.clone();
    }

    @Override
    public double[] variance() {
        return variance.clone();
    }

    @Override
    public double[] covariance() {
        return covariance.clone();
    }

    /**
     * R(i, j) of the part of length k. NaN if it has no gradient, as any but the first at β = 0, or one beyond the range of double.
     *
     * @throws IllegalArgumentException if there is no such part
     */
    public double correlation(int k) {
        if (k < 0 || k >= variance.length) {
            throw new IllegalArgumentException("k is " + k + ", expected 0 to " + (variance.length - 1));
        }
        return covariance[k] / variance[k];
    }

    /** Σk·C(i)ₖ/ΣC(i)ₖ: the mean length, each weighted by what comes along paths of this length. NaN where C(i) is beyond the range of double. */
    public double meanLength() {
        double sum = 0;
        double weighted = 0;
        for (int k = 0; k < variance.length; k++) {
            sum += variance[k];
            weighted += k * variance[k];
        }
        return weighted / sum;
    }

    /**
     * No normalisation, α = 1: aₗ = β².
     *
     * @throws IllegalArgumentException if the depth is less than 1, β not finite, or the angle not within 0 and π
     */
    public static ResidualPaths unnormalised(int depth, double beta, double angle) {
        InfiniteWidth.requireFinite("beta", beta);
        double square = beta * beta;
        double[] gain = new double[Math.max(0, depth)];
        Arrays.fill(gain, square);
        return of(depth, gain, Arrays.stream(InfiniteWidth.onForBoth(depth, angle, 1, square)).map(share -> square * share).toArray());
    }

    /**
     * Batch norm over a large batch, orthogonal inputs, α = 1: aₗ = β²/(1 + β²(1 − 1/π)l), l = 0 … L − 1.
     *
     * @throws IllegalArgumentException if the depth is less than 1 or β not finite
     */
    public static ResidualPaths batchNorm(int depth, double beta) {
        InfiniteWidth.requireFinite("beta", beta);
        double[] gain = new double[Math.max(0, depth)];
        double[] both = new double[gain.length];
        for (int l = 0; l < depth; l++) {
            gain[l] = beta * beta / (1 + beta * beta * (1 - 1 / Math.PI) * l);
            both[l] = gain[l] / 2;
        }
        return of(depth, gain, both);
    }

    private static ResidualPaths of(int depth, double[] gain, double... both) {
        InfiniteWidth.requireDepth(depth);
        return new ResidualPaths(symmetric(gain), symmetric(both));
    }

    /** e₀ … e_L of L numbers: the coefficients of Π(1 + aₗ·t). */
    private static double[] symmetric(double... numbers) {
        double[] e = new double[numbers.length + 1];
        e[0] = 1;
        for (int l = 0; l < numbers.length; l++) {
            for (int k = l + 1; k > 0; k--) {
                e[k] += numbers[l] * e[k - 1];
            }
        }
        return e;
    }
}
