package org.unshatter.report;

import java.util.ArrayList;
import java.util.List;

/** Estimates of the width of text, a little generous, since the reader's font is not known. */
final class TextSize {
    private TextSize() {}

    /** Width in pixels of text in a sans-serif font of the given size. */
    static double width(String text, double size) {
        return size * text.codePoints().mapToDouble(TextSize::ems).sum();
    }

    private static double ems(int c) {
        if (c == ' ' || c == 0xA0 || "il.,:;'|!()[]tfjr-".indexOf(c) >= 0) {
            return 0.36;
        }
        if ("mwMW@%—\u2212".indexOf(c) >= 0) {
            return 0.92;
        }
        if (c >= 0x2E80) {
            return 1.0;
        }
        return Character.isUpperCase(c) ? 0.70 : 0.60;
    }

    /** Breaks text at spaces, but not around an equals sign, into lines that fit; a longer word stays whole. */
    static List<String> wrap(String text, double size, double width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.strip().replace(" = ", "\u00A0=\u00A0").split("\\s+")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(longer, size) > width) {
                lines.add(line);
                longer = word;
            }
            line = longer;
        }
        if (!line.isEmpty()) {
            lines.add(line);
        }
        return lines;
    }
}
