package org.unshatter.report;

/** Grid, frame, ticks and labels around a plot. */
final class AxesDrawing {
    static final double TICK_LINE = 17;
    static final double LABEL_LINE = 16;
    static final double LABEL_FONT = 11.5;

    private final Svg svg;
    private final Box plot;

    AxesDrawing(Svg svg, Box plot) {
        this.svg = svg;
        this.plot = plot;
    }

    /** Lines behind the data: one for each tick, and a stronger one at zero. */
    void grid(Axis x, Axis y) {
        for (Tick tick : x.ticks()) {
            double at = x.at(tick.value(), plot.x(), plot.right());
            svg.line(at, plot.y(), at, plot.bottom(), "us-grid");
        }
        for (Tick tick : y.ticks()) {
            double at = y.at(tick.value(), plot.bottom(), plot.y());
            svg.line(plot.x(), at, plot.right(), at, tick.value() == 0 ? "us-zero" : "us-grid");
        }
    }

    /**
     * The frame, tick labels and axis labels.
     *
     * @param down whether the vertical axis grows downwards
     * @param left distance from the plot to the left end of its labels
     */
    void around(Axis x, Axis y, boolean down, double left, Panel panel) {
        svg.rect(plot, "class=\"us-axis\"");
        below(x);
        for (Tick tick : y.ticks()) {
            double at = down ? y.at(tick.value(), plot.y(), plot.bottom()) : y.at(tick.value(), plot.bottom(), plot.y());
            svg.line(plot.x() - 3, at, plot.x(), at, "us-axis");
            svg.text(plot.x() - 5, at + Axis.FONT * 0.35, Axis.FONT, "us-muted", "end", tick.label());
        }
        svg.text(plot.x() + plot.width() / 2, plot.bottom() + TICK_LINE + 11, LABEL_FONT, "us-ink", "middle", panel.xLabel());
        svg.upwards(plot.x() - left + 12, plot.y() + plot.height() / 2, LABEL_FONT, "us-ink", panel.yLabel());
    }

    /** Ticks and their labels along the lower edge. */
    void below(Axis x) {
        for (Tick tick : x.ticks()) {
            double at = x.at(tick.value(), plot.x(), plot.right());
            svg.line(at, plot.bottom(), at, plot.bottom() + 3, "us-axis");
            svg.text(at, plot.bottom() + 14, Axis.FONT, "us-muted", "middle", tick.label());
        }
    }
}
