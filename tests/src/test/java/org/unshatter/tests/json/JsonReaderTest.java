package org.unshatter.tests.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.json.Json;
import org.unshatter.json.JsonReader;
import org.unshatter.tests.MiniJson;

/** What is JSON is read as what it says, and nothing else is read. */
class JsonReaderTest {

    @Test
    void everyKindOfValueIsRead() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("z", Arrays.asList(1L, -2.5e-3, true, false, null, "t", 0L));
        expected.put("a", Map.of());
        expected.put("", List.of());
        Object read = JsonReader.read(" {\"z\": [1, -2.5e-3, true,\tfalse, null, \"t\",0],\r\n\"a\":{ }, \"\" : [ ]} \n");
        assertEquals(expected, read);
        assertEquals(List.of("z", "a", ""), List.copyOf(((Map<?, ?>) read).keySet()));
        assertEquals("x", JsonReader.read("\"x\""));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, -1", "9223372036854775807, 9223372036854775807", "-9223372036854775808, -9223372036854775808"})
    void wholeNumbersAreLong(String text, long expected) {
        assertEquals(expected, JsonReader.read(text));
    }

    @ParameterizedTest
    @CsvSource({"-0, -0.0", "0.0, 0", "1.0, 1", "1e0, 1", "1E+2, 100", "25e-1, 2.5", "9223372036854775808, 9223372036854775808", "-9223372036854775809, -9223372036854775808",
        "123456789012345678901234567890, 123456789012345678901234567890", "1e-999, 0", "0.1, 0.1", "1.7976931348623157e308, 1.7976931348623157e308"})
    void otherNumbersAreTheNearestDouble(String text, double expected) {
        assertEquals(expected, assertInstanceOf(Double.class, JsonReader.read(text)));
    }

    @Test
    void aNumberIsReadStrictlyAndNullStandsForWhatIsNotFinite() {
        assertEquals(3, JsonReader.number(JsonReader.read("3")));
        assertEquals(-2.5, JsonReader.number(JsonReader.read("-2.5")));
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertTrue(Double.isNaN(JsonReader.number(JsonReader.read(Json.text(Json.finite(value))))));
        }
        assertEquals(0.1, JsonReader.number(JsonReader.read(Json.text(Json.finite(0.1)))));
        for (String other : List.of("\"3\"", "true", "[3]", "{}")) {
            String message = assertThrows(IllegalArgumentException.class, () -> JsonReader.number(JsonReader.read(other))).getMessage();
            assertTrue(message.contains("expected a number or null"), message);
        }
    }

    @Test
    void escapesAreTheirCharacters() {
        assertEquals("\"\\/\b\f\n\r\té€𝄞", JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\uD834\\udd1e\""));
        assertEquals("\u007f é€𝄞", JsonReader.read("\"\u007f é€𝄞\"".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everyCharacterThatIsWrittenIsReadBack() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 0x10000; c++) {
            all.append((char) c); // unpaired surrogates too: they are written as escapes
        }
        String text = Json.text(List.of(all.toString()));
        assertEquals(List.of(all.toString()), JsonReader.read(text));
        assertEquals(List.of(all.toString()), JsonReader.read(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void numbersAreReadBackToTheLastBit() {
        SplittableRandom random = new SplittableRandom(1);
        List<Object> numbers = new ArrayList<>(List.of(0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1e21, Long.MIN_VALUE, Long.MAX_VALUE));
        for (int i = 0; i < 1000; i++) {
            double d = Double.longBitsToDouble(random.nextLong());
            numbers.add(Double.isFinite(d) ? d : i);
            numbers.add(random.nextLong() >> random.nextInt(64));
        }
        assertEquals(numbers, JsonReader.read(Json.text(numbers)));
        assertEquals(numbers, JsonReader.read(Json.compact(numbers)));
    }

    /** Two readers with no line in common agree about random texts made of JSON's parts, some of which are JSON. No exponent is positive: the other reads infinity. */
    @Test
    void anotherReaderAgreesOnWhatIsJson() {
        String[] parts = {"{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "1", "-2.5e-3", "0", ".", "e-", "true", "null", " ", "\"\\n\"", "\n"};
        SplittableRandom random = new SplittableRandom(7);
        int json = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(1, 9); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            Object expected = outcome(() -> MiniJson.parse(text.toString()));
            Object read = outcome(() -> JsonReader.read(text.toString()));
            assertEquals(expected == REFUSED, read == REFUSED, text::toString);
            if (expected != REFUSED) {
                json++;
                assertEquals(Json.text(expected), Json.text(inDouble(read)), text::toString);
            }
        }
        assertTrue(json > 1_000, "only " + json + " texts were JSON");
    }

    private static final Object REFUSED = new Object();

    private static Object outcome(Supplier<Object> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            return REFUSED;
        }
    }

    /** As the other reader gives numbers. */
    private static Object inDouble(Object value) {
        return switch (value) {
            case Long n -> (double) n;
            case List<?> list -> list.stream().map(JsonReaderTest::inDouble).collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
            case Map<?, ?> map -> {
                Map<Object, Object> converted = new LinkedHashMap<>();
                map.forEach((key, element) -> converted.put(key, inDouble(element)));
                yield converted;
            }
            case null, default -> value;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NaN", "-Infinity", "-", "--1", "01", "-01", "00", "1.", "1.e3", ".5", "+1", "1e", "1e+", "0x1", "1_0", "١", "tru", "truely", "nul", "'a'",
        "\"a", "\"\\", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"\\u١١١١\"", "\"a\nb\"", "\"a\u0000b\"", "\u0000", "1\u0000", "\uFEFF1", "\u00a01", "/**/1",
        "[1,]", "[,1]", "[1 2]", "[1", "[", "{", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{\"a\":}", "{a:1}", "{1:1}", "{\"a\":1", "1 2", "[] []", "]", "}", "[}"})
    void whatIsNotJsonIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', value = {
        "[1,~ x]             | line 2, column 2: found 'x', expected a value",
        "{`a`: 1 ~~  `a`: 2} | line 3, column 3: found '`', expected ',' or '}'",
        "{`a`:1, `\\u0061`:2} | line 1, column 9: found the key `\\u0061` again, expected different keys",
        "{`a`:1              | line 1, column 7: found the end of the text, expected ',' or '}'",
        "{7:1}               | line 1, column 2: found '7', expected a key in quotation marks",
        "[`a                 | line 1, column 4: found the end of the text, expected a character or '`'",
        "[1 2]               | line 1, column 4: found '2', expected ',' or ']'",
        "{`a`€}              | line 1, column 5: found U+20AC, expected ':'",
        "-x                  | line 1, column 2: found 'x', expected a digit",
        "1e999               | line 1, column 1: found 1e999, expected a number in the range of double",
        "~~[] 1              | line 3, column 4: found '1', expected the end of the text",
        "`\\x`               | line 1, column 3: found 'x', expected one of `\\/bfnrtu after '\\'"})
    void aRefusalSaysWhereWhatAndWhy(String text, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> JsonReader.read(written(text))).getMessage();
        assertEquals(written(expected), message);
    }

    /** In the table ` stands for a quotation mark and ~ for a line feed. */
    private static String written(String cell) {
        return cell.replace('`', '"').replace('~', '\n');
    }

    @ParameterizedTest
    @CsvSource({"22ff22, 1, ff", "22c0af22, 1, c0", "22eda08022, 1, ed", "5b22c3, 2, c3", "22f490808022, 1, f4"})
    void bytesThatAreNotUtf8AreRefused(String hex, int where, String found) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        String message = assertThrows(IllegalArgumentException.class, () -> JsonReader.read(bytes)).getMessage();
        assertEquals("byte " + where + ": found 0x" + found + ", expected UTF-8", message);
    }

    @Test
    void bytesThatAreNotUtf8AreFoundFarBehindToo() {
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, (byte) ' ');
        bytes[99_998] = (byte) 0xE2;
        String message = assertThrows(IllegalArgumentException.class, () -> JsonReader.read(bytes)).getMessage();
        assertTrue(message.startsWith("byte 99998: found 0xe2"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\uD834\"", "\"\uDD1E\"", "\"\uDD1E\uD834\"", "\"\\n\uD834x\""})
    void halvesOfCharactersAreRefused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text)).getMessage();
        assertTrue(message.contains("expected a whole character"), message);
    }

    @Test
    void depthIsLimitedNotCountedInTotal() {
        String deepest = "[".repeat(JsonReader.DEPTH) + "]".repeat(JsonReader.DEPTH);
        assertInstanceOf(List.class, JsonReader.read(deepest));
        assertEquals(1000, ((List<?>) JsonReader.read("[" + "[{}],".repeat(999) + "[]]")).size());
        for (String tooDeep : List.of("[" + deepest + "]", "{\"a\":" + deepest + "}", "[".repeat(1_000_000))) {
            String message = assertThrows(IllegalArgumentException.class, () -> JsonReader.read(tooDeep)).getMessage();
            assertTrue(message.contains("expected at most 64 inside each other"), message);
        }
    }
}
