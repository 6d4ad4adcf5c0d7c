package org.unshatter.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns as wide as what is in them; the first is set to the left, the others, which hold numbers, to the right. */
final class TextTable {
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... header) {
        add(header);
    }

    void add(String... row) {
        rows.add(List.of(row));
    }

    /** Whether there is anything below the header. */
    boolean hasRows() {
        return rows.size() > 1;
    }

    TextTable withoutLastColumn() {
        TextTable narrower = new TextTable();
        narrower.rows.clear();
        rows.forEach(row -> narrower.rows.add(row.subList(0, row.size() - 1)));
        return narrower;
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow()).toArray();
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining(System.lineSeparator()));
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> String.format("%" + (column == 0 ? "-" : "") + widths[column] + "s", row.get(column)))
                .collect(Collectors.joining(GAP));
    }
}
