package org.unshatter.optim;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unshatter.safetensors.DType;
import org.unshatter.safetensors.Entry;

/** Reads a saved state, every entry of which must be asked for. */
final class Restored {

    private final String owner;
    private final Map<String, Entry> entries;

    /** @param owner whose state it is, for messages */
    Restored(String owner, Map<String, Entry> entries) {
        this.owner = owner;
        this.entries = new LinkedHashMap<>(entries);
    }

    /** A number that counts something. */
    long count(String name) {
        long value = entry(name, DType.I64).asLongBuffer().get();
        if (value < 0) {
            throw wrong(name, "is " + value, "at least 0");
        }
        return value;
    }

    float[] floats(String name, int length) {
        float[] values = new float[length];
        entry(name, DType.F32, length).asFloatBuffer().get(values);
        return values;
    }

    double[] doubles(String name, int length) {
        double[] values = new double[length];
        entry(name, DType.F64, length).asDoubleBuffer().get(values);
        return values;
    }

    private ByteBuffer entry(String name, DType type, long... shape) {
        Entry entry = entries.remove(name);
        if (entry == null || entry.type() != type || !Arrays.equals(entry.shape(), shape)) {
            throw wrong(name, entry == null ? "is missing" : "is " + entry.type() + Arrays.toString(entry.shape()), type + Arrays.toString(shape));
        }
        return entry.data();
    }

    IllegalArgumentException wrong(String name, String found, String expected) {
        return new IllegalArgumentException("the state of " + owner + ": " + name + " " + found + ", expected " + expected);
    }

    void requireAllRead() {
        if (!entries.isEmpty()) {
            throw wrong(entries.keySet().iterator().next(), "is there", "no such entry");
        }
    }
}
