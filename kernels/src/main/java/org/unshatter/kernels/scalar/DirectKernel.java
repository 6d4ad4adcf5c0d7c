package org.unshatter.kernels.scalar;

/** One tile of C = A·B from operands as they lie, rows of A by rows of B: for products too small to be worth packing. */
public interface DirectKernel {

    /** Rows of every tile. */
    int rows();

    /** Columns of a tile one vector wide. */
    int lanes();

    /** Width in vectors of the tile to take where this many columns are left. */
    int vectors(int columns);

    /**
     * C ← A·B on one tile, every element summed up in the order of k.
     *
     * @param vectors width of the tile: a value of {@link #vectors}
     */
    void multiply(int vectors, int depth, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                  float[] c, int cOffset, int ldc);
}
