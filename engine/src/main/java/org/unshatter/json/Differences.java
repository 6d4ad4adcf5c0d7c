package org.unshatter.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where settings that were stored differ from those wanted now. */
public final class Differences {

    private Differences() {
    }

    /**
     * A line for each key whose value is another. Within nested objects, what is not stored is not compared: it has become a setting since.
     *
     * @param stored as {@link JsonReader} gives them
     * @param wanted likewise; other keys do not count
     */
    public static List<String> of(Map<?, ?> stored, Map<?, ?> wanted) {
        List<String> differences = new ArrayList<>();
        wanted.forEach((key, value) -> {
            if (value instanceof Map<?, ?> nested && stored.get(key) instanceof Map<?, ?> storedNested) {
                nested.forEach((inner, expected) -> {
                    if (storedNested.containsKey(inner)) {
                        compare(inner, storedNested.get(inner), expected, differences);
                    }
                });
            } else {
                compare(key, stored.get(key), value, differences);
            }
        });
        return differences;
    }

    private static void compare(Object key, Object stored, Object wanted, List<String> differences) {
        if (!Objects.equals(stored, wanted)) {
            differences.add(key + " is " + stored + ", expected " + wanted);
        }
    }
}
