package org.unshatter.kernels.scalar;

/**
 * Passes of batch and layer normalisation over some columns of a row-major matrix, {@code stride} floats from row to row. Each column has a
 * mean, a scale and so on of its own, from the start of their arrays. Images that lie side by side are the columns of such a matrix, too,
 * and their pixels its rows. Outputs share no elements with inputs. Here the loops as they are defined.
 *
 * <p>The bits of a column's results do not depend on where it lies among the others, if these make whole vectors.
 */
public class NormKernel {

    /** Columns of the widest vector. A number that is no multiple of it may be slower and round otherwise. */
    public static final int LEAST = SlideKernel.LANES;

    /** sums[at + j] ← sums[at + j] + Σᵢ x[i, j]. */
    public void addSums(int rows, int columns, float[] x, int xAt, int stride, float[] sums, int at) {
        for (int j = 0; j < columns; j++) {
            float sum = sums[at + j];
            for (int i = 0; i < rows; i++) {
                sum += x[xAt + i * stride + j];
            }
            sums[at + j] = sum;
        }
    }

    /** For each column, sums ← sums + Σ (x − mean), squares ← squares + Σ (x − mean)². */
    public void addDeviations(int rows, int columns, float[] x, int xAt, int stride, float[] mean, float[] sums, float[] squares) {
        for (int j = 0; j < columns; j++) {
            float sum = sums[j];
            float square = squares[j];
            for (int i = 0; i < rows; i++) {
                float deviation = x[xAt + i * stride + j] - mean[j];
                sum += deviation;
                square += deviation * deviation;
            }
            sums[j] = sum;
            squares[j] = square;
        }
    }

    /**
     * y ← max((x − mean)·scale + shift, floor).
     *
     * @param floor 0 to rectify, −∞ otherwise
     */
    public void normalise(int rows, int columns, float[] x, int xAt, int stride, float[] mean, float[] scale, float[] shift, float floor,
                          float[] y, int yAt) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int at = i * stride + j;
                y[yAt + at] = Math.max((x[xAt + at] - mean[j]) * scale[j] + shift[j], floor);
            }
        }
    }

    /**
     * For each column, sums ← sums + Σ dy and products ← products + Σ dy·(x − mean), both over those elements alone where
     * (x − mean)·scale + shift is above {@code floor}, or over all without one.
     *
     * @param floor 0 where {@link #normalise} rectified, NaN for none
     */
    public void addGradientSums(int rows, int columns, float[] x, int xAt, float[] dy, int dyAt, int stride,
                             float[] mean, float[] scale, float[] shift, float floor, float[] sums, float[] products) {
        for (int j = 0; j < columns; j++) {
            float sum = sums[j];
            float product = products[j];
            for (int i = 0; i < rows; i++) {
                int at = i * stride + j;
                float deviation = x[xAt + at] - mean[j];
                float gradient = passes(deviation * scale[j] + shift[j], floor) ? dy[dyAt + at] : 0;
                sum += gradient;
                product += gradient * deviation;
            }
            sums[j] = sum;
            products[j] = product;
        }
    }

    /**
     * dx ← keep·dx + dy·scale + (x − mean)·slope + offset, with 0 for dy as above.
     *
     * @param keep whether to keep dx
     */
    public void gradient(int rows, int columns, float[] x, int xAt, float[] dy, int dyAt, int stride,
                         float[] mean, float[] scale, float[] shift, float floor, float[] slope, float[] offset, boolean keep, float[] dx, int dxAt) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int at = i * stride + j;
                float deviation = x[xAt + at] - mean[j];
                float gradient = passes(deviation * scale[j] + shift[j], floor) ? dy[dyAt + at] : 0;
                float sum = gradient * scale[j] + (deviation * slope[j] + offset[j]);
                dx[dxAt + at] = keep ? dx[dxAt + at] + sum : sum;
            }
        }
    }

    /** What is not a number is stopped as by a rectifier alone. */
    private static boolean passes(float y, float floor) {
        return y > floor || Float.isNaN(floor);
    }
}
