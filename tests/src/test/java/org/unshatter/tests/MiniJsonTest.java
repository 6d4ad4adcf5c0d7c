package org.unshatter.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader which other tests trust is itself right, and refuses what is not JSON. */
class MiniJsonTest {
    @Test
    void readsEveryKindOfValue() {
        assertEquals(Map.of("a", Arrays.asList(1.0, -2.5e-3, true, false, null), "b", Map.of(), "c", List.of()),
                MiniJson.parse(" {\"a\": [1, -2.5e-3, true, false, null],\n\"b\":{}, \"c\" : [ ]} "));
        assertEquals("\"\\/\b\f\n\r\té€", MiniJson.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NaN", "-Infinity", "01", "1.", ".5", "+1", "1e", "0x1", "tru", "'a'", "\"a", "\"\\x\"", "\"\\u12g4\"",
        "\"a\nb\"", "[1,]", "[,1]", "[1 2]", "[1", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{\"a\":1", "{\"a\":1,\"a\":2}", "1 2", "[] []"})
    void refusesWhatIsNotJson(String text) {
        assertThrows(IllegalArgumentException.class, () -> MiniJson.parse(text));
    }
}
