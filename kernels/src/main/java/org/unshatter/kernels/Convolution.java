package org.unshatter.kernels;

/** Shape of a two-dimensional convolution. Immutable; make one and use it often. */
public final class Convolution {

    /** The gradient by weights keeps up to five sums of each, padded, in one array. */
    private static final int MOST_WEIGHTS = 1 << 27;

    private final Images input;
    private final Images output;
    private final Window window;
    private final int filters;
    private final int groups;
    private final boolean crelu;

    /**
     * Any convolution.
     *
     * @param input   the images that it is applied to
     * @param window  what an output pixel sees of them
     * @param filters channels of the output
     * @param groups  parts that channels and filters are divided into, each filter seeing the channels of its own part only;
     *                as many as channels: depthwise
     * @param crelu   whether the filters see CReLU(x) = (max(x, 0), max(−x, 0)) in place of x, twice as many channels: first all
     *                positive parts, then all negative ones. The doubled activation is never stored
     * @throws IllegalArgumentException if the shape contradicts itself, or its output does not fit an array, or there are more than 2²⁷ weights
     */
    public Convolution(Images input, Window window, int filters, int groups, boolean crelu) {
        Check.atLeast(1, filters, "filters");
        Check.atLeast(1, groups, "groups");
        if (input.channels() % groups != 0) {
            throw new IllegalArgumentException("groups is " + groups + ", expected a divisor of the channels, " + input.channels());
        }
        if (filters % groups != 0) {
            throw new IllegalArgumentException("groups is " + groups + ", expected a divisor of the filters, " + filters);
        }
        if (crelu && groups != 1) {
            throw new IllegalArgumentException("groups is " + groups + ", expected 1 with CReLU, whose two halves belong to all channels");
        }
        double weights = (double) window.pixels() * filters * (crelu ? 2 : 1) * (input.channels() / groups);
        if (weights > MOST_WEIGHTS) {
            throw new IllegalArgumentException("filters " + filters + " of " + window.height() + " × " + window.width()
                    + " make more weights than the gradient by them can be summed of, expected at most " + MOST_WEIGHTS);
        }
        this.input = input;
        this.window = window;
        this.filters = filters;
        this.groups = groups;
        this.crelu = crelu;
        output = new Images(input.batch(), filters, window.outHeight(input.height()), window.outWidth(input.width()));
        checkBand(channelsPerFilter(), output.width(), window.strideX());
        checkBand(filters / groups, input.width(), 1);
    }

    /** What one row of windows sees must fit an array, for it may be copied; up to three windows beyond the last are read as well. */
    private void checkBand(int planes, int positions, int step) {
        double columns = (positions + 3.0) * step + window.reachX();
        double floats = planes * (double) window.reachY() * columns * Images.LANES;
        if (floats > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(window + " sees " + (long) floats + " floats in a row of positions, expected at most " + Integer.MAX_VALUE);
        }
    }

    /** A plain convolution, of one group. */
    public static Convolution of(Images input, Window window, int filters) {
        return new Convolution(input, window, filters, 1, false);
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

    /** Channels of the output. */
    public int filters() {
        return filters;
    }

    /** Parts that channels and filters are divided into. */
    public int groups() {
        return groups;
    }

    /** Whether the filters see CReLU(x) in place of x. */
    public boolean crelu() {
        return crelu;
    }

    /** Channels that a filter sees, those of CReLU counted twice. */
    public int channelsPerFilter() {
        return (crelu ? 2 : 1) * input.channels() / groups;
    }

    /** Number of weights: row-major in [filters, channelsPerFilter, window height, window width]. */
    public int weights() {
        return filters * channelsPerFilter() * window.pixels();
    }

    /** Floating-point operations of a forward pass, and of each gradient: two for each weight and output pixel, border included. */
    public long flops() {
        return 2L * input.batch() * weights() * output.height() * output.width();
    }

    @Override
    public String toString() {
        return "Convolution[" + input + ", " + window + ", filters=" + filters + ", groups=" + groups + ", crelu=" + crelu + "]";
    }
}
