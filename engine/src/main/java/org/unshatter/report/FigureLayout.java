package org.unshatter.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * In what order and how wide the panels of a figure stand.
 *
 * @param name       letter that keeps ids of layouts apart
 * @param order      numbers of the panels in drawing order, row by row
 * @param columns    panels in a row
 * @param panelWidth width of a panel in pixels, labels included
 */
record FigureLayout(String name, List<Integer> order, int columns, double panelWidth) {
    /** Outer margin in pixels. */
    static final double MARGIN = 8;
    /** Full width on a phone, and half of that. */
    private static final double PHONE = 324;
    /** Widths for 1, 2, … columns: never over 1200 px together, never too narrow to read. */
    private static final double[] WIDTHS = {640, 500, 364, 285, 230, 192};

    /** As the figure says. */
    static FigureLayout wide(Figure figure) {
        double width = WIDTHS[Math.min(figure.columns(), WIDTHS.length) - 1];
        return new FigureLayout("w", range(figure), figure.columns(), width);
    }

    /**
     * For phones: panels one below the other. Figures of four or more columns get two panels in a
     * row; if they have two rows, rows and columns change places, so that what stood one below the
     * other now stands side by side.
     */
    static FigureLayout narrow(Figure figure) {
        int panels = figure.panels().size();
        int columns = figure.columns();
        if (columns < 4) {
            return new FigureLayout("n", range(figure), 1, PHONE);
        }
        List<Integer> order = range(figure);
        if (panels == 2 * columns) {
            order = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                order.add(c);
                order.add(columns + c);
            }
        }
        return new FigureLayout("n", order, 2, PHONE / 2);
    }

    double width() {
        return columns * panelWidth + 2 * MARGIN;
    }

    private static List<Integer> range(Figure figure) {
        return IntStream.range(0, figure.panels().size()).boxed().toList();
    }
}
