package org.unshatter.report;

/** One picture of a {@link Figure}. */
public sealed interface Panel permits LinePanel, HeatPanel {
    /** Shown above the picture; may be empty. */
    String title();

    /** Shown below the horizontal axis; may be empty. */
    String xLabel();

    /** Shown beside the vertical axis; may be empty. */
    String yLabel();
}
