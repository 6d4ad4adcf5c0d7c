package org.unshatter.kernels;

import java.util.Arrays;
import org.unshatter.kernels.scalar.NormKernel;

/**
 * Two sums for each of up to {@value #BLOCK} columns, or lanes: in single precision over at most {@value #ROWS} rows at a time, these in
 * double precision, so that no sum loses digits however many rows there are. One for each thread that works.
 */
final class ColumnSums {

    /** Columns of a large matrix that are treated together, as a piece of work. */
    static final int BLOCK = 64;
    static final int ROWS = 1024;

    private static final NormKernel KERNEL = Dispatch.KERNELS.norm();

    /** The sums of each column. */
    final double[] first = new double[BLOCK];
    final double[] second = new double[BLOCK];

    private final float[] someFirst = new float[BLOCK];
    private final float[] someSecond = new float[BLOCK];

    /** Blocks that so many columns are cut into. */
    static int blocks(int columns) {
        return Math.ceilDiv(columns, BLOCK);
    }

    /**
     * The first column of a block. The last one moves to the left rather than be narrower than a vector, and computes some columns once more,
     * to the same bits.
     */
    static int from(int block, int columns) {
        return Math.max(0, Math.min(block * BLOCK, columns - NormKernel.LEAST));
    }

    /** Columns of the block that begins there. */
    static int width(int from, int columns) {
        return Math.min(BLOCK, columns - from);
    }

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

    /**
     * first += Σ x.
     *
     * @param used of so many columns, which are the first ones: the others may be idle lanes
     */
    void add(int rows, int columns, int used, float[] x, int at, int stride) {
        for (int row = 0; row < rows; row += ROWS) {
            KERNEL.sums(Math.min(ROWS, rows - row), columns, x, at + row * stride, stride, someFirst, 0);
            accumulate(used, first, someFirst);
        }
    }

    /** first += Σ (x − mean), second += Σ (x − mean)². */
    void addDeviations(int rows, int columns, int used, float[] x, int at, int stride, float[] mean) {
        for (int row = 0; row < rows; row += ROWS) {
            KERNEL.deviations(Math.min(ROWS, rows - row), columns, x, at + row * stride, stride, mean, someFirst, someSecond);
            accumulate(used, first, someFirst);
            accumulate(used, second, someSecond);
        }
    }

    /** first += Σ dy, second += Σ dy·(x − mean), where the activation lets the gradient pass; see {@link NormKernel#gradientSums}. */
    void addGradients(int rows, int columns, int used, float[] x, int xAt, float[] dy, int dyAt, int stride,
                      float[] mean, float[] scale, float[] shift, float flat) {
        for (int row = 0; row < rows; row += ROWS) {
            int at = row * stride;
            KERNEL.gradientSums(Math.min(ROWS, rows - row), columns, x, xAt + at, dy, dyAt + at, stride, mean, scale, shift, flat,
                    someFirst, someSecond);
            accumulate(used, first, someFirst);
            accumulate(used, second, someSecond);
        }
    }

    private static void accumulate(int columns, double[] sums, float[] some) {
        for (int j = 0; j < columns; j++) {
            sums[j] += some[j];
        }
    }
}
