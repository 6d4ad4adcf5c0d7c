package org.unshatter.linalg;

import java.util.Arrays;

/**
 * Singular values of a matrix, by Jacobi rotations of one side (Hestenes 1958): the columns of a tall matrix, or the rows of a wide one, are turned
 * in pairs until all are orthogonal; their norms are the singular values.
 *
 * <p>With B the matrix whose vectors on that side are scaled to norm 1, every singular value, the smallest too, has a relative error of about
 * 2⁻⁵²·κ(B), where methods that bidiagonalise first have it relative to the largest (Demmel and Veselić 1992). What is below 10⁻¹⁴⁰ of the largest
 * element counts as 0.
 */
public final class SingularValues {

    private static final double ZERO = 1e-280;
    private static final int MAX_SWEEPS = 100; // 10 are many

    private SingularValues() {
    }

    /**
     * All of them, descending; cubic in the size: 512 × 512 takes about a second.
     *
     * @param a [m][n], unchanged
     * @return min(m, n) values
     * @throws IllegalArgumentException if the rows differ in length or an element is not finite
     * @throws ArithmeticException if they do not converge, of which no matrix is known
     */
    public static double[] of(double[][] a) {
        int exponent = Vectors.exponent(a);
        double[][] vectors = shorterSide(a, -exponent);
        double[] squares = new double[vectors.length];
        for (int p = 0; p < vectors.length; p++) {
            squares[p] = Vectors.dot(vectors[p], vectors[p], 0);
        }
        for (int sweeps = 0; sweep(vectors, squares); sweeps++) {
            if (sweeps == MAX_SWEEPS) {
                throw new ArithmeticException("the singular values did not converge in " + MAX_SWEEPS + " sweeps");
            }
        }
        double[] values = new double[squares.length];
        Arrays.sort(squares);
        for (int p = 0; p < values.length; p++) {
            double square = squares[values.length - 1 - p];
            values[p] = square < ZERO ? 0 : Math.scalb(Math.sqrt(square), exponent);
        }
        return values;
    }

    /** Times 2ᵉ, the columns of a tall matrix or the rows of a wide one. */
    private static double[][] shorterSide(double[][] a, int exponent) {
        int columns = a.length == 0 ? 0 : a[0].length;
        if (a.length <= columns) {
            return Arrays.stream(a).map(row -> Vectors.scaled(row, exponent)).toArray(double[][]::new);
        }
        double[][] transposed = new double[columns][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j][i] = Math.scalb(a[i][j], exponent);
            }
        }
        return transposed;
    }

    /** Each pair once; whether one had to be turned. */
    private static boolean sweep(double[][] vectors, double[] squares) {
        boolean turned = false;
        for (int p = 0; p < vectors.length - 1; p++) {
            for (int q = p + 1; q < vectors.length; q++) {
                if (squares[p] < squares[q]) {
                    // the longer in front (de Rijk 1989): without it the sweeps of some degenerate matrices never end
                    swap(vectors, squares, p, q);
                }
                turned |= orthogonalise(vectors, squares, p, q);
            }
        }
        return turned;
    }

    private static void swap(double[][] vectors, double[] squares, int p, int q) {
        double[] vector = vectors[p];
        vectors[p] = vectors[q];
        vectors[q] = vector;
        double square = squares[p];
        squares[p] = squares[q];
        squares[q] = square;
    }

    private static boolean orthogonalise(double[][] vectors, double[] squares, int p, int q) {
        double[] x = vectors[p];
        double[] y = vectors[q];
        double product = Vectors.dot(x, y, 0);
        double tolerance = 4 * Vectors.EPSILON * Math.sqrt(x.length);
        if (squares[q] < ZERO || Math.abs(product) <= tolerance * Math.sqrt(squares[p]) * Math.sqrt(squares[q])) {
            return false;
        }
        // the smaller root of t² + 2ζt − 1, that is the smaller angle
        double zeta = (squares[p] - squares[q]) / (2 * product);
        double t = Math.copySign(1 / (Math.abs(zeta) + Math.hypot(1, zeta)), zeta);
        double c = 1 / Math.sqrt(1 + t * t);
        Vectors.rotate(c, c * t, x, y);
        // anew and not updated: a difference would lose the digits of a small one
        squares[p] = Vectors.dot(x, x, 0);
        squares[q] = Vectors.dot(y, y, 0);
        return true;
    }
}
