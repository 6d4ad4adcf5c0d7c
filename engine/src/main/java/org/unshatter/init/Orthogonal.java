package org.unshatter.init;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A random matrix with orthonormal columns (outputs ≥ inputs) or rows (otherwise), uniform in the sense of Haar.
 *
 * <p>Q of the QR factorisation of a Gaussian matrix, with the signs of R's diagonal made positive: without that
 * the distribution is not uniform (Mezzadri 2007, section 5). Suggested for deep nets by Saxe et al. 2014.
 */
public record Orthogonal() implements Initializer {

    @Override
    public String name() {
        return "orthogonal";
    }

    @Override
    public void fill(float[] weights, int outputs, int inputs, RandomGenerator random) {
        int rows = Math.max(outputs, inputs);
        int columns = Math.min(outputs, inputs);
        double[][] q = haar(rows, columns, random);
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < inputs; j++) {
                weights[i * inputs + j] = (float) (outputs >= inputs ? q[i][j] : q[j][i]);
            }
        }
    }

    /** Householder QR, row by row so that C2 vectorises the inner loops; then Q = H₁⋯Hₙ applied to the unit columns. */
    private static double[][] haar(int rows, int columns, RandomGenerator random) {
        double[][] a = new double[rows][columns];
        for (double[] row : a) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        double[][] reflectors = new double[columns][rows];
        double[] sign = new double[columns];
        double[] work = new double[columns];
        for (int k = 0; k < columns; k++) {
            double[] v = reflectors[k];
            double norm = 0;
            for (int i = k; i < rows; i++) {
                v[i] = a[i][k];
                norm += v[i] * v[i];
            }
            norm = Math.sqrt(norm);
            // The reflection maps the column to −sign·norm·e_k; the sign avoids cancellation. R's diagonal gets −sign.
            sign[k] = v[k] >= 0 ? -1 : 1;
            v[k] -= sign[k] * norm;
            scaleToNormTwo(v, k);
            reflect(a, v, k, work);
        }
        double[][] q = new double[rows][columns];
        for (int k = 0; k < columns; k++) {
            q[k][k] = sign[k];
        }
        for (int k = columns - 1; k >= 0; k--) {
            reflect(q, reflectors[k], k, work);
        }
        return q;
    }

    /** Scales v to vᵀv = 2, so that the reflection is I − v·vᵀ. */
    private static void scaleToNormTwo(double[] v, int from) {
        double square = 0;
        for (int i = from; i < v.length; i++) {
            square += v[i] * v[i];
        }
        double factor = square == 0 ? 0 : Math.sqrt(2 / square);
        for (int i = from; i < v.length; i++) {
            v[i] *= factor;
        }
    }

    /** A ← A − v·(vᵀA), on rows and columns from k: what lies before is already zero or finished. */
    private static void reflect(double[][] a, double[] v, int k, double[] work) {
        Arrays.fill(work, 0);
        for (int i = k; i < v.length; i++) {
            addScaled(v[i], a[i], work, k);
        }
        for (int i = k; i < v.length; i++) {
            addScaled(-v[i], work, a[i], k);
        }
    }

    private static void addScaled(double factor, double[] x, double[] y, int from) {
        for (int j = from; j < y.length; j++) {
            y[j] += factor * x[j];
        }
    }
}
