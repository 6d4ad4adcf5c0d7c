package org.unshatter.tests.engine.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.unshatter.safetensors.DType;
import org.unshatter.safetensors.Entry;

/** Entries whose shape and data disagree are refused where they are made. */
class BadEntriesAreRefusedTest {

    @Test
    void dataOfAnotherLengthThanTheShape() {
        refused(() -> Entry.of(new float[3], 2), "data has 12 bytes, expected 8 for dtype F32 and shape [2]");
        refused(() -> Entry.of(new double[2]), "data has 16 bytes, expected 8 for dtype F64 and shape []");
        refused(() -> Entry.of(new long[0], 1), "data has 0 bytes, expected 8 for dtype I64 and shape [1]");
        refused(() -> Entry.of(DType.F16, new long[] {2, 2}, ByteBuffer.allocate(7)), "data has 7 bytes, expected 8 for dtype F16 and shape [2, 2]");
    }

    @Test
    void shapesThatNoDataCanHave() {
        ByteBuffer none = ByteBuffer.allocate(0);
        refused(() -> Entry.of(DType.U8, new long[] {0, -1}, none), "shape is [0, -1], expected no negative dimension");
        refused(() -> Entry.of(DType.F32, new long[] {1 << 29}, none), "dtype F32 has shape [536870912], expected at most 2147483639 bytes");
        refused(() -> Entry.supplied(DType.U8, new long[] {1L << 62, 4}, () -> none), "shape [4611686018427387904, 4], expected at most 2147483639 bytes");
    }

    @Test
    void nothing() {
        absent("type", () -> Entry.of(null, new long[0], ByteBuffer.allocate(1)));
        absent("data", () -> Entry.supplied(DType.U8, new long[0], null));
    }

    private static void refused(Supplier<Entry> made, String words) {
        String message = assertThrows(IllegalArgumentException.class, made::get).getMessage();
        assertTrue(message.contains(words), () -> "expected \"" + words + "\" in: " + message);
    }

    private static void absent(String what, Supplier<Entry> made) {
        assertEquals(what, assertThrows(NullPointerException.class, made::get).getMessage());
    }
}
