package org.unshatter.report;

import java.util.Objects;
import java.util.regex.Pattern;

/** Checks of arguments, with messages that name the thing, the value found and what was expected. */
final class Check {
    static final double SMALLEST_SPAN = 1e-290;

    private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

    private Check() {}

    static String present(String what, String value) {
        Objects.requireNonNull(value, what);
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " is blank, expected some text");
        }
        return value;
    }

    /** Ids become anchors and prefixes of other ids; without an underscore they cannot clash with those. */
    static String id(String value) {
        Objects.requireNonNull(value, "id");
        if (!ID.matcher(value).matches()) {
            throw new IllegalArgumentException("id \"" + value + "\": expected a letter, then letters, digits or hyphens");
        }
        return value;
    }

    static void finite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " is " + value + ", expected a finite number");
        }
    }

    static void finite(String what, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                finite(what + "[" + i + "]", values[i]);
            }
        }
    }

    static void ordered(String what, double low, double high) {
        finite(what + " low", low);
        finite(what + " high", high);
        // Nearer or farther apart than this, round tick values would under- or overflow.
        if (!(high - low > SMALLEST_SPAN) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException(what + " is [" + low + ", " + high + "], expected low < high, apart by more than "
                    + SMALLEST_SPAN + " and a finite distance");
        }
    }

    static void sameLength(String what, int length, String other, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException(what + " has length " + length + ", expected " + expected + " as " + other);
        }
    }
}
