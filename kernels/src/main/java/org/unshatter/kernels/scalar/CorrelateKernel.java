package org.unshatter.kernels.scalar;

/**
 * The innermost loop of a convolution's gradient by weights, on images that lie sixteen side by side: a pixel here is sixteen floats, one of
 * each image. A tile is some planes of dy high and some terms wide.
 */
public interface CorrelateKernel {

    /** Floats of a pixel. */
    int LANES = SlideKernel.LANES;

    /** Planes of a tile, or one. */
    int PLANES = 4;

    /** Terms of a tile. */
    int terms();

    /**
     * For each plane i of dy and each term t of a tile, sums[i, t] ← sums[i, t] + Σ dy[i, p] · x[offsets[t] + p] over the pixels p of a
     * rectangle, row by row, each of the sixteen images by itself.
     *
     * @param planes  planes of the tile, {@value #PLANES} or 1
     * @param height  rows of the rectangle
     * @param width   pixels of a row
     * @param dyPlane floats from a plane of dy to the next
     * @param dyRow   floats from a row of dy to the next
     * @param offsets where the first pixel of each term lies, counted from {@code xAt}; those of this tile from {@code term} on
     * @param xRow    floats from a row of x to the next that is used
     * @param xStep   floats from a pixel of x to the next that is used
     */
    void correlate(int planes, int height, int width, float[] dy, int dyAt, int dyPlane, int dyRow,
                   float[] x, int xAt, int[] offsets, int term, int xRow, int xStep, float[] sums, int sumsAt);
}
