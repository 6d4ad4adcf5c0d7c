package org.unshatter.kernels;

import java.util.Arrays;

/**
 * Shape of a batch of images, or of their features, and the layout of its elements: sixteen images lie side by side, so that whatever
 * is done to a pixel is done to sixteen at a time, however few channels there are, and neither borders nor strides break a vector.
 *
 * <p>Element (n, c, y, x) is at {@code (((n / 16 · channels + c) · height + y) · width + x) · 16 + n mod 16}: row-major in
 * [⌈batch / 16⌉, channels, height, width, 16]. Where the batch is no multiple of sixteen, the last lanes are idle: kernels may leave any number
 * in them, and no result for an image, nor a sum over the batch, depends on what they hold.
 *
 * @param batch    number of images
 * @param channels planes of each
 * @param height   rows of a plane
 * @param width    pixels of a row
 */
public record Images(int batch, int channels, int height, int width) {

    /** Images side by side. The same for every vector width, so that the layout is. */
    public static final int LANES = 16;

    /** @throws IllegalArgumentException if a size is less than 1, or the elements do not fit an array */
    public Images {
        Check.atLeast(1, batch, "batch");
        Check.atLeast(1, channels, "channels");
        Check.atLeast(1, height, "height");
        Check.atLeast(1, width, "width");
        // each factor is below 2^31, so three of them could overflow a long: divide instead
        long pixels = (long) height * width;
        long planes = (long) Math.ceilDiv(batch, LANES) * channels;
        if (pixels > Integer.MAX_VALUE / LANES / planes) {
            throw new IllegalArgumentException("batch " + batch + ", channels " + channels + ", height " + height + ", width " + width
                    + " make more elements than an array holds, expected at most " + Integer.MAX_VALUE);
        }
    }

    /** Elements of the array, idle lanes included. */
    public int length() {
        return blocks() * blockLength();
    }

    /** Groups of sixteen images. */
    int blocks() {
        return Math.ceilDiv(batch, LANES);
    }

    /** Elements of sixteen images. */
    int blockLength() {
        return channels * planeLength();
    }

    /** Elements of one channel of sixteen images. */
    int planeLength() {
        return height * width * LANES;
    }

    /** Images in a block that are there: sixteen, or fewer in the last. */
    int lanes(int block) {
        return Math.min(LANES, batch - block * LANES);
    }

    /**
     * Brings images into this layout; idle lanes become 0.
     *
     * @param nchw the images, row-major in [batch, channels, height, width], as CIFAR-10, ONNX and PyTorch have them
     * @throws IllegalArgumentException if an array is too short, or the two overlap
     */
    public void fromNchw(float[] nchw, int nchwOffset, float[] x, int xOffset) {
        check(nchw, nchwOffset, x, xOffset);
        int image = blockLength() / LANES;
        for (int block = 0; block < blocks(); block++) {
            int at = xOffset + block * blockLength();
            if (lanes(block) < LANES) {
                Arrays.fill(x, at, at + blockLength(), 0f);
            }
            Transposition.transpose(lanes(block), image, nchw, nchwOffset + block * LANES * image, image, x, at, LANES);
        }
    }

    /** The way back; as above. */
    public void toNchw(float[] x, int xOffset, float[] nchw, int nchwOffset) {
        check(nchw, nchwOffset, x, xOffset);
        int image = blockLength() / LANES;
        for (int block = 0; block < blocks(); block++) {
            Transposition.transpose(image, lanes(block), x, xOffset + block * blockLength(), LANES,
                    nchw, nchwOffset + block * LANES * image, image);
        }
    }

    private void check(float[] nchw, int nchwOffset, float[] x, int xOffset) {
        int elements = batch * (blockLength() / LANES);
        Check.run(elements, nchw, nchwOffset, "nchw");
        Check.run(length(), x, xOffset, "x");
        Check.disjoint(nchw, nchwOffset, elements, "nchw", x, xOffset, length(), "x");
    }
}
