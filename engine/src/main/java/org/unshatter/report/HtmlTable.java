package org.unshatter.report;

import java.util.List;
import java.util.regex.Pattern;

/** Writes a table as HTML. */
final class HtmlTable {
    /** A number, alone or with error, interval, bound or unit sign: 0.97 ± 0.02, [.95, .99], ≤ 1e−5, 12 %. */
    private static final Pattern NUMBER = Pattern.compile(
            "(?=.*[0-9])[0-9.,+\\-\u2212\u2013\u00B1%\u00D7eE()\\[\\]/<>\u2264\u2265\u2248~\\s]+");
    private static final Pattern NOTHING = Pattern.compile("[-\u2212\u2013\u2014\\s]*");

    private HtmlTable() {}

    static String html(Table table) {
        StringBuilder out = new StringBuilder();
        if (!table.caption().isEmpty()) {
            out.append("<p class=\"caption\">").append(Xml.escape(table.caption())).append("</p>\n");
        }
        // A box that scrolls must be reachable by keyboard.
        out.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"").append(table.id())
                .append("__heading\">\n<table>\n<thead>\n<tr>");
        List<String> header = table.header();
        for (int c = 0; c < header.size(); c++) {
            boolean right = numeric(table, c);
            cell(out, "th scope=\"col\"" + (right ? "" : leastWidth(table, c)), "th", header.get(c), right);
        }
        out.append("</tr>\n</thead>\n<tbody>\n");
        for (List<String> row : table.rows()) {
            out.append("<tr>");
            for (int c = 0; c < row.size(); c++) {
                boolean right = numeric(table, c);
                cell(out, c == 0 ? "th scope=\"row\"" : "td", c == 0 ? "th" : "td", row.get(c), right);
            }
            out.append("</tr>\n");
        }
        return out.append("</tbody>\n</table>\n</div>\n").toString();
    }

    /** Whether a column holds numbers, but for dashes and a few words such as "constant". */
    private static boolean numeric(Table table, int column) {
        List<String> filled = table.rows().stream().map(row -> row.get(column)).filter(cell -> !NOTHING.matcher(cell).matches()).toList();
        return 2 * filled.stream().filter(cell -> NUMBER.matcher(cell).matches()).count() > filled.size();
    }

    /** Keeps a column of text from being squeezed to a word per line where the table is wider than the screen. */
    private static String leastWidth(Table table, int column) {
        int longest = table.rows().stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return " style=\"min-width:" + Xml.number(Math.min(longest, 20) * 0.5 + 1) + "em\"";
    }

    private static void cell(StringBuilder out, String open, String close, String text, boolean right) {
        out.append('<').append(open).append(right ? " class=\"number\">" : ">").append(Xml.escape(text))
                .append("</").append(close).append('>');
    }
}
