package org.unshatter.report;

import java.util.ArrayList;
import java.util.List;

/** Draws a figure: headings, the grid of panels, what they share. */
final class FigureDrawing {
    private static final double TITLE_FONT = 16;
    private static final double TITLE_LINE = 22;
    private static final double ROW_GAP = 14;
    /** A figure in the report shrinks to this part of its width, then scrolls: letters stay legible. */
    private static final double SMALLEST = 0.8;

    private final Figure figure;
    private final FigureLayout layout;
    private final List<PanelGeometry> panels = new ArrayList<>();
    private final Shared shared;
    private final double left;
    private final Svg svg = new Svg();

    private FigureDrawing(Figure figure, FigureLayout layout) {
        this.figure = figure;
        this.layout = layout;
        this.shared = Shared.of(figure);
        for (int number : layout.order()) {
            panels.add(PanelGeometry.of(figure.panels().get(number), layout.panelWidth()));
        }
        // One left margin for all, so that plots are equally large and stand in line.
        this.left = panels.stream().mapToDouble(PanelGeometry::left).max().orElseThrow();
    }

    /** A standalone file: with style, pictures, title and ground. */
    static String file(Figure figure) {
        FigureDrawing drawing = new FigureDrawing(figure, FigureLayout.wide(figure));
        double width = drawing.layout.width();
        double y = FigureLayout.MARGIN;
        for (String line : TextSize.wrap(figure.title(), TITLE_FONT, width - 2 * FigureLayout.MARGIN)) {
            drawing.svg.text(FigureLayout.MARGIN, y + 16, TITLE_FONT, "us-ink us-bold", "start", line);
            y += TITLE_LINE;
        }
        double height = drawing.body(y + 6);
        String size = " width=\"" + Xml.number(width) + "\" height=\"" + Xml.number(height) + "\"";
        return drawing.wrap(size, height, "<style>\n" + SvgStyle.css() + "</style>\n<defs>\n" + images(figure)
                + "</defs>\n<rect class=\"us-ground\" width=\"100%\" height=\"100%\"/>\n");
    }

    /** For the report, which has style, pictures and title of its own. */
    static String inline(Figure figure, FigureLayout layout) {
        FigureDrawing drawing = new FigureDrawing(figure, layout);
        double height = drawing.body(FigureLayout.MARGIN);
        return drawing.wrap(" style=\"width:" + Xml.number(layout.width()) + "px;min-width:"
                + Xml.number(layout.width() * SMALLEST) + "px\"", height, "");
    }

    /** The pictures of heat panels; all layouts of a figure refer to the same. */
    static String images(Figure figure) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < figure.panels().size(); i++) {
            if (figure.panels().get(i) instanceof HeatPanel heat) {
                out.append(HeatDrawing.image(heat, figure.id() + "__image" + i));
            }
        }
        return out.toString();
    }

    private String wrap(String size, double height, String head) {
        String name = id("title");
        String description = id("desc");
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"us-svg\" role=\"img\" aria-labelledby=\"" + name + " "
                + description + "\" viewBox=\"0 0 " + Xml.number(layout.width()) + " " + Xml.number(height) + "\"" + size + ">\n"
                + "<title id=\"" + name + "\">" + Xml.escape(figure.title()) + "</title>\n"
                + "<desc id=\"" + description + "\">" + Xml.escape(figure.description()) + "</desc>\n" + head + svg + "</svg>\n";
    }

    /** Draws everything from {@code top} downwards and returns where it ends. */
    private double body(double top) {
        double y = top;
        double inner = layout.width() - 2 * FigureLayout.MARGIN;
        if (!shared.legend().isEmpty()) {
            LegendDrawing.draw(svg, shared.legend(), FigureLayout.MARGIN + 4, y, inner);
            y += LegendDrawing.height(shared.legend(), inner) + 8;
        }
        for (int first = 0; first < panels.size(); first += layout.columns()) {
            y = row(first, Math.min(first + layout.columns(), panels.size()), y) + ROW_GAP;
        }
        if (shared.bar() != null) {
            double width = Math.min(320, inner - left);
            shared.bar().draw(svg, FigureLayout.MARGIN + left, y, width, id("scale"));
            return y + ScaleBar.HEIGHT + FigureLayout.MARGIN;
        }
        return y - ROW_GAP + FigureLayout.MARGIN;
    }

    private double row(int first, int end, double top) {
        double plotWidth = layout.panelWidth() - left - PanelGeometry.RIGHT;
        double titles = 0;
        double legends = 0;
        double plots = 0;
        double labels = 0;
        double bars = 0;
        for (PanelGeometry p : panels.subList(first, end)) {
            titles = Math.max(titles, p.titleLines().size() * PanelGeometry.TITLE_LINE + 4);
            legends = Math.max(legends, LegendDrawing.height(shared.ownLegend(p.panel()), layout.panelWidth() - 8));
            plots = Math.max(plots, p.plotHeight(layout.panelWidth(), plotWidth));
            labels = Math.max(labels, AxesDrawing.TICK_LINE + (p.panel().xLabel().isEmpty() ? 0 : AxesDrawing.LABEL_LINE));
            bars = Math.max(bars, shared.ownBar(p.panel()) == null ? 0 : ScaleBar.HEIGHT + 4);
        }
        double plotTop = top + titles + legends + (legends > 0 ? 4 : 2);
        double below = plotTop + plots + labels;
        for (int i = first; i < end; i++) {
            PanelGeometry p = panels.get(i);
            double x = FigureLayout.MARGIN + (i - first) * layout.panelWidth();
            // A title of fewer lines than its neighbours' stands near its plot.
            double y = top + titles - 4 - p.titleLines().size() * PanelGeometry.TITLE_LINE;
            for (String line : p.titleLines()) {
                svg.text(x + 4, y + 12, PanelGeometry.TITLE_FONT, "us-ink us-bold", "start", line);
                y += PanelGeometry.TITLE_LINE;
            }
            LegendDrawing.draw(svg, shared.ownLegend(p.panel()), x + 4, top + titles, layout.panelWidth() - 8);
            double height = p.panel() instanceof HeatPanel ? p.plotHeight(layout.panelWidth(), plotWidth) : plots;
            panel(p, layout.order().get(i), new Box(x + left, plotTop, plotWidth, height), below);
        }
        return below + bars;
    }

    private void panel(PanelGeometry p, int number, Box plot, double below) {
        switch (p.panel()) {
            case LinePanel line -> new LineDrawing(svg, plot, p.x(), p.y()).draw(line, left, id("clip" + number));
            case HeatPanel heat -> HeatDrawing.draw(svg, heat, plot, p.x(), p.y(), left, figure.id() + "__image" + number);
        }
        ScaleBar bar = shared.ownBar(p.panel());
        if (bar != null) {
            bar.draw(svg, plot.x(), below + 4, plot.width(), id("scale" + number));
        }
    }

    private String id(String part) {
        return figure.id() + "__" + layout.name() + "-" + part;
    }
}
