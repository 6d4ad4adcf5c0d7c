package org.unshatter.report;

/** Collects SVG elements. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /** Appends markup as it is. */
    Svg markup(String markup) {
        out.append(markup);
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        return markup("<path class=\"" + style + "\" d=\"M" + at(x1, y1) + "L" + at(x2, y2) + "\"/>\n");
    }

    Svg rect(Box box, String attributes) {
        return markup("<rect x=\"" + Xml.number(box.x()) + "\" y=\"" + Xml.number(box.y()) + "\" width=\"" + Xml.number(box.width())
                + "\" height=\"" + Xml.number(box.height()) + "\" " + attributes + "/>\n");
    }

    /** Text on a baseline; nothing for empty text. */
    Svg text(double x, double y, double size, String style, String anchor, String text) {
        return text("x=\"" + Xml.number(x) + "\" y=\"" + Xml.number(y) + "\"", size, style, anchor, text);
    }

    /** Text read from bottom to top, centred on a point; nothing for empty text. */
    Svg upwards(double x, double y, double size, String style, String text) {
        return text("transform=\"translate(" + at(x, y) + ") rotate(-90)\"", size, style, "middle", text);
    }

    private Svg text(String place, double size, String style, String anchor, String text) {
        return text.isEmpty() ? this : markup("<text " + place + " font-size=\"" + Xml.number(size) + "\" text-anchor=\"" + anchor
                + "\" class=\"" + style + "\">" + Xml.escape(text) + "</text>\n");
    }

    /** A point as path data. */
    static String at(double x, double y) {
        return Xml.number(x) + "," + Xml.number(y);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
