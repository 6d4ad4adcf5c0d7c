package org.unshatter.report;

import java.util.List;

/**
 * Plain paragraphs.
 *
 * @param id         anchor in the report
 * @param title      heading
 * @param paragraphs plain text, no markup
 */
public record Prose(String id, String title, List<String> paragraphs) implements Section {
    /** @throws IllegalArgumentException if the id is malformed or the title blank */
    public Prose {
        Check.id(id);
        Check.present("title of " + id, title);
        paragraphs = List.copyOf(paragraphs);
    }
}
