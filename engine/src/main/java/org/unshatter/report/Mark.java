package org.unshatter.report;

/** How a {@link Series} is drawn. Shapes and dash patterns differ within a panel, so that lines are told apart without colour. */
public enum Mark {
    /** A line without dots. The first one of a panel is solid, later ones have long dashes. */
    LINE,
    /** A solid line with dots; the shape of the dots goes with the colour. */
    LINE_WITH_DOTS,
    /** A line of short dashes, for theory or a reference. */
    DASHED
}
