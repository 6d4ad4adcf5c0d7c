package org.unshatter.init;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.unshatter.autodiff.Memory;

/**
 * A random matrix with orthonormal columns (outputs ≥ inputs) or rows (otherwise), uniform in the sense of Haar.
 *
 * <p>A product of random Householder reflections of growing size, with random signs: what the QR factorisation of a Gaussian matrix
 * gives once the signs of R's diagonal are made positive, at half the work (Stewart 1980; Mezzadri 2007, section 5).
 * Suggested for deep nets by Saxe et al. 2014. Of a convolution it is the matrix [outputs, inputs·height·width]:
 * for kernels that keep norms see delta-orthogonal.
 *
 * @param gain what the matrix is multiplied by
 */
record Orthogonal(double gain) implements Initializer {

    /** @throws IllegalArgumentException if the gain is not positive, or so large that weights would not be finite */
    public Orthogonal {
        requireGain(gain);
    }

    static void requireGain(double gain) {
        if (!(gain > 0 && gain <= Distribution.LARGEST)) {
            throw new IllegalArgumentException("gain is " + gain + ", expected positive and at most " + Distribution.LARGEST);
        }
    }

    /** A gain at the end of a name, where it is not 1. */
    static String text(double gain) {
        return gain == 1 ? "" : ":" + gain;
    }

    @Override
    public String name() {
        return "orthogonal" + text(gain);
    }

    @Override
    public String source() {
        return "Saxe et al. 2014; Haar measure by Stewart 1980";
    }

    @Override
    public String explain(Extents extents) {
        return "orthonormal " + (extents.outputs() >= extents.fanIn() ? "columns" : "rows") + " of length "
                + Math.max(extents.outputs(), extents.fanIn()) + (gain == 1 ? "" : ", times " + Figures.text(gain));
    }

    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        int outputs = extents.outputs();
        int inputs = extents.fanIn();
        int rows = Math.max(outputs, inputs);
        int columns = Math.min(outputs, inputs);
        double[][] q = haar(rows, columns, random);
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < inputs; j++) {
                weights[i * inputs + j] = (float) (gain * (outputs >= inputs ? q[i][j] : q[j][i]));
            }
        }
    }

    /**
     * The first columns of H₁⋯Hₙ·D, where Hₖ reflects a Gaussian vector in the coordinates from k on to ∓e_k and D has those signs.
     * From the last reflection to the first, so that each meets only rows and columns from k; row by row, so that C2 vectorises it.
     */
    private static double[][] haar(int rows, int columns, RandomGenerator random) {
        Memory.require((long) rows * columns * Double.BYTES, "an orthogonal matrix of " + rows + " × " + columns + ", in double precision,");
        double[][] q = new double[rows][columns];
        double[] v = new double[rows];
        double[] work = new double[columns];
        for (int k = columns - 1; k >= 0; k--) {
            double square = 0;
            for (int i = k; i < rows; i++) {
                v[i] = random.nextGaussian();
                square += v[i] * v[i];
            }
            // v − sign·‖v‖·e_k with the sign that avoids cancellation, scaled to norm √2, so that the reflection is I − v·vᵀ.
            double sign = v[k] >= 0 ? -1 : 1;
            double norm = Math.sqrt(square);
            double factor = 1 / Math.sqrt(square + Math.abs(v[k]) * norm);
            v[k] -= sign * norm;
            for (int i = k; i < rows; i++) {
                v[i] *= factor;
            }
            q[k][k] = sign;
            reflect(q, v, k, work);
        }
        return q;
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
