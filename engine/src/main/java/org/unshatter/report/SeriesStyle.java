package org.unshatter.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How one series looks, in plot and legend.
 *
 * @param name   text of the legend
 * @param colour number of the colour
 * @param dash   SVG dash pattern; empty for a solid line
 * @param dots   whether points are marked
 */
record SeriesStyle(String name, int colour, String dash, boolean dots) {
    private static final List<String> LONG_DASHES = List.of("", "10 3", "10 3 2 3", "16 4", "10 3 2 3 2 3");
    private static final List<String> SHORT_DASHES = List.of("5 3", "2 2.5", "6 2.5 1.5 2.5", "3 1.5", "1 3");

    /** The styles of a panel's series, in their order. */
    static List<SeriesStyle> of(LinePanel panel) {
        List<SeriesStyle> styles = new ArrayList<>();
        int lines = 0;
        int dashed = 0;
        for (Series s : panel.series()) {
            int colour = s.colour() == Series.AUTOMATIC ? styles.size() : s.colour();
            String dash = switch (s.mark()) {
                case LINE -> LONG_DASHES.get(lines++ % LONG_DASHES.size());
                case LINE_WITH_DOTS -> "";
                case DASHED -> SHORT_DASHES.get(dashed++ % SHORT_DASHES.size());
            };
            styles.add(new SeriesStyle(s.name(), colour, dash, s.mark() == Mark.LINE_WITH_DOTS));
        }
        return styles;
    }

    /** The style class that sets the colour. */
    String colourClass() {
        return "us-" + Palette.SERIES.get(colour % Palette.COLOURS).name();
    }

    /** The path of a stroke, with the given path data and width. */
    String stroke(String data, double width) {
        return "<path class=\"us-line\" stroke-width=\"" + Xml.number(width) + "\""
                + (dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"") + " d=\"" + data + "\"/>\n";
    }
}
