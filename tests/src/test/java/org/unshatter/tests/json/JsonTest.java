package org.unshatter.tests.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.json.Json;
import org.unshatter.json.JsonReader;
import org.unshatter.tests.MiniJson;

/** What is written as JSON is read back the same by a parser that shares nothing with the writer. */
class JsonTest {
    @Test
    void everyKindOfValueIsReadBack() {
        SequencedMap<String, Object> value = map("text", "a", "none", null, "yes", true, "no", false,
                "numbers", List.of((byte) 1, (short) -2, 3, 4L, 0.5f, -1e300), "ints", new int[] {1, 2}, "floats", new float[] {0.25f},
                "nested", List.of(List.of(), map(), map("deep", List.of(List.of(1)))));
        Map<String, Object> expected = map("text", "a", "none", null, "yes", true, "no", false,
                "numbers", List.of(1.0, -2.0, 3.0, 4.0, 0.5, -1e300), "ints", List.of(1.0, 2.0), "floats", List.of(0.25),
                "nested", List.of(List.of(), map(), map("deep", List.of(List.of(1.0)))));
        assertEquals(expected, MiniJson.parse(Json.text(value)));
    }

    @Test
    void theTextIsIndentedAndEndsInALineFeed() {
        assertEquals("""
                {
                  "a": [1, 2],
                  "b": [
                    [3],
                    {
                      "c": []
                    }
                  ],
                  "d": {}
                }
                """, Json.text(map("a", new int[] {1, 2}, "b", List.of(List.of(3), map("c", List.of())), "d", map())));
    }

    @Test
    void compactTextHasNoWhiteSpace() {
        SequencedMap<String, Object> value = map("a b", new int[] {1, 2}, "b", List.of(List.of(3, 4), map("c\n", List.of(), "d", 1)), "d", map());
        String text = Json.compact(value);
        assertEquals("{\"a b\":[1,2],\"b\":[[3,4],{\"c\\n\":[],\"d\":1}],\"d\":{}}", text);
        assertEquals(MiniJson.parse(Json.text(value)), MiniJson.parse(text));
        refused(Double.NaN, "the root", "NaN");
    }

    @Test
    void emptyCollectionsAndBareValues() {
        assertEquals("{}\n", Json.text(map()));
        assertEquals("[]\n", Json.text(List.of()));
        assertEquals("[]\n", Json.text(new double[0]));
        assertEquals("null\n", Json.text(null));
        assertEquals("\"\"\n", Json.text(""));
    }

    @Test
    void mapsKeepTheirOrder() {
        SequencedMap<String, Object> value = map("z", 1, "a", 2, "m", 3);
        assertEquals(List.of("z", "a", "m"), keys(MiniJson.parse(Json.text(value))));
        assertEquals(List.of("m", "a", "z"), keys(MiniJson.parse(Json.text(value.reversed()))));
    }

    @Test
    void everyCharacterIsReadBack() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 0x10000; c++) {
            all.append((char) c); // surrogates included: 0xDBFF and 0xDC00 form a pair here, the others stand alone
        }
        String text = Json.text(map(all.toString(), all.toString()));
        assertEquals(map(all.toString(), all.toString()), MiniJson.parse(text));
        String afterAFile = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertEquals(text, afterAFile, "half a character must be written as an escape, or UTF-8 loses it");
        assertEquals("\"\\\"\\\\\\n\\u0000é€\"\n", Json.text("\"\\\n\u0000é€"));
    }

    @Test
    void doublesAndFloatsAreReadBackToTheLastBit() {
        SplittableRandom random = new SplittableRandom(1);
        List<Double> doubles = new ArrayList<>(List.of(0.0, -0.0, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, 1e21, 1e-7));
        float[] floats = new float[1000];
        for (int i = 0; i < floats.length; i++) {
            doubles.add(finite(Double.longBitsToDouble(random.nextLong())));
            floats[i] = (float) finite(Float.intBitsToFloat(random.nextInt()));
        }
        assertEquals(doubles, MiniJson.parse(Json.text(doubles)));
        List<?> read = (List<?>) MiniJson.parse(Json.text(floats));
        assertEquals(floats.length, read.size());
        for (int i = 0; i < floats.length; i++) {
            assertEquals(floats[i], ((Double) read.get(i)).floatValue());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberThatJsonDoesNotHaveIsRefusedWithItsPath(double number) {
        Object value = map("figures", map("fig2", map("series", List.of(map(), map("acf", new double[] {1, number})))));
        refused(value, "figures.fig2.series[1].acf[1]", Double.toString(number));
        refused(number, "the root", Double.toString(number));
        refused(List.of((float) number), "[0]", Double.toString(number));
    }

    @Test
    void typesThatJsonDoesNotHaveAreRefusedWithTheirPath() {
        refused(map("when", List.of(Thread.State.NEW)), "when[0]", "Thread$State");
        refused(map("big", new java.math.BigDecimal("1")), "big", "BigDecimal");
        refused(map("rows", new String[] {"a"}), "rows", "String");
        refused(map("unordered", Map.of("a", 1)), "unordered", "a map that keeps an order");
        refused(map("a", Collections.unmodifiableSequencedMap(new LinkedHashMap<>(Map.of(7, "x")))), "a", "key 7");
    }

    /** The reader would refuse it; and what contains itself has no end. */
    @Test
    void whatIsTooDeepToBeReadIsRefused() {
        List<Object> deep = List.of();
        for (int depth = 1; depth < JsonReader.DEPTH; depth++) {
            deep = List.of(deep);
        }
        assertEquals(deep, JsonReader.read(Json.text(deep)));
        refused(map("a", deep), "a[0][0]", "inside 64 others", "at most 64");
        refused(List.of(deep), "[0][0]", "inside 64 others", "at most 64");
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        refused(itself, "inside 64 others");
    }

    private static void refused(Object value, String... words) {
        String message = assertThrows(IllegalArgumentException.class, () -> Json.text(value)).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), "expected \"" + word + "\" in: " + message);
        }
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 1;
    }

    private static List<Object> keys(Object map) {
        return new ArrayList<>(((Map<?, ?>) map).keySet());
    }

    private static SequencedMap<String, Object> map(Object... keysAndValues) {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
