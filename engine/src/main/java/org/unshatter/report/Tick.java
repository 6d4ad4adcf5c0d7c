package org.unshatter.report;

import java.math.BigDecimal;

/** A marked value on an axis and its text. */
record Tick(double value, String label) {
    /** A tick at mantissa * 10^exponent, written exactly: no 0.30000000000000004. */
    static Tick of(long mantissa, int exponent, boolean scientific) {
        BigDecimal exact = BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent);
        String text;
        if (mantissa == 0) {
            text = "0";
        } else if (scientific) {
            BigDecimal digits = exact.stripTrailingZeros();
            int power = digits.precision() - digits.scale() - 1;
            text = digits.scaleByPowerOfTen(-power).toPlainString() + "e" + power;
        } else {
            text = exact.toPlainString();
        }
        return new Tick(exact.doubleValue(), text.replace('-', '\u2212'));
    }
}
