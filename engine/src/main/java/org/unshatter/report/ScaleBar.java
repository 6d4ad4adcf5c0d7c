package org.unshatter.report;

import java.util.List;

/**
 * A colour bar: what colours mean.
 *
 * @param low   value of the darkest colour
 * @param high  value of the brightest colour
 * @param label what the values are
 * @param below whether some values lie under {@code low}
 * @param above whether some values lie over {@code high}
 */
record ScaleBar(double low, double high, String label, boolean below, boolean above) {
    static final double HEIGHT = 46;
    private static final double BAR = 10;
    private static final double POINT = 9;

    /** The bar of some panels that share scale and label. */
    static ScaleBar of(List<HeatPanel> panels) {
        HeatPanel first = panels.getFirst();
        boolean below = false;
        boolean above = false;
        for (HeatPanel panel : panels) {
            for (float v : panel.values()) {
                below |= v < panel.low();
                above |= v > panel.high();
            }
        }
        return new ScaleBar(first.low(), first.high(), first.scaleLabel(), below, above);
    }

    static boolean same(HeatPanel a, HeatPanel b) {
        return a.low() == b.low() && a.high() == b.high() && a.scaleLabel().equals(b.scaleLabel());
    }

    /** Draws label, bar and ticks, in that order downwards; ends in a point where values were clamped. */
    void draw(Svg svg, double left, double top, double width, String gradientId) {
        svg.text(left, top + 11, AxesDrawing.LABEL_FONT, "us-ink", "start", label);
        Box bar = new Box(left + POINT, top + 17, width - 2 * POINT, BAR);
        svg.markup("<linearGradient id=\"" + gradientId + "\">");
        int stops = 16;
        for (int i = 0; i <= stops; i++) {
            svg.markup("<stop offset=\"" + Xml.number(100.0 * i / stops) + "%\" stop-color=\""
                    + ColourMap.hex((ColourMap.SIZE - 1) * i / stops) + "\"/>");
        }
        svg.markup("</linearGradient>\n").rect(bar, "fill=\"url(#" + gradientId + ")\"");
        svg.rect(bar, "class=\"us-axis\"");
        if (below) {
            point(svg, bar.x(), bar, -POINT, 0);
        }
        if (above) {
            point(svg, bar.right(), bar, POINT, ColourMap.SIZE - 1);
        }
        new AxesDrawing(svg, bar).below(Axis.horizontal(new Range(low, high), Scale.LINEAR, bar.width()));
    }

    private static void point(Svg svg, double x, Box bar, double length, int colour) {
        svg.markup("<path fill=\"" + ColourMap.hex(colour) + "\" d=\"M" + Svg.at(x, bar.y()) + "L"
                + Svg.at(x + length, bar.y() + BAR / 2) + "L" + Svg.at(x, bar.bottom()) + "Z\"/>\n");
    }
}
