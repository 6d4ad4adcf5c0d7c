package org.unshatter.report;

import java.util.List;
import java.util.Objects;

/**
 * A table of text. Cells that hold numbers are set to the right; the first cell of a row names the row.
 *
 * @param id      anchor in the report
 * @param title   heading
 * @param caption plain text above the table; may be empty
 * @param header  names of the columns, at least one
 * @param rows    rows of as many cells as {@code header}
 */
public record Table(String id, String title, String caption, List<String> header, List<List<String>> rows)
        implements Section {
    /** @throws IllegalArgumentException if there is no column or a row does not have as many cells as the header */
    public Table {
        Check.id(id);
        Check.present("title of " + id, title);
        Objects.requireNonNull(caption, "caption");
        header = List.copyOf(header);
        rows = rows.stream().<List<String>>map(List::copyOf).toList();
        if (header.isEmpty()) {
            throw new IllegalArgumentException("table " + id + " has 0 columns, expected at least one");
        }
        for (int r = 0; r < rows.size(); r++) {
            Check.sameLength("table " + id + ": row " + r, rows.get(r).size(), "the header", header.size());
        }
    }
}
