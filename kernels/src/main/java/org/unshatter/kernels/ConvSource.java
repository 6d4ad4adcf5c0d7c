package org.unshatter.kernels;

/**
 * The images that a window slides over, as the kernels read them: where it stays inside, as they lie; otherwise, and through CReLU,
 * some rows at a time from a copy with its border, a {@link Band}. Planned again for each call.
 */
final class ConvSource {

    private static final int LANES = Images.LANES;

    private Images images;
    private float[] x;
    private int xOffset;
    private int planes;
    private boolean split;

    private Taps taps;
    private int stepY;
    private boolean copied;
    private int rowLength;
    private int planeLength;
    private int bandRows;
    private int bandHeight;
    private int bandWidth;
    private int[] offsets = {};

    /**
     * Sets what is read.
     *
     * @param planes planes of a group, those of CReLU counted twice
     * @param split  whether it is read through CReLU
     */
    void set(Images images, float[] x, int xOffset, int planes, boolean split) {
        this.images = images;
        this.x = x;
        this.xOffset = xOffset;
        this.planes = planes;
        this.split = split;
    }

    /** What stays here between calls must not keep the caller's array alive. */
    void forget() {
        x = null;
    }

    /**
     * Decides how to read.
     *
     * @param height rows of the grid of the window's positions
     * @param width  positions of a row; those beyond the grid, if any, must be readable, no more
     * @param unit   the table of offsets is filled up to a multiple of this, with what does not matter
     */
    void plan(Taps taps, int height, int stepY, int width, int stepX, int unit) {
        this.taps = taps;
        this.stepY = stepY;
        bandWidth = (width - 1) * stepX + taps.width();
        boolean inside = taps.top() >= 0 && taps.top() + (height - 1) * stepY + taps.height() <= images.height()
                && taps.left() >= 0 && taps.left() + bandWidth <= images.width();
        copied = split || !inside;
        long row = (long) planes * bandWidth * LANES;
        bandRows = Band.rows(height, taps.height() * row, stepY * row);
        bandHeight = (bandRows - 1) * stepY + taps.height();
        rowLength = (copied ? bandWidth : images.width()) * LANES;
        planeLength = copied ? Band.planeLength(bandHeight, bandWidth) : images.planeLength();
        tabulate(Blocking.roundUp(terms(), unit));
    }

    private void tabulate(int length) {
        if (offsets.length < length) {
            offsets = new int[length];
        }
        for (int i = 0; i < length; i++) {
            int term = Math.min(i, terms() - 1);
            int tap = term % taps.count();
            offsets[i] = term / taps.count() * planeLength + taps.down(tap) * rowLength + taps.across(tap) * LANES;
        }
    }

    /** Planes of a group, those of CReLU counted twice. */
    int planes() {
        return planes;
    }

    /** Taps of all planes of a group. */
    int terms() {
        return planes * taps.count();
    }

    /** Where each tap of each plane lies, counted from where {@link #read} says that a row of the grid begins. */
    int[] offsets() {
        return offsets;
    }

    /** Rows of the grid that are read together. */
    int bandRows() {
        return bandRows;
    }

    /** Floats from a row of the grid to the next. */
    int gridRow() {
        return stepY * rowLength;
    }

    /** Floats from a block to the next that is read together with it. */
    int blockStep() {
        return copied ? planes * planeLength : images.blockLength();
    }

    /** How many blocks can be read together, if a band holds all rows of each: twice as much as a band otherwise holds. */
    int blocksTogether() {
        return copied ? Math.max(1, 2 * Band.MOST / blockStep()) : images.blocks();
    }

    /**
     * Makes some rows of the grid readable in {@link #data}, of {@code blocks} blocks from {@code block} on.
     *
     * @param band where to copy them, if they must be copied
     * @return where the first row begins
     */
    int read(Band band, int block, int blocks, int group, int firstRow) {
        int stored = split ? planes / 2 : planes;
        int at = xOffset + block * images.blockLength() + group * stored * images.planeLength();
        int top = firstRow * stepY + taps.top();
        if (!copied) {
            return at + (top * images.width() + taps.left()) * LANES;
        }
        band.reserve(blocks * blockStep());
        for (int i = 0; i < blocks; i++) {
            band.copy(Band.START + i * blockStep(), x, at + i * images.blockLength(), stored, images.height(), images.width(),
                    top, bandHeight, taps.left(), bandWidth, planeLength, split);
        }
        return Band.START;
    }

    /** Where {@link #read} has made them readable. */
    float[] data(Band band) {
        return copied ? band.data() : x;
    }
}
