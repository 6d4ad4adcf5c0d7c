package org.unshatter.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Text and numbers as XML wants them; the HTML report is well-formed XML too. */
final class Xml {
    private Xml() {}

    /** Escapes text for content and for attributes alike; characters that XML forbids become U+FFFD. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
        return out.toString();
    }

    private static boolean allowed(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c < 0x7F || c >= 0xA0 && c < 0xD800
                || c >= 0xE000 && c < 0xFFFE || c >= 0x10000 && (c & 0xFFFE) != 0xFFFE;
    }

    /** A length in pixels, to 1/100; never in scientific notation, which some SVG readers refuse. */
    static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
}
