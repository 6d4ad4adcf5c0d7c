package org.unshatter.linalg;

import java.util.Arrays;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder reflections make it tridiagonal, implicit QR steps with Wilkinson's shift diagonal
 * (Golub and Van Loan, Matrix Computations, sections 8.3.1 to 8.3.5).
 *
 * <p>Errors are about 2⁻⁵² relative to the eigenvalue that is largest in magnitude: small ones have no digits of their own.
 */
public final class SymmetricEigen {

    /** Two mirrored elements may differ by this fraction of the largest element: the rounding of whoever computed them. Their mean counts. */
    public static final double SYMMETRY_TOLERANCE = 1e-12;

    private static final double ZERO = 1e-290;
    private static final int MAX_STEPS = 60; // for each eigenvalue; 2 are usual

    private final double[] values;
    private final double[][] vectors;

    private SymmetricEigen(double[] values, double[][] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /**
     * Cubic in the size: 256 × 256 takes well below a second.
     *
     * @param a [n][n], unchanged
     * @throws IllegalArgumentException if it is not square or not symmetric or an element is not finite
     */
    public static SymmetricEigen of(double[][] a) {
        return of(a, true);
    }

    /**
     * Only the eigenvalues, ascending: the same bits in a third of the time.
     *
     * @param a [n][n], unchanged
     * @throws IllegalArgumentException as {@link #of}
     */
    public static double[] values(double[][] a) {
        return of(a, false).values;
    }

    private static SymmetricEigen of(double[][] a, boolean withVectors) {
        int exponent = Vectors.exponent(a);
        if (a.length > 0 && a[0].length != a.length) {
            throw new IllegalArgumentException("the matrix is " + a.length + " × " + a[0].length + ", expected a square one");
        }
        double[][] work = symmetric(a, exponent);
        int n = a.length;
        double[] diagonal = new double[n];
        double[] beside = new double[n];
        double[] product = new double[n];
        for (int k = 0; k < n; k++) {
            diagonal[k] = work[k][k];
            beside[k] = reflect(work, k, product);
        }
        double[][] vectors = withVectors ? reflections(work) : new double[n][0];
        diagonalise(diagonal, beside, vectors);
        return new SymmetricEigen(Vectors.scaled(diagonal, exponent), vectors);
    }

    /** Ascending. */
    public double[] values() {
        return values.clone();
    }

    /** [n][n], row k the eigenvector of the k-th value; orthonormal. */
    public double[][] vectors() {
        return Arrays.stream(vectors).map(double[]::clone).toArray(double[][]::new);
    }

    /** Divided by 2ᵉ. */
    private static double[][] symmetric(double[][] a, int exponent) {
        double[][] copy = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j <= i; j++) {
                double below = Math.scalb(a[i][j], -exponent);
                double above = Math.scalb(a[j][i], -exponent);
                if (Math.abs(below - above) > SYMMETRY_TOLERANCE) {
                    throw new IllegalArgumentException("element (" + i + ", " + j + ") is " + a[i][j] + " and element (" + j + ", " + i + ") is "
                            + a[j][i] + ", expected a symmetric matrix");
                }
                copy[i][j] = (below + above) / 2;
                copy[j][i] = copy[i][j];
            }
        }
        return copy;
    }

    /**
     * A ← H·A·H, with H = I − v·vᵀ the reflection that leaves of row k only one element beside the diagonal; v takes the row's place.
     *
     * @return that element
     */
    private static double reflect(double[][] a, int k, double[] product) {
        double[] v = a[k];
        double square = Vectors.dot(v, v, k + 1);
        if (square < ZERO) {
            Arrays.fill(v, k + 1, v.length, 0);
            return 0;
        }
        // the sign avoids cancellation; scaled to norm √2
        double norm = Math.copySign(Math.sqrt(square), v[k + 1]);
        double factor = 1 / Math.sqrt(square + v[k + 1] * norm);
        v[k + 1] += norm;
        Vectors.scale(factor, v, k + 1);
        // H·A·H = A − v·wᵀ − w·vᵀ with w = A·v − ½(vᵀA·v)·v
        for (int i = k + 1; i < v.length; i++) {
            product[i] = Vectors.dot(a[i], v, k + 1);
        }
        Vectors.addScaled(-Vectors.dot(product, v, k + 1) / 2, v, product, k + 1);
        for (int i = k + 1; i < v.length; i++) {
            Vectors.addScaled(-v[i], product, a[i], k + 1);
            Vectors.addScaled(-product[i], v, a[i], k + 1);
        }
        return -norm;
    }

    /** Hₙ₋₂⋯H₀, whose rows the QR steps turn into the eigenvectors; from the last on, so that each meets only what is not yet the identity. */
    private static double[][] reflections(double[][] v) {
        int n = v.length;
        double[][] q = new double[n][n];
        for (int k = n - 1; k >= 0; k--) {
            q[k][k] = 1;
            for (int i = k + 1; i < n; i++) {
                Vectors.addScaled(-Vectors.dot(q[i], v[k], k + 1), v[k], q[i], k + 1);
            }
        }
        return q;
    }

    /**
     * Turns a tridiagonal matrix into its eigenvalues, ascending, and does to the rows of a matrix of any width what is done to the matrix's rows.
     * The identity becomes the eigenvectors, one of its columns the same component of each.
     *
     * @param beside element k stands between k and k + 1; the last has no meaning. Destroyed
     */
    static void diagonalise(double[] diagonal, double[] beside, double[][] rows) {
        int steps = 0;
        for (int to = diagonal.length - 1; to > 0;) {
            int from = to;
            while (from > 0 && !negligible(diagonal, beside, from - 1)) {
                from--;
            }
            if (from == to) {
                to--;
            } else {
                if (steps++ == MAX_STEPS * diagonal.length) {
                    throw new ArithmeticException("the eigenvalues did not converge in " + steps + " steps");
                }
                step(diagonal, beside, rows, from, to);
            }
        }
        sort(diagonal, rows);
    }

    private static boolean negligible(double[] diagonal, double[] beside, int k) {
        return Math.abs(beside[k]) <= Vectors.EPSILON * (Math.abs(diagonal[k]) + Math.abs(diagonal[k + 1]));
    }

    /** One implicit QR step on the block {@code from} … {@code to}: the bulge that the first rotation makes is chased down. */
    private static void step(double[] diagonal, double[] beside, double[][] rows, int from, int to) {
        double half = (diagonal[to - 1] - diagonal[to]) / 2;
        double last = beside[to - 1];
        double shift = diagonal[to] - last * (last / (half + Math.copySign(Math.hypot(half, last), half)));
        double x = diagonal[from] - shift;
        double bulge = beside[from];
        for (int k = from; k < to; k++) {
            double r = Math.hypot(x, bulge);
            double c = r == 0 ? 1 : x / r;
            double s = r == 0 ? 0 : bulge / r;
            if (k > from) {
                beside[k - 1] = r;
            }
            double a = diagonal[k];
            double b = beside[k];
            double d = diagonal[k + 1];
            diagonal[k] = c * c * a + 2 * c * s * b + s * s * d;
            diagonal[k + 1] = s * s * a - 2 * c * s * b + c * c * d;
            beside[k] = c * s * (d - a) + (c * c - s * s) * b;
            if (k < to - 1) {
                x = beside[k];
                bulge = s * beside[k + 1];
                beside[k + 1] *= c;
            }
            Vectors.rotate(c, s, rows[k], rows[k + 1]);
        }
    }

    private static void sort(double[] values, double[][] rows) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, k -> k);
        double[] unsorted = values.clone();
        double[][] unsortedRows = rows.clone();
        Arrays.sort(order, (k, l) -> Double.compare(unsorted[k], unsorted[l]));
        for (int k = 0; k < order.length; k++) {
            values[k] = unsorted[order[k]];
            rows[k] = unsortedRows[order[k]];
        }
    }
}
