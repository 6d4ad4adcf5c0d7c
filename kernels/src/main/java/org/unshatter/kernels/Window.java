package org.unshatter.kernels;

/**
 * What a convolution or a pooling sees at a time, and where: a window slides over an image with a border of {@code top}, {@code bottom},
 * {@code left} and {@code right} pixels, in steps of the strides; its pixels are the dilations apart.
 *
 * @param height    pixels of the window from top to bottom
 * @param width     pixels of the window from left to right
 * @param strideY   pixels from a window to the next one below, at least 1
 * @param strideX   pixels from a window to the next one to the right, at least 1
 * @param top       pixels of the border, 0 or more
 * @param bottom    likewise; the last windows may leave a part of it unseen
 * @param left      likewise
 * @param right     as bottom
 * @param dilationY distance of neighbours within a window from top to bottom; 1 without gaps
 * @param dilationX the same from left to right
 */
public record Window(int height, int width, int strideY, int strideX, int top, int bottom, int left, int right, int dilationY, int dilationX) {

    /** @throws IllegalArgumentException if a size, stride or dilation is less than 1, a border negative, or the window has 2³¹ pixels or more */
    public Window {
        Check.atLeast(1, height, "window height");
        Check.atLeast(1, width, "window width");
        if ((long) height * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a window of " + height + " × " + width + " pixels, expected at most " + Integer.MAX_VALUE + " of them");
        }
        Check.atLeast(1, strideY, "strideY");
        Check.atLeast(1, strideX, "strideX");
        Check.atLeast(0, top, "top");
        Check.atLeast(0, bottom, "bottom");
        Check.atLeast(0, left, "left");
        Check.atLeast(0, right, "right");
        Check.atLeast(1, dilationY, "dilationY");
        Check.atLeast(1, dilationX, "dilationX");
    }

    /** A square window in steps of one pixel, without border. */
    public static Window of(int size) {
        return new Window(size, size, 1, 1, 0, 0, 0, 0, 1, 1);
    }

    /** This window in other steps, the same in both directions. */
    public Window stride(int stride) {
        return new Window(height, width, stride, stride, top, bottom, left, right, dilationY, dilationX);
    }

    /** This window with another border, the same on all sides. */
    public Window padding(int border) {
        return new Window(height, width, strideY, strideX, border, border, border, border, dilationY, dilationX);
    }

    /** This window with its pixels farther apart, the same in both directions. */
    public Window dilation(int dilation) {
        return new Window(height, width, strideY, strideX, top, bottom, left, right, dilation, dilation);
    }

    /** Pixels of the window. */
    int pixels() {
        return height * width;
    }

    /** Rows from the first of the window to its last, dilation included. */
    long reachY() {
        return reach(height, dilationY);
    }

    /** Likewise columns. */
    long reachX() {
        return reach(width, dilationX);
    }

    private static long reach(int window, int dilation) {
        return (long) (window - 1) * dilation + 1;
    }

    /**
     * Rows of the output for an input of so many.
     *
     * @throws IllegalArgumentException if the window is higher than the input with its border, or that has 2³¹ rows or more
     */
    public int outHeight(int inHeight) {
        return positions(inHeight, height, strideY, top, bottom, dilationY, "height");
    }

    /** Pixels in a row of the output for an input of so many; as above. */
    public int outWidth(int inWidth) {
        return positions(inWidth, width, strideX, left, right, dilationX, "width");
    }

    /** The first row of the window that is inside the image, where the window is at row {@code out} of the output. */
    int rowsFrom(int out) {
        return firstInside(out * strideY - top, dilationY);
    }

    /** One more than the last row of the window that is inside an image of {@code height} rows; if none is, no more than the first. */
    int rowsTo(int out, int height) {
        return endInside(out * strideY - top, dilationY, this.height, height);
    }

    /** Likewise of its columns. */
    int columnsFrom(int out) {
        return firstInside(out * strideX - left, dilationX);
    }

    /** Likewise of its columns. */
    int columnsTo(int out, int width) {
        return endInside(out * strideX - left, dilationX, this.width, width);
    }

    private static int firstInside(int start, int dilation) {
        return start >= 0 ? 0 : Math.ceilDiv(-start, dilation);
    }

    private static int endInside(int start, int dilation, int window, int length) {
        if (start + (window - 1) * dilation < length) {
            return window;
        }
        return start >= length ? 0 : Math.ceilDiv(length - start, dilation);
    }

    private static int positions(int in, int window, int stride, int before, int after, int dilation, String name) {
        long reach = reach(window, dilation);
        long padded = (long) in + before + after;
        if (reach > padded) {
            throw new IllegalArgumentException("the window's " + name + " is " + reach + ", dilation included, expected at most " + padded
                    + ", the input's with its border");
        }
        if (padded > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the input's " + name + " is " + padded + " with its border, expected at most " + Integer.MAX_VALUE);
        }
        return (int) ((padded - reach) / stride + 1);
    }
}
