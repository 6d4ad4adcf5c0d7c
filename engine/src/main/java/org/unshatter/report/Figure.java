package org.unshatter.report;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Panels on a grid, filled row by row.
 *
 * <p>Panels with one series have no legend. If the others all list the same series, one legend
 * serves them all; otherwise each has its own. Colour bars are shared in the same way, if all
 * heat panels have the same scale and label.
 *
 * @param id      anchor in the report and prefix of every id inside the drawing
 * @param title   heading
 * @param caption plain text below the figure; in the SVG file its description
 * @param columns panels in a row, from 1
 * @param panels  at least one
 */
public record Figure(String id, String title, String caption, int columns, List<Panel> panels) implements Section {
    /** @throws IllegalArgumentException if the id is malformed, the title blank, or there is no column or panel */
    public Figure {
        Check.id(id);
        Check.present("title of " + id, title);
        Objects.requireNonNull(caption, "caption");
        panels = List.copyOf(panels);
        if (columns < 1) {
            throw new IllegalArgumentException("figure " + id + " has " + columns + " columns, expected at least 1");
        }
        if (panels.isEmpty()) {
            throw new IllegalArgumentException("figure " + id + " has 0 panels, expected at least one");
        }
    }

    /** A complete SVG file, light or dark as the reader prefers. */
    public String svg() {
        return FigureDrawing.file(this);
    }

    /** Says in words what the figure shows, for readers who do not see it. */
    String description() {
        String shown = panels.stream().map(Figure::description).collect(Collectors.joining(" "));
        return caption.isEmpty() ? shown : caption + " " + shown;
    }

    private static String description(Panel panel) {
        return (panel.title().isEmpty() ? "Panel" : "Panel \u201c" + panel.title() + "\u201d") + ": " + switch (panel) {
            case LinePanel line -> "lines " + line.series().stream().map(Series::name).collect(Collectors.joining(", "));
            case HeatPanel heat -> "a picture of " + heat.rows() + " by " + heat.columns() + " values";
        } + ".";
    }
}
