package org.unshatter.kernels.scalar;

/**
 * The innermost loop of a convolution's gradient by weights, on images that lie sixteen side by side: a pixel here is sixteen floats, one of
 * each image. A tile is some planes of dy high and some terms wide.
 */
public interface CorrelateKernel {

    /** Floats of a pixel. */
    int LANES = SlideKernel.LANES;

    /** Most planes of a tile. */
    int PLANES_MOST = 6;

    /** Planes of the next tile where so many are left of {@code all}; no more than all, since all planes of a tile are read. */
    default int planes(int left, int all) {
        return all < 4 ? 1 : 4;
    }

    /** Terms of a tile. */
    int terms();

    /**
     * For each plane i of dy and each term t of a tile, sums[i, t] ← sums[i, t] + Σ dy[i, p] · x[offsets[t] + steps[p]] over some pixels p,
     * each of the sixteen images by itself.
     *
     * @param planes  planes of the tile, a value of {@link #planes}
     * @param pixels  how many pixels; those of a plane of dy lie side by side
     * @param dyPlane floats from a plane of dy to the next
     * @param offsets where the first pixel of each term lies, counted from {@code xAt}; those of this tile from {@code term} on
     * @param steps   floats from the first pixel of a term to each; those used from {@code first} on
     */
    void correlate(int planes, int pixels, float[] dy, int dyAt, int dyPlane,
                   float[] x, int xAt, int[] offsets, int term, int[] steps, int first, float[] sums, int sumsAt);
}
