package org.unshatter.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.unshatter.json.Json;

/**
 * What is written, and in which order.
 *
 * @param header the header's length, the header and its padding
 * @param data   entries as their data follow each other
 */
record Layout(ByteBuffer header, List<Entry> data) {

    /** Multiple at which the data start: the size of the largest type. */
    private static final int ALIGNMENT = 8;

    static Layout of(SequencedMap<String, Entry> entries, Map<String, String> metadata) {
        entries.forEach(Layout::requireEntry);
        metadata.forEach(Layout::requireMetadata);
        List<Map.Entry<String, Entry>> order = new ArrayList<>(entries.entrySet());
        order.sort(Comparator.comparingInt(entry -> -entry.getValue().type().bytes())); // is stable
        Map<String, List<Long>> offsets = new HashMap<>();
        long end = 0;
        for (Map.Entry<String, Entry> entry : order) {
            long begin = end;
            end += entry.getValue().size();
            offsets.put(entry.getKey(), List.of(begin, end));
        }
        SequencedMap<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put(Header.METADATA, new TreeMap<>(metadata)); // a map's own order may differ from run to run
        }
        entries.forEach((name, entry) -> {
            SequencedMap<String, Object> info = new LinkedHashMap<>();
            info.put("dtype", entry.type().name());
            info.put("shape", entry.shape());
            info.put("data_offsets", offsets.get(name));
            header.put(name, info);
        });
        return new Layout(padded(Json.compact(header).getBytes(StandardCharsets.UTF_8)), order.stream().map(Map.Entry::getValue).toList());
    }

    private static void requireEntry(String name, Entry entry) {
        Objects.requireNonNull(name, "name of an entry");
        if (name.isEmpty() || name.equals(Header.METADATA) || !Header.isWhole(name)) {
            throw new IllegalArgumentException("name of an entry is \"" + name + "\", expected text of whole characters, not empty and not "
                    + Header.METADATA);
        }
        Objects.requireNonNull(entry, () -> "entry " + name);
    }

    private static void requireMetadata(String key, String value) {
        Objects.requireNonNull(key, "key of metadata");
        Objects.requireNonNull(value, () -> "metadata of " + key);
        if (!Header.isWhole(key) || !Header.isWhole(value)) {
            throw new IllegalArgumentException("metadata of " + key + " is \"" + value + "\", expected text of whole characters");
        }
    }

    private static ByteBuffer padded(byte[] json) {
        int length = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
        if (length > Header.LONGEST) {
            throw new IllegalArgumentException("header has " + length + " bytes, expected at most " + Header.LONGEST);
        }
        byte[] padded = Arrays.copyOf(json, length);
        Arrays.fill(padded, json.length, length, (byte) ' ');
        return ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(padded).flip();
    }
}
