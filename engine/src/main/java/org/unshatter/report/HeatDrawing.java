package org.unshatter.report;

/** Draws a heat panel into its plot. */
final class HeatDrawing {
    private HeatDrawing() {}

    /** The picture as an SVG image of one pixel for each cell, to be referred to by its id. */
    static String image(HeatPanel panel, String id) {
        float[] values = panel.values();
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (byte) ColourMap.index(values[i], panel.low(), panel.high());
        }
        String uri = Png.dataUri(panel.columns(), panel.rows(), pixels, ColourMap.rgb());
        return "<image id=\"" + id + "\" width=\"" + panel.columns() + "\" height=\"" + panel.rows()
                + "\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"" + uri + "\"/>\n";
    }

    static void draw(Svg svg, HeatPanel panel, Box plot, Axis x, Axis y, double left, String imageId) {
        svg.markup("<use href=\"#" + imageId + "\" transform=\"translate(" + Svg.at(plot.x(), plot.y()) + ") scale("
                + plot.width() / panel.columns() + "," + plot.height() / panel.rows() + ")\"/>\n");
        new AxesDrawing(svg, plot).around(x, y, true, left, panel);
    }

    /** Height of the picture over its width: square cells, unless that makes it a strip. */
    static double aspect(HeatPanel panel) {
        return Math.clamp((double) panel.rows() / panel.columns(), 0.4, 1.5);
    }

    /** An axis that counts cells from 1; a cell reaches half a unit to both sides. */
    static Range cells(int count) {
        return new Range(0.5, count + 0.5);
    }
}
