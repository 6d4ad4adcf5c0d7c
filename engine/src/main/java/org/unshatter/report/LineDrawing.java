package org.unshatter.report;

import java.util.List;

/** Draws a line panel into its plot. */
final class LineDrawing {
    /** Longer lines are drawn thinner, and only some of their points get dots. */
    private static final int MANY = 40;
    /** Keeps coordinates of points far outside within what SVG readers can draw. */
    private static final double FAR = 20_000;

    private final Svg svg;
    private final Box plot;
    private final Axis x;
    private final Axis y;

    LineDrawing(Svg svg, Box plot, Axis x, Axis y) {
        this.svg = svg;
        this.plot = plot;
        this.x = x;
        this.y = y;
    }

    /** Bands lie below all lines, so that none is veiled. */
    void draw(LinePanel panel, double left, String clipId) {
        AxesDrawing axes = new AxesDrawing(svg, plot);
        axes.grid(x, y);
        svg.markup("<clipPath id=\"" + clipId + "\">").rect(plot, "").markup("</clipPath>\n");
        svg.markup("<g clip-path=\"url(#" + clipId + ")\">\n");
        List<SeriesStyle> styles = SeriesStyle.of(panel);
        for (int i = 0; i < styles.size(); i++) {
            band(panel.series().get(i), styles.get(i));
        }
        for (int i = 0; i < styles.size(); i++) {
            line(panel.series().get(i), styles.get(i));
        }
        svg.markup("</g>\n");
        for (int i = 0; i < styles.size(); i++) {
            if (styles.get(i).dots()) {
                dots(panel.series().get(i), styles.get(i));
            }
        }
        axes.around(x, y, false, left, panel);
    }

    private void band(Series series, SeriesStyle style) {
        double[] error = series.error();
        if (error == null || error.length == 0) {
            return;
        }
        double[] xs = series.x();
        double[] ys = series.y();
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            data.append(i == 0 ? 'M' : 'L').append(at(xs[i], ys[i] + error[i]));
        }
        for (int i = xs.length - 1; i >= 0; i--) {
            data.append('L').append(at(xs[i], ys[i] - error[i]));
        }
        svg.markup("<path class=\"us-band " + style.colourClass() + "\" d=\"" + data + "Z\"/>\n");
    }

    private void line(Series series, SeriesStyle style) {
        double[] xs = series.x();
        double[] ys = series.y();
        if (xs.length == 0) {
            return;
        }
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            data.append(i == 0 ? 'M' : 'L').append(at(xs[i], ys[i]));
        }
        double width = xs.length > MANY ? 1.1 : 1.8;
        svg.markup("<g class=\"" + style.colourClass() + "\">\n").markup(style.stroke(data.toString(), width)).markup("</g>\n");
    }

    private void dots(Series series, SeriesStyle style) {
        double[] xs = series.x();
        double[] ys = series.y();
        int stride = (xs.length + MANY - 1) / MANY;
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < xs.length; i += stride) {
            // Dots at the very edge are drawn whole, those beyond not at all: hence no clipping.
            if (x.range().contains(xs[i]) && y.range().contains(ys[i])) {
                data.append(Dot.path(style.colour(), across(xs[i]), down(ys[i]), plot.width() < 200 ? 2.3 : 3));
            }
        }
        svg.markup("<path class=\"us-dot " + style.colourClass() + "\" d=\"" + data + "\"/>\n");
    }

    private String at(double px, double py) {
        return Svg.at(across(px), down(py));
    }

    private double across(double value) {
        return Math.clamp(x.at(value, plot.x(), plot.right()), -FAR, FAR);
    }

    private double down(double value) {
        // The lower edge of a band may lie at or below 0, which a logarithmic axis puts infinitely far down.
        boolean below = y.scale() == Scale.LOG && value <= 0;
        return below ? FAR : Math.clamp(y.at(value, plot.bottom(), plot.y()), -FAR, FAR);
    }
}
