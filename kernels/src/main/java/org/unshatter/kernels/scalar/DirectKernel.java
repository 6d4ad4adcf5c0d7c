package org.unshatter.kernels.scalar;

/** One tile of C = A·B from operands as they lie, rows of A by rows of B: for products too small to be worth packing. */
public interface DirectKernel {

    /** Rows of every tile. */
    int rows();

    /** Depth beyond which packed operands are the faster way. */
    int deepest();

    /** Columns of the next tile where this many are left: more than none, perhaps more than are left. */
    int columns(int left);

    /**
     * C ← A·B on one tile, every element summed up in the order of k. Nothing beside the tile is written.
     *
     * @param columns width of the tile, at most a value of {@link #columns}
     */
    void multiply(int columns, int depth, float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
                  float[] c, int cOffset, int ldc);
}
