package org.unshatter.report;

import java.util.Arrays;
import java.util.Objects;

/**
 * One line of a {@link LinePanel}, with an optional band of ± {@code error} around it.
 *
 * <p>A series without points draws nothing and keeps its place in the legend: for a quantity that
 * does not exist, such as the autocorrelation of a constant. Arrays are copied in and out.
 *
 * @param name   shown in the legend
 * @param x      positions, in the order in which they are joined
 * @param y      values, as many as {@code x}
 * @param error  half height of the band at each point, in units of {@code y}, not negative; null for no band
 * @param mark   line, line with dots, or dashes
 * @param colour number of the colour, from 0 (the palette repeats after {@value Palette#COLOURS});
 *               {@link #AUTOMATIC} takes the position in the panel
 */
public record Series(String name, double[] x, double[] y, double[] error, Mark mark, int colour) {
    /** The colour goes with the position in the panel. */
    public static final int AUTOMATIC = -1;

    /** @throws IllegalArgumentException if lengths differ, a value is not finite or an error is negative */
    public Series {
        Check.present("series name", name);
        Objects.requireNonNull(mark, "mark");
        String who = "series \"" + name + "\": ";
        x = x.clone();
        y = y.clone();
        Check.sameLength(who + "y", y.length, "x", x.length);
        Check.finite(who + "x", x);
        Check.finite(who + "y", y);
        if (error != null) {
            error = error.clone();
            Check.sameLength(who + "error", error.length, "x", x.length);
            Check.finite(who + "error", error);
            for (int i = 0; i < error.length; i++) {
                if (error[i] < 0) {
                    throw new IllegalArgumentException(who + "error[" + i + "] is " + error[i] + ", expected 0 or more");
                }
            }
        }
        if (colour < AUTOMATIC) {
            throw new IllegalArgumentException(who + "colour is " + colour + ", expected 0 or more, or AUTOMATIC");
        }
    }

    /** A line without a band, in the colour of its position. */
    public Series(String name, double[] x, double[] y, Mark mark) {
        this(name, x, y, null, mark, AUTOMATIC);
    }

    /** A line over x = first, first + 1, …: lags from 0, or grid points from 1. */
    public static Series counted(String name, int first, double[] y, Mark mark) {
        double[] x = new double[y.length];
        Arrays.setAll(x, i -> first + i);
        return new Series(name, x, y, mark);
    }

    /**
     * The outline of a histogram: over each bin a step of its height.
     *
     * @param edges   where the bins begin and end, one more than there are bins
     * @param heights of the bins
     * @throws IllegalArgumentException if there are not as many edges, or no bin
     */
    public static Series steps(String name, double[] edges, double[] heights) {
        int bins = heights.length;
        Check.sameLength("series \"" + name + "\": edges", edges.length, "one more than bins", bins + 1);
        if (bins == 0) {
            throw new IllegalArgumentException("series \"" + name + "\" has 0 bins, expected at least one");
        }
        double[] x = new double[2 * bins + 2];
        double[] y = new double[2 * bins + 2];
        for (int i = 0; i < bins; i++) {
            x[2 * i] = x[2 * i + 1] = edges[i];
            y[2 * i + 1] = y[2 * i + 2] = heights[i];
        }
        x[2 * bins] = x[2 * bins + 1] = edges[bins];
        return new Series(name, x, y, Mark.LINE);
    }

    /** The same line with a band of ± {@code error}. */
    public Series withError(double[] error) {
        return new Series(name, x, y, error, mark, colour);
    }

    /** The same line in a given colour, for lines that belong together across marks or panels. */
    public Series withColour(int colour) {
        return new Series(name, x, y, error, mark, colour);
    }

    @Override
    public double[] x() {
        return x.clone();
    }

    @Override
    public double[] y() {
        return y.clone();
    }

    /** The half height of the band at each point, or null. */
    @Override
    public double[] error() {
        return error == null ? null : error.clone();
    }
}
