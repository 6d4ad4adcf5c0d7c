package org.unshatter.report;

import java.util.List;

/**
 * The axes of a panel and the size of what surrounds its plot.
 *
 * @param panel      the panel
 * @param x          horizontal axis
 * @param y          vertical axis
 * @param titleLines title broken into lines
 */
record PanelGeometry(Panel panel, Axis x, Axis y, List<String> titleLines) {
    static final double TITLE_FONT = 12.5;
    static final double TITLE_LINE = 16;
    static final double RIGHT = 13;

    /** Ticks are chosen for the size that the plot will about have; its exact size depends on their labels. */
    static PanelGeometry of(Panel panel, double width) {
        double plotWidth = width - 54;
        // Bold letters are a little wider.
        List<String> title = TextSize.wrap(panel.title(), 1.08 * TITLE_FONT, width - 12);
        return switch (panel) {
            case LinePanel line -> new PanelGeometry(panel,
                    Axis.horizontal(AutoRange.x(line), line.xScale(), plotWidth),
                    Axis.vertical(AutoRange.y(line), line.yScale(), plotWidth * lineAspect(width)), title);
            case HeatPanel heat -> new PanelGeometry(panel,
                    Axis.horizontal(cells(heat.columns()), Scale.INDEX, plotWidth),
                    Axis.vertical(cells(heat.rows()), Scale.INDEX, plotWidth * heatAspect(heat)), title);
        };
    }

    /** Space that labels of the vertical axis need. */
    double left() {
        return y.widest() + 8 + (panel.yLabel().isEmpty() ? 0 : 16);
    }

    double plotHeight(double panelWidth, double plotWidth) {
        return plotWidth * (panel instanceof HeatPanel heat ? heatAspect(heat) : lineAspect(panelWidth));
    }

    /** Square cells, unless that makes the picture a strip. */
    private static double heatAspect(HeatPanel panel) {
        return Math.clamp((double) panel.rows() / panel.columns(), 0.4, 1.5);
    }

    /** Counts cells from 1; a cell reaches half a unit to both sides. */
    private static Range cells(int count) {
        return new Range(0.5, count + 0.5);
    }

    private static double lineAspect(double panelWidth) {
        return panelWidth > 250 ? 0.62 : 0.8;
    }
}
