package org.unshatter.safetensors;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.unshatter.json.JsonReader;

/** A file's header, checked against the length of its data: each byte belongs to one tensor. */
record Header(SequencedMap<String, Slot> slots, SequencedMap<String, String> metadata) {

    /** In bytes; the reference implementation's limit, too. */
    static final int LONGEST = 100_000_000;
    static final String METADATA = "__metadata__";

    /** A tensor's place: from {@code begin} (included) to {@code end} (excluded), counted from the end of the header. */
    record Slot(DType type, long[] shape, long begin, long end) {
        long size() {
            return end - begin;
        }
    }

    /** Reads a header one tensor at a time. */
    private record Parser(Path file, long dataLength) {

        Slot slot(String name, Object info) throws MalformedFileException {
            if (!(info instanceof Map<?, ?> fields)) {
                throw malformed("tensor " + name, info, "an object with dtype, shape and data_offsets");
            }
            DType type = DType.named(fields.get("dtype"));
            if (type == null) {
                throw malformed("dtype of tensor " + name, fields.get("dtype"), "one of " + DType.names());
            }
            long[] shape = numbers("shape of tensor " + name, fields.get("shape"), "a list of whole numbers from 0 to 2⁶³ − 1");
            String thing = "data_offsets of tensor " + name;
            Object written = fields.get("data_offsets");
            String expected = "[begin, end], whole numbers with 0 ≤ begin ≤ end ≤ " + dataLength + ", the length of the data";
            long[] offsets = numbers(thing, written, expected);
            if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataLength) {
                throw malformed(thing, written, expected);
            }
            Slot slot = new Slot(type, shape, offsets[0], offsets[1]);
            long size;
            try {
                size = type.bytes(shape);
            } catch (ArithmeticException e) {
                throw malformed("shape of tensor " + name, fields.get("shape"), "fewer than 2⁶³ bytes of dtype " + type);
            }
            if (slot.size() != size) {
                throw malformed(thing, written, size + " bytes between them for dtype " + type + " and shape "
                        + MalformedFileException.shown(String.valueOf(fields.get("shape"))));
            }
            return slot;
        }

        private long[] numbers(String thing, Object value, String expected) throws MalformedFileException {
            if (!(value instanceof List<?> list) || !list.stream().allMatch(n -> n instanceof Long extent && extent >= 0)) {
                throw malformed(thing, value, expected);
            }
            return list.stream().mapToLong(n -> (Long) n).toArray();
        }

        /** That the tensors lie one behind the other from the first byte of the data to the last. */
        void requireCover(SequencedMap<String, Slot> slots) throws MalformedFileException {
            List<Map.Entry<String, Slot>> order = new ArrayList<>(slots.entrySet());
            order.sort(Comparator.comparingLong((Map.Entry<String, Slot> slot) -> slot.getValue().begin()).thenComparingLong(slot -> slot.getValue().end()));
            long end = 0;
            for (Map.Entry<String, Slot> entry : order) {
                Slot slot = entry.getValue();
                if (slot.begin() != end) {
                    throw malformed("data_offsets of tensor " + entry.getKey(), List.of(slot.begin(), slot.end()),
                            "begin " + end + ", where the tensors before it end");
                }
                end = slot.end();
            }
            if (end != dataLength) {
                throw malformed("length of the data", dataLength, end + ", where the last tensor ends");
            }
        }

        SequencedMap<String, String> metadata(Object value) throws MalformedFileException {
            if (!(value instanceof Map<?, ?> map)) {
                throw malformed(METADATA, value, "an object of strings");
            }
            SequencedMap<String, String> metadata = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!(entry.getValue() instanceof String text)) {
                    throw malformed(METADATA + " of " + entry.getKey(), entry.getValue(), "a string");
                }
                metadata.put(text((String) entry.getKey()), text(text));
            }
            return metadata;
        }

        String text(String text) throws MalformedFileException {
            if (!isWhole(text)) {
                throw malformed("a text of the header", text, "no unpaired halves of characters");
            }
            return text;
        }

        MalformedFileException malformed(String thing, Object value, String expected) {
            return new MalformedFileException(file, thing, value, expected);
        }
    }

    /** Whether UTF-8 can hold a text. */
    static boolean isWhole(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    static Header parse(Path file, byte[] json, long dataLength) throws MalformedFileException {
        Parser parser = new Parser(file, dataLength);
        if (json.length == 0 || json[0] != '{') {
            throw parser.malformed("first byte of the header", json.length == 0 ? "missing" : "0x%02x".formatted(json[0]), "'{'");
        }
        Object value;
        try {
            value = JsonReader.read(json);
        } catch (IllegalArgumentException e) {
            throw parser.malformed("header", "not JSON (" + e.getMessage() + ")", "an object");
        }
        SequencedMap<String, Slot> slots = new LinkedHashMap<>();
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            String name = parser.text((String) entry.getKey());
            if (name.equals(METADATA)) {
                metadata.putAll(parser.metadata(entry.getValue()));
            } else {
                slots.put(name, parser.slot(name, entry.getValue()));
            }
        }
        parser.requireCover(slots);
        return new Header(slots, metadata);
    }
}
