package org.unshatter.kernels;

/** Shape of a pooling: a window that slides over each plane of the images by itself. Immutable; make one and use it often. */
public final class Pooling {

    private final Images input;
    private final Images output;
    private final Window window;

    /**
     * Any pooling.
     *
     * @throws IllegalArgumentException if the window is larger than the images with their border, or a position of it sees nothing but border
     */
    public Pooling(Images input, Window window) {
        this.input = input;
        this.window = window;
        output = new Images(input.batch(), input.channels(), window.outHeight(input.height()), window.outWidth(input.width()));
        for (int row = 0; row < output.height(); row++) {
            checkSeen(window.rowsFrom(row), window.rowsTo(row, input.height()), "row", row);
        }
        for (int column = 0; column < output.width(); column++) {
            checkSeen(window.columnsFrom(column), window.columnsTo(column, input.width()), "column", column);
        }
    }

    /** One window as large as the image: global pooling. */
    public static Pooling global(Images input) {
        return new Pooling(input, new Window(input.height(), input.width(), 1, 1, 0, 0, 0, 0, 1, 1));
    }

    private static void checkSeen(int from, int to, String what, int index) {
        if (from >= to) {
            throw new IllegalArgumentException("the window at " + what + " " + index + " of the output sees nothing but border, expected a pixel to pool");
        }
    }

    /** Shape of the images that it is applied to. */
    public Images input() {
        return input;
    }

    /** Shape of what it makes of them. */
    public Images output() {
        return output;
    }

    /** What an output pixel sees of the input. */
    public Window window() {
        return window;
    }

    @Override
    public String toString() {
        return "Pooling[" + input + ", " + window + "]";
    }
}
