package org.unshatter.report;

/**
 * The style sheet of the drawings.
 *
 * <p>Colours stand in it as plain values, not as custom properties: SVG readers other than browsers
 * do not know those, and skip the media query, so that they show the light version.
 */
final class SvgStyle {
    static final String FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

    private static final String SHAPES = """
            .us-svg { font-family: %s; }
            .us-bold { font-weight: 600; }
            .us-grid, .us-axis, .us-zero { fill: none; stroke-width: 1; }
            .us-line { fill: none; stroke: currentColor; stroke-linejoin: round; }
            .us-dot { fill: currentColor; stroke: none; }
            .us-band { fill: currentColor; fill-opacity: 0.18; stroke: none; }
            """.formatted(FONT);

    private SvgStyle() {}

    /** The rules, light first, dark by the reader's preference on screens; paper stays light. */
    static String css() {
        return SHAPES + colours(false) + "@media screen and (prefers-color-scheme: dark) {\n" + colours(true) + "}\n";
    }

    private static String colours(boolean dark) {
        StringBuilder out = new StringBuilder();
        rule(out, ".us-ground", "fill", Palette.GROUND, dark);
        rule(out, ".us-ink", "fill", Palette.INK, dark);
        rule(out, ".us-muted", "fill", Palette.MUTED, dark);
        rule(out, ".us-grid", "stroke", Palette.GRID, dark);
        rule(out, ".us-axis, .us-zero", "stroke", Palette.AXIS, dark);
        for (Palette.Role role : Palette.SERIES) {
            rule(out, ".us-" + role.name(), "color", role, dark);
        }
        return out.toString();
    }

    private static void rule(StringBuilder out, String selector, String property, Palette.Role role, boolean dark) {
        out.append(selector).append(" { ").append(property).append(": ")
                .append(dark ? role.dark() : role.light()).append("; }\n");
    }
}
