package org.unshatter.report;

/** One part of an {@link HtmlReport}. */
public sealed interface Section permits Figure, Table {
    /** Anchor in the report: a letter, then letters, digits or hyphens; different for each section. */
    String id();

    /** Heading of the section. */
    String title();
}
