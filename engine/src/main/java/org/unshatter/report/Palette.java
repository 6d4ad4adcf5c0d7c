package org.unshatter.report;

import java.util.List;

/**
 * Every colour of figures and report, for light and for dark backgrounds.
 *
 * <p>Series colours are those of Okabe and Ito, which stay apart for colour-blind readers; on dark
 * ground the same hues are lightened where they would sink.
 */
final class Palette {
    /** Number of series colours. */
    static final int COLOURS = 7;

    /** What a colour is for, and its two values. */
    record Role(String name, String light, String dark) {}

    /** Behind the whole page. */
    static final Role PAGE = new Role("page", "#f4f5f7", "#0e1116");
    /** Behind figures, tables and text. */
    static final Role GROUND = new Role("ground", "#ffffff", "#161b22");
    /** Text. */
    static final Role INK = new Role("ink", "#1b2330", "#e4e8ee");
    /** Text of second rank: ticks, captions. */
    static final Role MUTED = new Role("muted", "#556070", "#a3adba");
    /** Grid lines and rules. */
    static final Role GRID = new Role("grid", "#e3e7ec", "#2b323c");
    /** Frames of plots and the zero line. */
    static final Role AXIS = new Role("axis", "#98a2b0", "#626d7b");
    /** Links. */
    static final Role LINK = new Role("link", "#0061a1", "#6cbdf0");

    static final List<Role> ROLES = List.of(PAGE, GROUND, INK, MUTED, GRID, AXIS, LINK);

    /** In an order that keeps neighbours apart: blue, vermilion, green, purple, orange, sky blue, grey. */
    static final List<Role> SERIES = List.of(
            new Role("s0", "#0072b2", "#4da6dd"),
            new Role("s1", "#d55e00", "#f0803a"),
            new Role("s2", "#009e73", "#2fc49a"),
            new Role("s3", "#cc79a7", "#e0a0c4"),
            new Role("s4", "#e69f00", "#f0b73a"),
            new Role("s5", "#56b4e9", "#a5dafa"),
            new Role("s6", "#4a4f57", "#c3c8cf"));

    private Palette() {}
}
