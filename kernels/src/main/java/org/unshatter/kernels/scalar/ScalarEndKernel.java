package org.unshatter.kernels.scalar;

/** What may end a matrix product, over a block of C while it is in the first-level cache. The SIMD class leaves it the columns that fill no vector. */
public class ScalarEndKernel {

    /** C ← max(C + bias of the column, floor). */
    public void addToRows(int rows, int columns, float[] bias, int biasAt, float floor, float[] c, int at, int ld) {
        for (int i = 0; i < rows; i++, at += ld) {
            for (int j = 0; j < columns; j++) {
                c[at + j] = Math.max(c[at + j] + bias[biasAt + j], floor);
            }
        }
    }

    /** C ← max(C, 0). */
    public void rectify(int rows, int columns, float[] c, int at, int ld) {
        for (int i = 0; i < rows; i++, at += ld) {
            for (int j = 0; j < columns; j++) {
                c[at + j] = Math.max(c[at + j], 0);
            }
        }
    }

    /** C ← C where Y &gt; 0, else 0. */
    public void mask(int rows, int columns, float[] y, int yAt, int ldy, float[] c, int at, int ld) {
        for (int i = 0; i < rows; i++, at += ld, yAt += ldy) {
            for (int j = 0; j < columns; j++) {
                c[at + j] = y[yAt + j] > 0 ? c[at + j] : 0;
            }
        }
    }
}
