package org.unshatter.kernels.scalar;

/**
 * The innermost loop of a convolution forward, and of its gradient by data, on images that lie sixteen side by side: a pixel here is
 * sixteen floats, one of each image. A tile is some planes high and some pixels wide.
 */
public interface SlideKernel {

    /** Floats of a pixel. */
    int LANES = 16;

    /** Most planes of a tile. */
    int ROWS_MOST = 6;

    /** Planes of the next tile where so many are left: 6, 4 or 1, such that all tiles together have as few too many as can be. */
    static int rows(int left) {
        return left == 1 ? 1 : left <= 4 || left == 7 || left == 8 || left == 13 ? 4 : 6;
    }

    /** Pixels of a tile. */
    int pixels();

    /**
     * For each plane i and pixel j of a tile, y[i, j] ← starts[i] + Σ w[t, i] · x[offsets[t] + j], in the order of t.
     *
     * @param rows       planes of the tile, a value of {@link #rows}
     * @param terms      number of terms
     * @param offsets    where the first pixel of each term lies, counted from {@code xAt}
     * @param xStep      floats from a pixel of x to the next that is used
     * @param w          weights, {@code rows} of them for each term
     * @param starts     what the sums of each plane start from, at {@code startAt}
     * @param yStep      floats from a pixel of the tile to the next
     * @param yPlane     floats from a plane of the tile to the next
     */
    void slide(int rows, int terms, int[] offsets, float[] x, int xAt, int xStep, float[] w, int wAt,
               float[] starts, int startAt, float[] y, int yAt, int yStep, int yPlane);
}
