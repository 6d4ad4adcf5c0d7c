package org.unshatter.kernels;

import java.util.Arrays;
import org.unshatter.kernels.scalar.NormKernel;

/**
 * Two sums for each of up to {@value #MOST} columns, or lanes: in single precision over at most {@value #ROWS} rows at a time, these in
 * double precision, so that no sum loses digits however many rows there are. One for each thread that works.
 */
final class ColumnSums {

    /** Columns that are treated together at most. */
    static final int MOST = 256;
    static final int ROWS = 1024;

    private static final NormKernel KERNEL = Dispatch.KERNELS.norm();

    /** The sums of each column. */
    final double[] first = new double[MOST];
    final double[] second = new double[MOST];

    private final float[] someFirst = new float[MOST];
    private final float[] someSecond = new float[MOST];

    void clear(int columns) {
        Arrays.fill(first, 0, columns, 0);
        Arrays.fill(second, 0, columns, 0);
    }

    /** Such sums of so many columns, added in order. */
    static double ofAll(int columns, double[] sums) {
        double sum = 0;
        for (int j = 0; j < columns; j++) {
            sum += sums[j];
        }
        return sum;
    }

    /** sums[at + j] ← Σᵢ x[i, j], in single precision. */
    static void sums(int rows, int columns, float[] x, int xAt, int stride, float[] sums, int at) {
        Arrays.fill(sums, at, at + columns, 0f);
        int band = ColumnBlocks.band(stride);
        for (int row = 0; row < rows; row += band) {
            KERNEL.addSums(Math.min(band, rows - row), columns, x, xAt + row * stride, stride, sums, at);
        }
    }

    /**
     * first += Σ x.
     *
     * @param used of so many columns, which are the first ones: the others may be idle lanes
     */
    void add(int rows, int columns, int used, float[] x, int at, int stride) {
        for (int row = 0; row < rows; row += ROWS) {
            sums(Math.min(ROWS, rows - row), columns, x, at + row * stride, stride, someFirst, 0);
            accumulate(used, first, someFirst);
        }
    }

    /** first += Σ (x − mean), second += Σ (x − mean)². */
    void addDeviations(int rows, int columns, int used, float[] x, int at, int stride, float[] mean) {
        int band = ColumnBlocks.band(stride);
        for (int row = 0, end; row < rows; row = end) {
            end = Math.min(rows, row + ROWS);
            begin(columns);
            for (int top = row; top < end; top += band) {
                KERNEL.addDeviations(Math.min(band, end - top), columns, x, at + top * stride, stride, mean, someFirst, someSecond);
            }
            accumulate(used, first, someFirst);
            accumulate(used, second, someSecond);
        }
    }

    /** first += Σ dy, second += Σ dy·(x − mean), where the activation lets the gradient pass; see {@link NormKernel#addGradientSums}. */
    void addGradients(int rows, int columns, int used, float[] x, int xAt, float[] dy, int dyAt, int stride,
                      float[] mean, float[] scale, float[] shift, float flat) {
        int band = ColumnBlocks.band(stride);
        for (int row = 0, end; row < rows; row = end) {
            end = Math.min(rows, row + ROWS);
            begin(columns);
            for (int top = row; top < end; top += band) {
                KERNEL.addGradientSums(Math.min(band, end - top), columns, x, xAt + top * stride, dy, dyAt + top * stride, stride,
                        mean, scale, shift, flat, someFirst, someSecond);
            }
            accumulate(used, first, someFirst);
            accumulate(used, second, someSecond);
        }
    }

    private void begin(int columns) {
        Arrays.fill(someFirst, 0, columns, 0f);
        Arrays.fill(someSecond, 0, columns, 0f);
    }

    private static void accumulate(int columns, double[] sums, float[] some) {
        for (int j = 0; j < columns; j++) {
            sums[j] += some[j];
        }
    }
}
