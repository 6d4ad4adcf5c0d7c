package org.unshatter.tests.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages to what was valid: most of them small, so that they get far into a parser. */
public final class Mutations {

    /** At and beyond the ends of the number types, what Java's parsers read and others do not, and what nobody reads. */
    public static final List<String> NUMBERS = List.of("0", "-1", "-0", "1", "2", "0.5", "2147483647", "2147483648", "-2147483649", "4294967296", "9223372036854775807",
            "9223372036854775808", "-9223372036854775809", "18446744073709551616", "NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1e-400", "1e39", "1e-46",
            "3.4028236e38", "0x10", "0x1p3", "1f", "1d", "00", "01", "+1", " 1", "1 ", "1.", ".5", "1e", "1e+", "--1", "1_000", "\u0663", "1,5", "");

    /** Quotes, separators, controls, halves of characters, letters that change their length or meaning with case or script. */
    private static final List<String> TEXTS = List.of("\0", "\n", "\r", "\t", " ", "\u007f", "\u00a0", "\u2028", "\u202e", "\u00e9", "e\u0301", "\ufb01", "\u0130",
            "\u0131", "\u00df", "\ud834\udd1e", "\ud834", "\udd1e", "\ufeff", "\uffff", "\u0661", "\"", "'", "\\", "/", "%s", "$1", "..", "-", "--", "=", ":", ",", ";", "|",
            "null", "true", "[", "]", "{", "}");

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    private static final long[] WORDS = {0, -1, 1, Byte.MAX_VALUE, Short.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE};

    private Mutations() {
    }

    public static <T> T pick(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }

    /**
     * One to three damages of a text.
     *
     * @param other  another valid one, to be spliced with
     * @param tokens of the language
     */
    public static String text(String valid, String other, List<String> tokens, RandomGenerator random) {
        String text = valid;
        for (int damages = random.nextInt(1, 4); damages > 0; damages--) {
            text = damaged(text, other, tokens, random);
        }
        return text;
    }

    private static String damaged(String text, String other, List<String> tokens, RandomGenerator random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + 1 + random.nextInt(random.nextInt(1, 12)));
        String before = text.substring(0, from);
        String part = text.substring(from, to);
        String behind = text.substring(to);
        return switch (random.nextInt(9)) {
            case 0 -> before + behind;
            case 1 -> before + part + part + behind;
            case 2 -> before;
            case 3 -> before + pick(TEXTS, random) + part + behind;
            case 4 -> before + pick(tokens, random) + (random.nextBoolean() ? part : "") + behind;
            case 5 -> before + other.substring(random.nextInt(other.length() + 1));
            case 6 -> before + (char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000) + behind;
            case 7 -> random.nextInt(20) == 0 ? before + part.repeat(1 << random.nextInt(16)) + behind : before + new StringBuilder(part).reverse() + behind;
            default -> otherNumber(text, random);
        };
    }

    private static String otherNumber(String text, RandomGenerator random) {
        List<MatchResult> numbers = NUMBER.matcher(text).results().toList();
        if (numbers.isEmpty()) {
            return text + pick(NUMBERS, random);
        }
        MatchResult number = pick(numbers, random);
        return text.substring(0, number.start()) + pick(NUMBERS, random) + text.substring(number.end());
    }

    /** One to three damages of bytes; a word is written over others in either order of bytes. */
    public static byte[] bytes(byte[] valid, byte[] other, RandomGenerator random) {
        byte[] bytes = valid;
        for (int damages = random.nextInt(1, 4); damages > 0; damages--) {
            bytes = damaged(bytes, other, random);
        }
        return bytes;
    }

    private static byte[] damaged(byte[] bytes, byte[] other, RandomGenerator random) {
        int n = bytes.length;
        // often near either end, where headers and trailers are
        int from = random.nextInt(3) > 0 ? random.nextInt(n + 1) : random.nextBoolean() ? random.nextInt(Math.min(n, 20) + 1) : n - random.nextInt(Math.min(n, 20) + 1);
        int to = Math.min(n, from + 1 + random.nextInt(random.nextInt(1, 40)));
        return switch (random.nextInt(8)) {
            case 0 -> changed(bytes, from, random.nextInt(8));
            case 1 -> spliced(bytes, from, new byte[] {(byte) random.nextInt(256)}, from);
            case 2 -> spliced(bytes, from, new byte[0], to);
            case 3 -> spliced(bytes, to, Arrays.copyOfRange(bytes, from, to), to);
            case 4 -> Arrays.copyOf(bytes, from);
            case 5 -> Arrays.copyOf(bytes, n + random.nextInt(1, 10)); // zeros behind it
            case 6 -> {
                int cut = random.nextInt(other.length + 1);
                yield spliced(bytes, from, Arrays.copyOfRange(other, cut, other.length), n);
            }
            default -> word(bytes, from, WORDS[random.nextInt(WORDS.length)], 1 << random.nextInt(1, 4), random.nextBoolean());
        };
    }

    private static byte[] changed(byte[] bytes, int at, int bit) {
        byte[] changed = bytes.clone();
        if (at < changed.length) {
            changed[at] ^= (byte) (1 << bit);
        }
        return changed;
    }

    private static byte[] spliced(byte[] bytes, int from, byte[] by, int to) {
        byte[] spliced = Arrays.copyOf(bytes, from + by.length + bytes.length - to);
        System.arraycopy(by, 0, spliced, from, by.length);
        System.arraycopy(bytes, to, spliced, from + by.length, bytes.length - to);
        return spliced;
    }

    private static byte[] word(byte[] bytes, int at, long value, int size, boolean littleEndian) {
        byte[] changed = bytes.clone();
        for (int i = 0; i < size && at + i < changed.length; i++) {
            changed[at + i] = (byte) (value >> 8 * (littleEndian ? i : size - 1 - i));
        }
        return changed;
    }
}
