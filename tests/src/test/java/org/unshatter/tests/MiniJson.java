package org.unshatter.tests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259), to check what Unshatter writes by something that shares no code with it.
 * Strict: anything outside the grammar, and a key that occurs twice, is refused.
 */
public final class MiniJson {
    private final String text;
    private int at;

    private MiniJson(String text) {
        this.text = text;
    }

    /**
     * The value that a text stands for: a map in the text's order, a list, Double, String, Boolean or null.
     *
     * @throws IllegalArgumentException if the text is not JSON, naming the position
     */
    public static Object parse(String text) {
        MiniJson json = new MiniJson(text);
        Object value = json.value();
        json.space();
        if (json.at < text.length()) {
            throw json.unexpected("the end");
        }
        return value;
    }

    private Object value() {
        space();
        return switch (peek()) {
            case '{' -> map();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        expect('{');
        space();
        if (!skip('}')) {
            do {
                space();
                String key = string();
                space();
                expect(':');
                if (map.containsKey(key)) {
                    throw unexpected("another key than \"" + key + "\"");
                }
                map.put(key, value());
                space();
            } while (skip(','));
            expect('}');
        }
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        expect('[');
        space();
        if (!skip(']')) {
            do {
                list.add(value());
                space();
            } while (skip(','));
            expect(']');
        }
        return list;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        expect('"');
        while (!skip('"')) {
            char c = peek();
            if (c < ' ') {
                throw unexpected("an escape");
            }
            at++;
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                String digits = text.substring(at, Math.min(at + 4, text.length()));
                if (!digits.matches("[0-9a-fA-F]{4}")) {
                    throw unexpected("4 hexadecimal digits");
                }
                at += 4;
                yield (char) Integer.parseInt(digits, 16);
            }
            default -> throw unexpected("an escape");
        };
    }

    private Double number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw unexpected("a value");
        }
        return Double.valueOf(number);
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected(word);
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw unexpected("more");
        }
        return text.charAt(at);
    }

    private boolean skip(char c) {
        boolean there = peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw unexpected("'" + c + "'");
        }
    }

    private IllegalArgumentException unexpected(String expected) {
        return new IllegalArgumentException("not JSON at position " + at + ": expected " + expected + ", before \""
                + text.substring(Math.min(at, text.length()), Math.min(at + 20, text.length())) + "\"");
    }
}
