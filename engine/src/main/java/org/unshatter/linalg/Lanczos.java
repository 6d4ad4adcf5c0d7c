package org.unshatter.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The extreme singular values of a matrix known only by its products: bidiagonalisation from a random start, with full reorthogonalisation
 * (Golub and Kahan 1965; Golub and Van Loan, Matrix Computations, section 10.4).
 *
 * <p>After k steps A·V = U·B and Aᵀ·U = V·Bᵀ + β·v·eₖᵀ, with orthonormal columns in U and V and B bidiagonal, k × k. The singular values σ of B, Ritz
 * values, are approximations: with x the left singular vector of B, one singular value of A lies within β·|xₖ| of σ. That it is the extreme one is
 * likely and not certain: the largest is a lower bound and the smallest an upper bound, up to rounding, and a direction that the start hardly has
 * shows late. The largest usually takes few steps, the smallest many; both come sooner the farther they lie from the others.
 */
public final class Lanczos {

    /**
     * An approximate singular value.
     *
     * @param value     at least 0
     * @param residual  some singular value lies within this of it, if the products are exact
     * @param converged whether the residual is at most the tolerance times the largest value
     */
    public record RitzValue(double value, double residual, boolean converged) {
    }

    /**
     * What the steps found.
     *
     * @param values descending, one for each step
     * @param steps  each is one product with the matrix and one with its transpose
     * @param exact  whether up to rounding nothing of the start lies outside: all distinct singular values are there, as far as one can tell; how
     *               often each occurs remains unknown unless there are min(m, n) steps
     */
    public record Result(List<RitzValue> values, int steps, boolean exact) {

        /** The first of the values. */
        public RitzValue largest() {
            return values.getFirst();
        }

        /** The last of the values, of those found: before all steps are made a smaller one may be missing. */
        public RitzValue smallest() {
            return values.getLast();
        }
    }

    private final UnaryOperator<double[]> product;
    private final UnaryOperator<double[]> transposed;
    private final double tolerance;
    private final double rounding;
    private final int rows;
    private final int columns;
    private final List<double[]> left = new ArrayList<>();
    private final List<double[]> right = new ArrayList<>();
    private final double[] alpha;
    private final double[] beta;

    /** Of a tall matrix. */
    private Lanczos(UnaryOperator<double[]> product, UnaryOperator<double[]> transposed, int rows, int columns, double tolerance, int maxSteps) {
        this.product = product;
        this.transposed = transposed;
        this.rows = rows;
        this.columns = columns;
        this.tolerance = tolerance;
        rounding = 16 * Vectors.EPSILON * Math.sqrt(rows);
        alpha = new double[Math.min(maxSteps, columns)];
        beta = new double[alpha.length];
    }

    /**
     * Steps until the largest and the smallest have converged, or there is nothing more to find, or the steps are used up: the result says which.
     * Keeps (m + n)·steps numbers, and takes about 4·(m + n)·steps² operations besides the products.
     *
     * @param product    v ↦ A·v, from n numbers to m
     * @param transposed u ↦ Aᵀ·u, from m numbers to n
     * @param rows       m
     * @param columns    n
     * @param tolerance  relative to the largest singular value, for the smallest too; not below the accuracy of the products
     * @param random     draws the start
     * @throws IllegalArgumentException if a number is out of its range, or a product has a wrong length or is not finite
     */
    public static Result of(UnaryOperator<double[]> product, UnaryOperator<double[]> transposed, int rows, int columns,
            double tolerance, int maxSteps, RandomGenerator random) {
        requirePositive("rows", rows);
        requirePositive("columns", columns);
        requirePositive("maxSteps", maxSteps);
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("tolerance is " + tolerance + ", expected at least 0 and less than 1");
        }
        // starting on the shorter side, zeros are singular values and not the dimensions that the longer side has too many
        return (rows >= columns ? new Lanczos(product, transposed, rows, columns, tolerance, maxSteps)
                : new Lanczos(transposed, product, columns, rows, tolerance, maxSteps)).run(random);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least 1");
        }
    }

    private Result run(RandomGenerator random) {
        double[] v = new double[columns];
        for (int i = 0; i < columns; i++) {
            v[i] = random.nextGaussian();
        }
        orthonormalise(v, right);
        double size = 0;
        int check = 1;
        for (int k = 1;; k++) {
            right.add(v);
            double[] u = apply(product, v, rows);
            double a = orthonormalise(u, left);
            if (a <= Math.max(tolerance, rounding) * size) {
                // A·V lies in U, but for a: less a·u·vᵀ the matrix has in V an invariant subspace, and its singular values move by at most a (Weyl)
                return result(k, a, a <= rounding * size);
            }
            alpha[k - 1] = a;
            size = Math.max(size, a);
            left.add(u);
            v = apply(transposed, u, columns);
            double b = orthonormalise(v, right);
            boolean exact = k == columns || b <= rounding * size;
            beta[k - 1] = exact ? 0 : b;
            size = Math.max(size, beta[k - 1]);
            if (exact || k == alpha.length) {
                return result(k, 0, exact);
            }
            if (k >= check) {
                // not at every step: the steps together would cost less than looking at them
                check = k + 1 + k / 8;
                Result result = result(k, 0, false);
                if (result.largest().converged() && result.smallest().converged()) {
                    return result;
                }
            }
        }
    }

    private static double[] apply(UnaryOperator<double[]> function, double[] x, int length) {
        double[] y = function.apply(x.clone()).clone();
        if (y.length != length) {
            throw new IllegalArgumentException("a product has " + y.length + " elements, expected " + length);
        }
        for (int i = 0; i < length; i++) {
            if (!Double.isFinite(y[i])) {
                throw new IllegalArgumentException("element " + i + " of a product is " + y[i] + ", expected finite numbers");
            }
        }
        return y;
    }

    /** Less its part in the basis, and scaled to norm 1. Twice is enough (Parlett 1980, section 6.9). */
    private static double orthonormalise(double[] x, List<double[]> basis) {
        for (int pass = 0; pass < 2; pass++) {
            for (double[] b : basis) {
                Vectors.addScaled(-Vectors.dot(b, x, 0), b, x, 0);
            }
        }
        double norm = Math.sqrt(Vectors.dot(x, x, 0));
        if (norm > 0) {
            Vectors.scale(1 / norm, x, 0);
        }
        return norm;
    }

    /**
     * The singular values of B and the last components of its left singular vectors, by the symmetric tridiagonal matrix with zero diagonal and
     * α₁, β₁, α₂, … beside it: its eigenvalues are ±σ, its eigenvectors (y₁, ±x₁, y₂, ±x₂, …)/√2 (Golub and Kahan 1965).
     *
     * @param lost what no residual can be below
     */
    private Result result(int steps, double lost, boolean exact) {
        double[] diagonal = new double[2 * steps];
        double[] beside = new double[2 * steps];
        double[][] last = new double[2 * steps][1];
        for (int k = 0; k < steps; k++) {
            beside[2 * k] = alpha[k];
            beside[2 * k + 1] = beta[k];
        }
        last[2 * steps - 1][0] = 1;
        SymmetricEigen.diagonalise(diagonal, beside, last);
        List<RitzValue> values = new ArrayList<>();
        for (int k = 0; k < steps; k++) {
            int mirror = 2 * steps - 1 - k;
            // with a last row of zeros B is singular, and no rounding of 10⁻¹⁷ shall stand for it
            double value = k == steps - 1 && alpha[k] == 0 ? 0 : (diagonal[mirror] - diagonal[k]) / 2;
            // of both, as rounding mixes the two vectors of a pair that is nearly 0
            double residual = Math.max(lost, beta[steps - 1] * Math.hypot(last[k][0], last[mirror][0]));
            values.add(new RitzValue(value, residual, residual <= tolerance * (k == 0 ? value : values.getFirst().value()) || exact));
        }
        return new Result(List.copyOf(values), steps, exact);
    }
}
