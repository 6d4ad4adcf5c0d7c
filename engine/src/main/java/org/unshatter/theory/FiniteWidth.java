package org.unshatter.theory;

import java.util.random.RandomGenerator;

/**
 * What two independent Gaussian inputs and one direction see of a random net of finite width without batch norm, drawn exactly from its law, but at the
 * cost of vectors instead of matrices.
 *
 * <p><b>Derivation.</b> Of a layer's Gaussian weights W, [N, N], two inputs x, y and the derivatives a, b of their streams along one direction
 * need only the four products W·ρ(x), W·ρ(y), W·1[x &gt; 0]a, W·1[y &gt; 0]b. The rows of W are independent, so the N rows of these products are
 * independent 4-vectors, Gaussian with the Gram matrix of the four factors times the variance of a weight. Drawing them needs no W. That a layer's weights
 * act on x and a alike, the reason why finite nets leave the infinite-width law, is kept.
 *
 * <p>Forward derivatives stand for gradients: with J the Jacobian, u ~ N(0, I/N) and v ~ N(0, I/N), ⟨J(x)u, J(y)u⟩ and ⟨J(x)ᵀv, J(y)ᵀv⟩ both have the
 * mean tr(J(x)ᵀJ(y))/N. So means of {@link #covariance} are C(i, j) and those of {@link #variance} C(i), at any depth and width.
 */
public final class FiniteWidth {

    /** Of the four vectors: the two inputs' streams and their derivatives. */
    private static final int VECTORS = 4;

    private final double[] variance;
    private final double[] covariance;

    private FiniteWidth(int depth) {
        variance = new double[depth];
        covariance = new double[depth];
    }

    /** The law of a family: layers keep·x + branch·F(x), F of ReLU or CReLU. */
    public enum Activation { RELU, CRELU }

    /**
     * One draw of all depths from 1 to {@code depth}. Plain nets have keep 0 and branch 1, residual ones 1 and β, highway nets γ₁ and γ₂.
     *
     * @throws IllegalArgumentException if depth or width is less than 1, or keep or branch is not finite
     */
    public static FiniteWidth draw(Activation activation, double keep, double branch, int depth, int width, RandomGenerator random) {
        InfiniteWidth.requireDepth(depth);
        InfiniteWidth.requireFinite("keep", keep);
        InfiniteWidth.requireFinite("branch", branch);
        if (width < 1) {
            throw new IllegalArgumentException("width is " + width + ", expected at least 1");
        }
        FiniteWidth result = new FiniteWidth(depth);
        double[][] streams = new double[VECTORS][width];
        for (int i = 0; i < width; i++) {
            streams[0][i] = random.nextGaussian();
            streams[1][i] = random.nextGaussian();
            streams[2][i] = random.nextGaussian() / Math.sqrt(width);
            streams[3][i] = streams[2][i];
        }
        for (int l = 0; l < depth; l++) {
            double[][] gram = rectifiedGram(activation, streams);
            result.variance[l] = next(keep, branch, streams, gram, 2, 2);
            result.covariance[l] = next(keep, branch, streams, gram, 2, 3);
            advance(keep, branch, streams, gram, random);
        }
        return result;
    }

    /** ‖∇ᵢ‖², the mean over the two inputs of one draw not being taken; depth from 1. */
    public double variance(int depth) {
        return variance[depth - 1];
    }

    /** ⟨∇ᵢ, ∇ⱼ⟩; depth from 1. */
    public double covariance(int depth) {
        return covariance[depth - 1];
    }

    /** Mean over the next weights of the product of two of the streams behind them: the mixed term is 0. */
    private static double next(double keep, double branch, double[][] streams, double[][] gram, int i, int j) {
        double kept = 0;
        for (int f = 0; keep != 0 && f < streams[i].length; f++) {
            kept += streams[i][f] * streams[j][f];
        }
        return keep * keep * kept + branch * branch * gram[i][j];
    }

    /** Products of the four rectified vectors, times the sum of a column's variances: 2 for N units, 1 for the 2N of CReLU. */
    private static double[][] rectifiedGram(Activation activation, double[][] streams) {
        double[][] gram = new double[VECTORS][VECTORS];
        double[] now = new double[VECTORS];
        int width = streams[0].length;
        for (int f = 0; f < width; f++) {
            add(gram, now, streams, f, 1);
            if (activation == Activation.CRELU) {
                add(gram, now, streams, f, -1);
            }
        }
        double scale = activation == Activation.CRELU ? 1 : 2;
        for (double[] row : gram) {
            for (int j = 0; j < VECTORS; j++) {
                row[j] *= scale;
            }
        }
        return gram;
    }

    /** Adds what one unit contributes, or its opposite for the second half of CReLU. */
    private static void add(double[][] gram, double[] now, double[][] streams, int f, int sign) {
        for (int i = 0; i < VECTORS; i++) {
            now[i] = sign * streams[i % 2][f] > 0 ? sign * streams[i][f] : 0;
        }
        for (int i = 0; i < VECTORS; i++) {
            for (int j = 0; j <= i; j++) {
                gram[i][j] += now[i] * now[j];
                gram[j][i] = gram[i][j];
            }
        }
    }

    /** Draws the products with the weights and adds them to the streams. */
    private static void advance(double keep, double branch, double[][] streams, double[][] gram, RandomGenerator random) {
        int width = streams[0].length;
        double[][] root = root(gram);
        double[] noise = new double[VECTORS];
        double scale = branch / Math.sqrt(width);
        for (int f = 0; f < width; f++) {
            for (int i = 0; i < VECTORS; i++) {
                noise[i] = random.nextGaussian();
                double sum = 0;
                for (int j = 0; j <= i; j++) {
                    sum += root[i][j] * noise[j];
                }
                streams[i][f] = keep * streams[i][f] + scale * sum;
            }
        }
    }

    /** Cholesky's root, with 0 for what rounding leaves of a dependent row. */
    private static double[][] root(double[][] a) {
        double[][] l = new double[VECTORS][VECTORS];
        for (int i = 0; i < VECTORS; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i == j) {
                    l[i][i] = sum > 1e-14 * a[i][i] ? Math.sqrt(sum) : 0;
                } else {
                    l[i][j] = l[j][j] > 0 ? sum / l[j][j] : 0;
                }
            }
        }
        return l;
    }
}
