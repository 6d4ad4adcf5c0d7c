package org.unshatter.kernels.simd;

import org.unshatter.kernels.scalar.ScalarTransposeKernel;

/**
 * The transpose by square blocks, each transposed in registers: twice as fast as in plain Java, since a row of a block is written at once.
 * In the step of width s, rows i and i + s exchange the off-diagonal quarters of each 2s × 2s block (Eklundh 1972).
 *
 * <p>The blocks are visited panel by panel of rows and columns, so that the caches and the table of memory pages hold a panel's rows.
 */
abstract class SimdTransposeKernel extends ScalarTransposeKernel {

    private static final int PANEL = 128;

    /** Rows and columns of a block, a divisor of the panel's. */
    private final int size;

    SimdTransposeKernel(int size) {
        this.size = size;
    }

    /** One whole block. */
    abstract void block(float[] x, int from, int ldx, float[] y, int to, int ldy);

    @Override
    public void transpose(int rows, int columns, float[] x, int from, int ldx, float[] y, int to, int ldy) {
        int high = rows - rows % size;
        int wide = columns - columns % size;
        for (int top = 0; top < high; top += PANEL) {
            int bottom = Math.min(high, top + PANEL);
            for (int left = 0; left < wide; left += PANEL) {
                int right = Math.min(wide, left + PANEL);
                for (int j = left; j < right; j += size) {
                    for (int i = top; i < bottom; i += size) {
                        block(x, from + i * ldx + j, ldx, y, to + j * ldy + i, ldy);
                    }
                }
            }
        }
        super.transpose(high, columns - wide, x, from + wide, ldx, y, to + wide * ldy, ldy);
        super.transpose(rows - high, columns, x, from + high * ldx, ldx, y, to + high, ldy);
    }
}
