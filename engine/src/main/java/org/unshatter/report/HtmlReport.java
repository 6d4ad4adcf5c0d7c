package org.unshatter.report;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A report as one HTML file that needs nothing else: no script, no fetch, light and dark, readable
 * on a phone and on paper. The text is well-formed XML as well, so that it can be checked as such.
 *
 * @param title        heading and name of the page
 * @param introduction plain paragraphs below the heading
 * @param sections     figures and tables, in order, with different ids
 * @param facts        what describes the run (seed, options, machine …), in order; may be empty
 * @param footer       plain text at the end; may be empty
 */
public record HtmlReport(String title, List<String> introduction, List<Section> sections,
                         SequencedMap<String, String> facts, String footer) {
    private static final String FACTS_ID = "run";

    /** @throws IllegalArgumentException if the title is blank or two sections have the same id */
    public HtmlReport {
        Check.present("report title", title);
        introduction = List.copyOf(introduction);
        sections = List.copyOf(sections);
        facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(Objects.requireNonNull(facts, "facts")));
        Objects.requireNonNull(footer, "footer");
        Set<String> ids = new HashSet<>(Set.of(FACTS_ID));
        for (Section section : sections) {
            if (!ids.add(section.id())) {
                throw new IllegalArgumentException("section id \"" + section.id() + "\" is taken, expected different ids (and not \""
                        + FACTS_ID + "\", which the facts have)");
            }
        }
    }

    /** The whole file. */
    public String html() {
        StringBuilder out = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                // Whatever text may get in, the browser shall load nothing and run nothing.
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                + "img-src data:\"/>\n");
        out.append("<title>").append(Xml.escape(title)).append("</title>\n<style>\n").append(HtmlStyle.css())
                .append("</style>\n</head>\n<body>\n<header>\n<h1>").append(Xml.escape(title)).append("</h1>\n");
        paragraphs(out, introduction);
        out.append("</header>\n");
        contents(out);
        out.append("<main>\n");
        for (Section section : sections) {
            section(out, section);
        }
        facts(out);
        out.append("</main>\n<footer>\n");
        paragraphs(out, footer.isEmpty() ? List.of() : List.of(footer));
        return out.append("</footer>\n</body>\n</html>\n").toString();
    }

    private void contents(StringBuilder out) {
        if (sections.size() < 2) {
            return;
        }
        out.append("<nav aria-label=\"Contents\">\n<ul>\n");
        for (Section section : sections) {
            out.append("<li><a href=\"#").append(section.id()).append("\">").append(Xml.escape(section.title())).append("</a></li>\n");
        }
        out.append("</ul>\n</nav>\n");
    }

    private static void section(StringBuilder out, Section section) {
        heading(out, section.id(), section.title());
        switch (section) {
            case Figure figure -> figure(out, figure);
            case Table table -> out.append(HtmlTable.html(table));
        }
        out.append("</section>\n");
    }

    /** A figure stands in the page in two layouts, of which the style sheet shows one; its pictures stand there once. */
    private static void figure(StringBuilder out, Figure figure) {
        out.append("<figure>\n");
        String images = FigureDrawing.images(figure);
        if (!images.isEmpty()) {
            out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"store\" aria-hidden=\"true\"><defs>\n")
                    .append(images).append("</defs></svg>\n");
        }
        out.append("<div class=\"wide scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"").append(figure.id())
                .append("__heading\">\n").append(FigureDrawing.inline(figure, FigureLayout.wide(figure)))
                .append("</div>\n<div class=\"narrow\">\n").append(FigureDrawing.inline(figure, FigureLayout.narrow(figure)))
                .append("</div>\n");
        if (!figure.caption().isEmpty()) {
            out.append("<figcaption>").append(Xml.escape(figure.caption())).append("</figcaption>\n");
        }
        out.append("</figure>\n");
    }

    private void facts(StringBuilder out) {
        if (facts.isEmpty()) {
            return;
        }
        heading(out, FACTS_ID, "This run");
        out.append("<dl>\n");
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            out.append("<dt>").append(Xml.escape(fact.getKey())).append("</dt><dd>").append(Xml.escape(fact.getValue())).append("</dd>\n");
        }
        out.append("</dl>\n</section>\n");
    }

    private static void heading(StringBuilder out, String id, String title) {
        out.append("<section id=\"").append(id).append("\" aria-labelledby=\"").append(id).append("__heading\">\n<h2 id=\"")
                .append(id).append("__heading\">").append(Xml.escape(title)).append("</h2>\n");
    }

    private static void paragraphs(StringBuilder out, List<String> paragraphs) {
        for (String paragraph : paragraphs) {
            out.append("<p>").append(Xml.escape(paragraph)).append("</p>\n");
        }
    }
}
