package org.unshatter.json;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * Writes a tree of plain values as JSON.
 *
 * <p>Values are null, {@link String}, {@link Boolean}, {@link Byte}, {@link Short}, {@link Integer},
 * {@link Long}, {@link Float}, {@link Double}, arrays of primitive numbers, {@link List}s, and maps
 * with string keys and an order of their own, such as {@link java.util.LinkedHashMap}; maps without
 * one are refused, for their text would differ between runs. Floating-point numbers are written with
 * the fewest digits that read back to the same value. {@link #text} is for people: indentation is
 * 2 spaces; a list without lists or maps in it stays on one line. {@link #compact} is for programs:
 * no space and no line feed, so that a value is a line of a log. {@link JsonReader} reads both.
 */
public final class Json {
    private final StringBuilder out = new StringBuilder();
    private final boolean compact;
    /** Names of maps' entries and numbers of lists' elements down to the value at hand, for messages. */
    private final Deque<Object> path = new ArrayDeque<>();

    private Json(boolean compact) {
        this.compact = compact;
    }

    /**
     * The JSON text of a tree of values, ending in a line feed.
     *
     * @throws IllegalArgumentException if a number is not finite, a type is not one of those above, or lists and maps
     *         are more than {@value JsonReader#DEPTH} deep, which {@link JsonReader} would not read, naming the path,
     *         such as {@code figures.fig2.series[3].acf[0]}
     */
    public static String text(Object value) {
        return write(value, false).append('\n').toString();
    }

    /**
     * The JSON text of a tree of values without white space.
     *
     * @throws IllegalArgumentException as {@link #text}
     */
    public static String compact(Object value) {
        return write(value, true).toString();
    }

    /** The number, or null where it is not finite, which JSON has no word for; {@link JsonReader#number} makes NaN of that. */
    public static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static StringBuilder write(Object value, boolean compact) {
        Json json = new Json(compact);
        json.value(value);
        return json.out;
    }

    private void value(Object value) {
        switch (value) {
            case null -> out.append("null");
            case String s -> string(s);
            case Float f when !Float.isFinite(f) -> throw refused(f.toString(), "a finite number");
            case Double d when !Double.isFinite(d) -> throw refused(d.toString(), "a finite number");
            case Boolean _, Byte _, Short _, Integer _, Long _, Float _, Double _ -> out.append(value);
            case SequencedMap<?, ?> map -> map(map);
            case List<?> list -> list(list);
            case Map<?, ?> map -> throw refused(map.getClass().getName(), "a map that keeps an order, such as LinkedHashMap");
            default -> {
                if (!value.getClass().isArray() || !value.getClass().getComponentType().isPrimitive()) {
                    throw refused(value.getClass().getName(), "null, text, a number, a boolean, a list or a map");
                }
                list(IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i)).toList());
            }
        }
    }

    private void map(SequencedMap<?, ?> map) {
        requireReadable();
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw refused("the key " + entry.getKey(), "keys that are strings");
            }
            out.append(first ? "" : ",");
            first = false;
            path.addLast(key);
            newLine();
            string(key);
            out.append(compact ? ":" : ": ");
            value(entry.getValue());
            path.removeLast();
        }
        if (!first) {
            newLine();
        }
        out.append('}');
    }

    private void list(List<?> list) {
        requireReadable();
        boolean nested = list.stream().anyMatch(v -> v instanceof List || v instanceof Map || v != null && v.getClass().isArray());
        out.append('[');
        int i = 0;
        for (Object element : list) {
            out.append(i == 0 ? "" : nested || compact ? "," : ", ");
            path.addLast(i++);
            if (nested) {
                newLine();
            }
            value(element);
            path.removeLast();
        }
        if (nested) {
            newLine();
        }
        out.append(']');
    }

    /** Before a list or map inside as many others as there are steps on the path. */
    private void requireReadable() {
        if (path.size() >= JsonReader.DEPTH) {
            throw refused("a list or a map inside " + path.size() + " others", "at most " + JsonReader.DEPTH + " inside each other");
        }
    }

    private void newLine() {
        if (!compact) {
            out.append('\n').repeat("  ", path.size());
        }
    }

    private void string(String s) {
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7F || loneSurrogate(s, i)) {
                        out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Half a character has no UTF-8 form, so the file could not be written. */
    private static boolean loneSurrogate(String s, int i) {
        char c = s.charAt(i);
        return Character.isHighSurrogate(c) && (i + 1 == s.length() || !Character.isLowSurrogate(s.charAt(i + 1)))
                || Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(s.charAt(i - 1)));
    }

    private IllegalArgumentException refused(String found, String expected) {
        StringBuilder where = new StringBuilder();
        for (Object step : path) {
            if (step instanceof String key) {
                where.append(where.isEmpty() ? "" : ".").append(key);
            } else {
                where.append('[').append(step).append(']');
            }
        }
        return new IllegalArgumentException((where.isEmpty() ? "the root" : where) + " is " + found + ", expected " + expected);
    }
}
