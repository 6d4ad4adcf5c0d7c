package org.unshatter.init;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as explanations show them. */
final class Figures {

    private Figures() {
    }

    /** To four digits, without zeros that say nothing: "0.01389", "2", "1.5E-7". */
    static String text(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        return Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6 ? rounded.toPlainString() : rounded.toString();
    }
}
