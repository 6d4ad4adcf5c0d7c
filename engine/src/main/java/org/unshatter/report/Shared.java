package org.unshatter.report;

import java.util.List;

/**
 * What the panels of a figure have in common and so is drawn once.
 *
 * @param legend entries of the legend for all panels; empty if there is none
 * @param bar    the colour bar for all heat panels; null if there is none
 */
record Shared(List<SeriesStyle> legend, ScaleBar bar) {
    static Shared of(Figure figure) {
        List<List<SeriesStyle>> legends = figure.panels().stream().map(Shared::legend).filter(l -> !l.isEmpty()).toList();
        boolean oneLegend = legends.size() > 1 && legends.stream().distinct().count() == 1;
        List<HeatPanel> heats = figure.panels().stream().filter(HeatPanel.class::isInstance).map(HeatPanel.class::cast).toList();
        boolean oneBar = !heats.isEmpty() && heats.stream().allMatch(h -> ScaleBar.same(h, heats.getFirst()));
        return new Shared(oneLegend ? legends.getFirst() : List.of(), oneBar ? ScaleBar.of(heats) : null);
    }

    /** The legend that a panel must draw itself; empty if it needs none. */
    List<SeriesStyle> ownLegend(Panel panel) {
        return legend.isEmpty() ? legend(panel) : List.of();
    }

    /** The colour bar that a panel must draw itself, or null. */
    ScaleBar ownBar(Panel panel) {
        return bar == null && panel instanceof HeatPanel heat ? ScaleBar.of(List.of(heat)) : null;
    }

    /** A single series needs no legend: title and axis say what it is. */
    private static List<SeriesStyle> legend(Panel panel) {
        return panel instanceof LinePanel line && line.series().size() > 1 ? SeriesStyle.of(line) : List.of();
    }
}
