package org.unshatter.report;

import java.util.ArrayList;
import java.util.List;

/** A legend: samples of lines with their names, flowing from left to right. */
final class LegendDrawing {
    static final double ROW = 18;
    private static final double FONT = 11.5;
    private static final double SAMPLE = 22;
    private static final double GAP = 11;

    private LegendDrawing() {}

    static double height(List<SeriesStyle> entries, double width) {
        return ROW * rows(entries, width).size();
    }

    /** Draws rows of entries from the point downwards. */
    static void draw(Svg svg, List<SeriesStyle> entries, double left, double top, double width) {
        double middle = top + ROW / 2;
        for (List<SeriesStyle> row : rows(entries, width)) {
            double x = left;
            for (SeriesStyle entry : row) {
                svg.markup("<g class=\"" + entry.colourClass() + "\">\n");
                svg.markup(entry.stroke("M" + Svg.at(x, middle) + "L" + Svg.at(x + SAMPLE, middle), 1.8));
                if (entry.dots()) {
                    svg.markup("<path class=\"us-dot\" d=\"" + Dot.path(entry.colour(), x + SAMPLE / 2, middle, 3.2) + "\"/>\n");
                }
                svg.markup("</g>\n");
                svg.text(x + SAMPLE + 5, middle + FONT * 0.36, FONT, "us-ink", "start", entry.name());
                x += width(entry) + GAP;
            }
            middle += ROW;
        }
    }

    private static List<List<SeriesStyle>> rows(List<SeriesStyle> entries, double width) {
        List<List<SeriesStyle>> rows = new ArrayList<>();
        double used = Double.POSITIVE_INFINITY;
        for (SeriesStyle entry : entries) {
            if (used + width(entry) > width) {
                rows.add(new ArrayList<>());
                used = 0;
            }
            rows.getLast().add(entry);
            used += width(entry) + GAP;
        }
        return rows;
    }

    private static double width(SeriesStyle entry) {
        return SAMPLE + 5 + TextSize.width(entry.name(), FONT);
    }
}
