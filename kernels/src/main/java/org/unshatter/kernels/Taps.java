package org.unshatter.kernels;

/**
 * Which pixels of a window take part in a sum, and where each looks, relative to a position of the grid.
 * Filled again for each call.
 */
final class Taps {

    private int[] pixels = {};
    private int[] rows = {};
    private int[] columns = {};
    private int count;
    private int top;
    private int bottom;
    private int left;
    private int right;

    /** A convolution forward: all pixels, each at its place in the window. */
    void forward(Window window) {
        clear(window);
        for (int r = 0; r < window.height(); r++) {
            for (int s = 0; s < window.width(); s++) {
                add(r * window.width() + s, r * window.dilationY() - window.top(), s * window.dilationX() - window.left());
            }
        }
    }

    /**
     * The gradient at the input's pixels (phaseY + i·strideY, phaseX + j·strideX): those window pixels that see them from some
     * output pixel, and where that is, relative to (i, j).
     */
    void backward(Window window, int phaseY, int phaseX) {
        clear(window);
        for (int r = 0; r < window.height(); r++) {
            int y = phaseY + window.top() - r * window.dilationY();
            for (int s = 0; s < window.width(); s++) {
                int x = phaseX + window.left() - s * window.dilationX();
                if (y % window.strideY() == 0 && x % window.strideX() == 0) {
                    add(r * window.width() + s, y / window.strideY(), x / window.strideX());
                }
            }
        }
    }

    private void clear(Window window) {
        count = 0;
        if (pixels.length < window.pixels()) {
            pixels = new int[window.pixels()];
            rows = new int[window.pixels()];
            columns = new int[window.pixels()];
        }
        top = bottom = left = right = 0;
    }

    private void add(int pixel, int row, int column) {
        top = count == 0 ? row : Math.min(top, row);
        bottom = count == 0 ? row : Math.max(bottom, row);
        left = count == 0 ? column : Math.min(left, column);
        right = count == 0 ? column : Math.max(right, column);
        pixels[count] = pixel;
        rows[count] = row;
        columns[count] = column;
        count++;
    }

    int count() {
        return count;
    }

    /** Index of a tap's pixel in the window, row by row. */
    int pixel(int tap) {
        return pixels[tap];
    }

    /** Rows from the uppermost tap to this one. */
    int down(int tap) {
        return rows[tap] - top;
    }

    /** Columns from the leftmost tap to this one. */
    int across(int tap) {
        return columns[tap] - left;
    }

    /** Where the uppermost tap is. */
    int top() {
        return top;
    }

    /** Where the leftmost tap is. */
    int left() {
        return left;
    }

    /** Rows from the first tap to the last. */
    int height() {
        return bottom - top + 1;
    }

    /** Columns from the first tap to the last. */
    int width() {
        return right - left + 1;
    }
}
