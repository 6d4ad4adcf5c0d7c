package org.unshatter.kernels.scalar;

/**
 * The only part of a matrix product that depends on the machine: one {@code rows × columns} tile of C from two packed panels.
 *
 * <p>The panel of A holds {@code rows()} values per step of k, the panel of B {@code columns()} values per step.
 * Every element is summed up in the order k = 0, 1, …, depth − 1 from 0, in every implementation, and C (if it is read) is added to that sum.
 * To begin with C would save nothing, and round each step at the size of C.
 */
public interface MicroKernel {

    /** MR: rows of the tile. */
    int rows();

    /** NR: columns of the tile. */
    int columns();

    /**
     * C ← A·B, or C ← C + A·B, on one full tile.
     *
     * @param depth      number of rank-1 updates (k)
     * @param accumulate whether to add the sum to C; if not, C is never read, so NaN or infinity in it does not spread
     * @param ldc        distance between rows of C
     */
    void multiply(int depth, float[] a, int aOffset, float[] b, int bOffset, boolean accumulate, float[] c, int cOffset, int ldc);

    /** The same for a tile and a panel of B of half as many columns: the right edge of C. */
    void multiplyHalf(int depth, float[] a, int aOffset, float[] b, int bOffset, boolean accumulate, float[] c, int cOffset, int ldc);
}
