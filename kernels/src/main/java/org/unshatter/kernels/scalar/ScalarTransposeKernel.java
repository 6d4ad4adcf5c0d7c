package org.unshatter.kernels.scalar;

/** The transpose of a matrix in plain Java; the SIMD classes take the whole blocks and leave it the edges. */
public class ScalarTransposeKernel {

    /** Eight columns are one half of a cache line of x; its other half is fetched with it and waits in the second-level cache. */
    private static final int COLUMNS = 8;

    /**
     * y[j, i] ← x[i, j]. Down the columns, so that y is written along a few rows, each from one end to the other:
     * scattered writes cost more than scattered reads.
     */
    public void transpose(int rows, int columns, float[] x, int from, int ldx, float[] y, int to, int ldy) {
        int j = 0;
        for (; j <= columns - COLUMNS; j += COLUMNS) {
            int at = from + j;
            int out = to + j * ldy;
            for (int i = 0; i < rows; i++) {
                y[out] = x[at];
                y[out + ldy] = x[at + 1];
                y[out + 2 * ldy] = x[at + 2];
                y[out + 3 * ldy] = x[at + 3];
                y[out + 4 * ldy] = x[at + 4];
                y[out + 5 * ldy] = x[at + 5];
                y[out + 6 * ldy] = x[at + 6];
                y[out + 7 * ldy] = x[at + 7];
                at += ldx;
                out++;
            }
        }
        for (; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                y[to + j * ldy + i] = x[from + i * ldx + j];
            }
        }
    }
}
