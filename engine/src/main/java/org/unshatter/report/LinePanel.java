package org.unshatter.report;

import java.util.List;
import java.util.Objects;

/**
 * Lines over one pair of axes.
 *
 * @param title  shown above the picture; may be empty
 * @param xLabel shown below the horizontal axis; may be empty
 * @param yLabel shown beside the vertical axis; may be empty
 * @param series at least one line
 * @param xRange part of the horizontal axis that is shown; null takes it from the data
 * @param yRange part of the vertical axis that is shown; null takes it from the data
 * @param xScale horizontal scale
 * @param yScale vertical scale
 */
public record LinePanel(String title, String xLabel, String yLabel, List<Series> series,
                        Range xRange, Range yRange, Scale xScale, Scale yScale) implements Panel {
    /**
     * @throws IllegalArgumentException if there is no series, if a range is to come from the data and
     *         there is no point, or if a logarithmic axis meets a value that is not above 0
     */
    public LinePanel {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(xLabel, "xLabel");
        Objects.requireNonNull(yLabel, "yLabel");
        Objects.requireNonNull(xScale, "xScale");
        Objects.requireNonNull(yScale, "yScale");
        series = List.copyOf(series);
        String who = "panel \"" + title + "\"";
        if (series.isEmpty()) {
            throw new IllegalArgumentException(who + " has 0 series, expected at least one");
        }
        boolean points = series.stream().anyMatch(s -> s.x().length > 0);
        if (!points && (xRange == null || yRange == null)) {
            throw new IllegalArgumentException(who + " has 0 points, expected at least one, or both ranges given");
        }
        for (Series s : series) {
            positive(who + ", series \"" + s.name() + "\", x", s.x(), xScale);
            positive(who + ", series \"" + s.name() + "\", y", s.y(), yScale);
        }
        positive(who + ", xRange", xRange, xScale);
        positive(who + ", yRange", yRange, yScale);
    }

    /** Linear axes whose ranges come from the data. */
    public LinePanel(String title, String xLabel, String yLabel, List<Series> series) {
        this(title, xLabel, yLabel, series, null, null);
    }

    /** Linear axes with given ranges; null takes a range from the data. */
    public LinePanel(String title, String xLabel, String yLabel, List<Series> series, Range xRange, Range yRange) {
        this(title, xLabel, yLabel, series, xRange, yRange, Scale.LINEAR, Scale.LINEAR);
    }

    private static void positive(String what, Range range, Scale scale) {
        if (range != null) {
            positive(what, new double[] {range.low()}, scale);
        }
    }

    private static void positive(String what, double[] values, Scale scale) {
        for (double v : values) {
            if (scale == Scale.LOG && v <= 0) {
                throw new IllegalArgumentException(what + " has " + v + ", expected values above 0 on a logarithmic axis");
            }
        }
    }
}
