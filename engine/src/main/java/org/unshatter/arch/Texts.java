package org.unshatter.arch;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values as an architecture's text has them, and back. */
final class Texts {

    private Texts() {
    }

    /** With as many digits as identify it, without ".0". */
    static String number(double value) {
        String text = Double.toString(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static double number(String key, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong(key, text, "a number", e);
        }
    }

    /** That weights computed with it are finite. */
    static void requireFloat(String name, double value) {
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a number that a float can hold");
        }
    }

    static int integer(String key, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw wrong(key, text, "a whole number", e);
        }
    }

    /** Such as "3x32x32". */
    static String extents(int... extents) {
        return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }

    static int[] extents(String key, String text) {
        return Arrays.stream(text.split("x", -1)).mapToInt(part -> integer(key, part)).toArray();
    }

    static boolean truth(String key, String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw wrong(key, text, "true or false", null);
    }

    static String constant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E constant(String key, Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant(constant).equals(text)) {
                return constant;
            }
        }
        throw wrong(key, text, Arrays.stream(type.getEnumConstants()).map(Texts::constant).collect(Collectors.joining(", ")), null);
    }

    private static IllegalArgumentException wrong(String key, String text, String expected, Exception cause) {
        return new IllegalArgumentException(key + " is \"" + text + "\", expected " + expected, cause);
    }
}
