package org.unshatter.report;

import java.util.stream.Collectors;

/** Says in words what a figure shows, for readers who do not see it. */
final class Description {
    private Description() {}

    static String of(Figure figure) {
        String panels = figure.panels().stream().map(Description::of).collect(Collectors.joining(" "));
        return figure.caption().isEmpty() ? panels : figure.caption() + " " + panels;
    }

    private static String of(Panel panel) {
        return (panel.title().isEmpty() ? "Panel" : "Panel \u201c" + panel.title() + "\u201d") + ": " + switch (panel) {
            case LinePanel line -> "lines " + line.series().stream().map(Series::name).collect(Collectors.joining(", "));
            case HeatPanel heat -> "a picture of " + heat.rows() + " by " + heat.columns() + " values";
        } + ".";
    }
}
