package org.unshatter.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads JSON (RFC 8259), and nothing beyond it: no comments, no trailing commas, no NaN, no byte order mark.
 *
 * <p>An object becomes a {@link LinkedHashMap} in the text's order, an array a {@link List}, text a {@link String}, true and false a
 * {@link Boolean}, null null. A number without fraction and exponent becomes a {@link Long} if it fits one, every other number the nearest
 * {@link Double}; so does −0, for a Long has none. What {@link Json} wrote is read back the same, save that a Byte, Short or Integer is then
 * a Long and a Float a Double of the same digits.
 *
 * <p>Refused with an {@link IllegalArgumentException} that says where, what was found and what was expected: a key that occurs twice in one object
 * (the RFC leaves open which counts), a number beyond the range of double, lists and objects more than {@value #DEPTH} deep,
 * bytes that are not UTF-8, and unpaired halves of characters, unless they are escapes, which can be written.
 */
public final class JsonReader {

    /** Objects and arrays inside each other, at most; the reader calls itself for each. */
    public static final int DEPTH = 64;

    private static final String SIMPLE_ESCAPES = "\"\\/bfnrt";
    private static final String THEIR_CHARACTERS = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * The value that a text stands for.
     *
     * @throws IllegalArgumentException if it is not JSON
     */
    public static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.space();
        if (reader.at < text.length()) {
            throw reader.unexpected("the end of the text");
        }
        return value;
    }

    /**
     * The value that a text in UTF-8 stands for.
     *
     * @throws IllegalArgumentException if it is not UTF-8 or not JSON
     */
    public static Object read(byte[] utf8) {
        requireUtf8(ByteBuffer.wrap(utf8));
        return read(new String(utf8, StandardCharsets.UTF_8));
    }

    /**
     * A value that was read, as a number: NaN for null, which {@link Json#finite} writes for it, and for what is missing in an object.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static double number(Object value) {
        return switch (value) {
            case null -> Double.NaN;
            case Number number -> number.doubleValue();
            default -> throw new IllegalArgumentException(value + ", expected a number or null");
        };
    }

    /** A string would hold replacements for what is not UTF-8; a decoder stops there. */
    private static void requireUtf8(ByteBuffer bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer chars = CharBuffer.allocate(8192);
        CoderResult result;
        do {
            result = decoder.decode(bytes, chars.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new IllegalArgumentException("byte " + bytes.position() + ": found 0x" + HexFormat.of().toHexDigits(bytes.get()) + ", expected UTF-8");
        }
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
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw unexpected("a value");
        };
    }

    private SequencedMap<String, Object> map() {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        open();
        space();
        if (!skip('}')) {
            do {
                space();
                int start = at;
                if (peek() != '"') {
                    throw unexpected("a key in quotation marks");
                }
                String key = string();
                if (map.containsKey(key)) {
                    throw error(start, "the key " + text.substring(start, Math.min(at, start + 100)) + " again", "different keys");
                }
                space();
                expect(':', "':'");
                map.put(key, value());
                space();
            } while (skip(','));
            expect('}', "',' or '}'");
        }
        depth--;
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        open();
        space();
        if (!skip(']')) {
            do {
                list.add(value());
                space();
            } while (skip(','));
            expect(']', "',' or ']'");
        }
        depth--;
        return list;
    }

    private void open() {
        if (++depth > DEPTH) {
            throw error(at, "a list or an object inside " + DEPTH + " others", "at most " + DEPTH + " inside each other");
        }
        at++;
    }

    private String string() {
        int start = ++at;
        while (peek() != '"' && peek() != '\\') {
            at += plain();
        }
        if (peek() == '"') {
            return text.substring(start, at++);
        }
        StringBuilder string = new StringBuilder().append(text, start, at);
        while (!skip('"')) {
            if (peek() == '\\') {
                at++;
                string.append(escaped());
            } else {
                int length = plain();
                string.append(text, at, at + length);
                at += length;
            }
        }
        return string.toString();
    }

    /** Chars of the character at hand, which must be one that may stand in a string as it is. */
    private int plain() {
        if (at == text.length() || text.charAt(at) < 0x20) {
            throw unexpected("a character or '\"'");
        }
        int character = text.codePointAt(at);
        if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
            throw unexpected("a whole character");
        }
        return Character.charCount(character);
    }

    private char escaped() {
        int simple = SIMPLE_ESCAPES.indexOf(peek());
        if (simple >= 0) {
            at++;
            return THEIR_CHARACTERS.charAt(simple);
        }
        expect('u', "one of " + SIMPLE_ESCAPES + "u after '\\'");
        int character = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1; // Character knows the digits of other scripts too
            if (digit < 0) {
                throw unexpected("four hexadecimal digits after '\\u'");
            }
            character = character << 4 | digit;
            at++;
        }
        return (char) character;
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected("a value");
        }
        at += word.length();
        return value;
    }

    private Number number() {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        boolean whole = true;
        if (skip('.')) {
            whole = false;
            digits();
        }
        if (skip('e') || skip('E')) {
            whole = false;
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        String number = text.substring(start, at);
        if (whole && number.length() <= 20 && !number.equals("-0")) {
            try {
                return Long.valueOf(number);
            } catch (NumberFormatException tooLarge) {
                return Double.valueOf(number);
            }
        }
        double value = Double.parseDouble(number);
        if (Double.isInfinite(value)) {
            throw error(start, number.length() <= 100 ? number : "a number of " + number.length() + " characters", "a number in the range of double");
        }
        return value;
    }

    private void digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected("a digit");
        }
    }

    private void space() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    /** The character at hand; at the end U+0000, which may stand nowhere in JSON. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean skip(char c) {
        boolean found = peek() == c;
        if (found) {
            at++;
        }
        return found;
    }

    private void expect(char c, String expected) {
        if (!skip(c)) {
            throw unexpected(expected);
        }
    }

    private IllegalArgumentException unexpected(String expected) {
        if (at >= text.length()) {
            return error(at, "the end of the text", expected);
        }
        char c = text.charAt(at);
        return error(at, c > 0x20 && c < 0x7F ? "'" + c + "'" : "U+%04X".formatted(text.codePointAt(at)), expected);
    }

    private IllegalArgumentException error(int where, String found, String expected) {
        long line = 1 + text.chars().limit(where).filter(c -> c == '\n').count();
        int column = where - text.lastIndexOf('\n', where - 1);
        return new IllegalArgumentException("line " + line + ", column " + column + ": found " + found + ", expected " + expected);
    }
}
