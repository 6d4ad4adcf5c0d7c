package org.unshatter.tests.engine.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unshatter.safetensors.DType;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.Safetensors;
import org.unshatter.safetensors.SafetensorsFile;

/** Elements are read exactly or not at all. */
class EntryConversionsTest {

    private static final int PATTERNS = 1 << 16;

    @TempDir
    Path folder;

    private static Entry everyPattern(DType type) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * PATTERNS).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < PATTERNS; i++) {
            bytes.putShort((short) i);
        }
        return Entry.of(type, new long[] {PATTERNS}, bytes.flip());
    }

    /** (−1)ˢ·2ᵉ⁻¹⁵·(1 + m/2¹⁰), and (−1)ˢ·2⁻¹⁴·m/2¹⁰ for e = 0: IEEE 754, 3.4. */
    @Test
    void everyHalfIsItsValue() {
        Entry entry = everyPattern(DType.F16);
        float[] floats = entry.tensor().toArray();
        double[] doubles = entry.doubles();
        for (int i = 0; i < PATTERNS; i++) {
            int exponent = i >> 10 & 31;
            int fraction = i & 1023;
            double size = exponent == 31 ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                    : exponent == 0 ? Math.scalb((double) fraction, -24) : Math.scalb(1024.0 + fraction, exponent - 25);
            double expected = i >> 15 == 0 ? size : -size;
            assertEquals(expected, floats[i]);
            assertEquals(expected, doubles[i]);
            float library = Float.float16ToFloat((short) i);
            assertEquals(Float.floatToIntBits(library), Float.floatToIntBits(floats[i]));
        }
    }

    @Test
    void everyBrainFloatIsTheUpperHalfOfAFloat() {
        float[] floats = everyPattern(DType.BF16).tensor().toArray();
        for (int i = 0; i < PATTERNS; i++) {
            assertEquals(i << 16, Float.floatToRawIntBits(floats[i]));
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"F16", "BF16"})
    void aFileGivesTheSameAsItsEntry(DType type) throws Exception {
        Path file = folder.resolve("halves");
        Entry entry = everyPattern(type);
        ByteBuffer five = ByteBuffer.allocate(10 * PATTERNS); // more than one chunk of a file
        for (int i = 0; i < 5; i++) {
            five.put(entry.data());
        }
        Safetensors.write(file, new LinkedHashMap<>(Map.of("x", Entry.of(type, new long[] {5, PATTERNS}, five.flip()))), Map.of());
        try (SafetensorsFile open = Safetensors.open(file)) {
            float[] values = open.tensor("x").toArray();
            float[] once = entry.tensor().toArray();
            for (int i = 0; i < 5; i++) {
                assertArrayEquals(once, Arrays.copyOfRange(values, i * PATTERNS, (i + 1) * PATTERNS));
            }
        }
    }

    @Test
    void wholeNumbersAreReadWithTheirSigns() {
        String bytes = "00 01 7f 80 ff fe ff ff ff ff ff ff ff ff ff 7f".replace(" ", "");
        assertArrayEquals(new long[] {0, 1, 127, 128, 255, 254, 255, 255}, entry(DType.U8, bytes.substring(0, 16)).longs());
        assertArrayEquals(new long[] {0, 1, 127, -128, -1, -2, -1, -1}, entry(DType.I8, bytes.substring(0, 16)).longs());
        assertArrayEquals(new long[] {256, 32895, 65279, 65535}, entry(DType.U16, bytes.substring(0, 16)).longs());
        assertArrayEquals(new long[] {256, -32641, -257, -1}, entry(DType.I16, bytes.substring(0, 16)).longs());
        assertArrayEquals(new long[] {0x807F0100L, 0xFFFFFEFFL}, entry(DType.U32, bytes.substring(0, 16)).longs());
        assertArrayEquals(new long[] {(int) 0x807F0100L, -257}, entry(DType.I32, bytes.substring(0, 16)).longs());
        assertArrayEquals(new long[] {0xFFFFFEFF807F0100L, Long.MAX_VALUE}, entry(DType.I64, bytes).longs());
        assertArrayEquals(new long[] {Long.MAX_VALUE}, entry(DType.U64, bytes.substring(16)).longs());
        assertArrayEquals(new long[] {1, 0}, entry(DType.BOOL, "0100").longs());
    }

    @Test
    void whatALongOrABooleanCannotHoldIsRefused() {
        refused(() -> entry(DType.U64, "0100000000000000 0000000000000080").longs(), "element 1", "U64", "9223372036854775808", "less than 2⁶³");
        refused(() -> entry(DType.BOOL, "000102").longs(), "element 2", "BOOL", "is 2", "0 or 1");
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void theWrongAccessorNamesTheRightOne(DType type) throws Exception {
        Entry entry = Entry.of(type, new long[] {1, 2}, ByteBuffer.allocate(2 * type.bytes()));
        Path file = folder.resolve("wrong");
        Safetensors.write(file, new LinkedHashMap<>(Map.of("the name", entry)), Map.of());
        boolean floating = type.name().contains("F");
        try (SafetensorsFile open = Safetensors.open(file)) {
            if (floating) {
                assertEquals(2, entry.doubles().length);
                refused(entry::longs, "[1, 2]", "dtype " + type, type == DType.F64 ? "doubles() reads it exactly" : "tensor() or doubles() reads it exactly");
            } else {
                assertEquals(2, entry.longs().length);
                refused(entry::doubles, "[1, 2]", "dtype " + type, "longs() reads it exactly");
            }
            if (floating && type != DType.F64) {
                assertEquals(2, entry.tensor().size());
                assertEquals(2, open.tensor("the name").size());
            } else {
                String right = type == DType.F64 ? "doubles()" : "longs()";
                refused(entry::tensor, "dtype " + type, "expected F32, F16 or BF16", right);
                refused(() -> open.tensor("the name"), "tensor the name", "dtype " + type, right);
            }
            if (type.bytes() == 1) {
                assertEquals(2, entry.bytes().length);
            } else {
                refused(entry::bytes, "dtype " + type, "expected U8, I8 or BOOL");
            }
        }
    }

    @Test
    void anEmptyTensorOfDimensionsBeyondIntIsRefusedAsATensorOnly() {
        Entry entry = Entry.of(DType.F32, new long[] {0, 1L << 31}, ByteBuffer.allocate(0));
        assertEquals(0, entry.doubles().length);
        refused(entry::tensor, "[0, 2147483648]", "below 2³¹");
    }

    private static Entry entry(DType type, String hex) {
        ByteBuffer bytes = FilesOfOthersTest.bytes(hex.replace(" ", ""));
        return Entry.of(type, new long[] {bytes.remaining() / type.bytes()}, bytes);
    }

    private static void refused(Executable action, String... words) {
        String message = assertThrows(IllegalStateException.class, action).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), () -> "expected \"" + word + "\" in: " + message);
        }
    }
}
