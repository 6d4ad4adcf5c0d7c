package org.unshatter.tests.engine.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.safetensors.DType;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.Safetensors;
import org.unshatter.safetensors.SafetensorsFile;

/** Files byte by byte as other programs lay them out. */
class FilesOfOthersTest {

    /** As the reference implementation writes: largest types first, then names in alphabetical order, no white space, padded to a multiple of 8. */
    private static final String REFERENCE = "{'__metadata__':{'format':'pt'},"
            + "'step':{'dtype':'I64','shape':[2],'data_offsets':[0,16]},"
            + "'lr':{'dtype':'F64','shape':[],'data_offsets':[16,24]},"
            + "'a.bias':{'dtype':'F32','shape':[0],'data_offsets':[24,24]},"
            + "'a.weight':{'dtype':'F32','shape':[2,3],'data_offsets':[24,48]},"
            + "'brain':{'dtype':'BF16','shape':[2],'data_offsets':[48,52]},"
            + "'half':{'dtype':'F16','shape':[1,3],'data_offsets':[52,58]},"
            + "'mask':{'dtype':'BOOL','shape':[3],'data_offsets':[58,61]}}";

    private static final String REFERENCE_DATA = "fdffffffffffffff 0001000000000000" // −3, 256
            + "9a9999999999b93f" // 0.1
            + "0000803f 000000c0 0000003f 00000000 00000080 0000807f" // 1, −2, 0.5, 0, −0, ∞
            + "803f 49c0" // 1, −3.140625
            + "003c 01c0 0100" // 1, −2 − 2⁻⁹, 2⁻²⁴
            + "01 00 01";

    @TempDir
    Path folder;

    private static byte[] reference() {
        return RawFile.of(REFERENCE + " ".repeat(Math.floorMod(-REFERENCE.length(), 8)), REFERENCE_DATA);
    }

    @Test
    void aFileOfTheReferenceImplementationIsRead() throws IOException {
        try (SafetensorsFile file = Safetensors.open(RawFile.write(folder, reference()))) {
            assertEquals(List.of("step", "lr", "a.bias", "a.weight", "brain", "half", "mask"), List.copyOf(file.names()));
            assertEquals(Map.of("format", "pt"), file.metadata());
            assertArrayEquals(new long[] {-3, 256}, file.entry("step").longs());
            assertArrayEquals(new double[] {0.1}, file.entry("lr").doubles());
            assertArrayEquals(new long[0], file.shape("lr"));
            assertArrayEquals(new int[] {0}, file.tensor("a.bias").shape());
            assertArrayEquals(new int[] {2, 3}, file.tensor("a.weight").shape());
            assertArrayEquals(new float[] {1, -2, 0.5f, 0, -0f, Float.POSITIVE_INFINITY}, file.tensor("a.weight").toArray());
            assertEquals(DType.BF16, file.type("brain"));
            assertArrayEquals(new float[] {1, -3.140625f}, file.tensor("brain").toArray());
            assertArrayEquals(new float[] {1, -2 - 0x1p-9f, 0x1p-24f}, file.tensor("half").toArray());
            assertArrayEquals(new double[] {1, -2 - 0x1p-9, 0x1p-24}, file.entry("half").doubles());
            assertArrayEquals(new int[] {1, 3}, file.tensor("half").shape());
            assertArrayEquals(new long[] {1, 0, 1}, file.entry("mask").longs());
        }
    }

    @Test
    void theSameEntriesAreWrittenAsTheReferenceImplementationWritesThem() throws IOException {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        entries.put("step", Entry.of(new long[] {-3, 256}, 2));
        entries.put("lr", Entry.of(new double[] {0.1}));
        entries.put("a.bias", Entry.of(new float[0], 0));
        entries.put("a.weight", Entry.of(new float[] {1, -2, 0.5f, 0, -0f, Float.POSITIVE_INFINITY}, 2, 3));
        entries.put("brain", Entry.of(DType.BF16, new long[] {2}, bytes("803f49c0")));
        entries.put("half", Entry.of(DType.F16, new long[] {1, 3}, bytes("003c01c00100")));
        entries.put("mask", Entry.of(DType.BOOL, new long[] {3}, bytes("010001")));
        Path file = folder.resolve("ours.safetensors");
        Safetensors.write(file, entries, Map.of("format", "pt"));
        assertArrayEquals(reference(), Files.readAllBytes(file));
    }

    /** Unpadded, names in alphabetical order, data in another, an odd number of bytes before floats, white space, an unknown field. */
    @Test
    void anUnalignedFileInAnyOrderIsRead() throws IOException {
        byte[] bytes = RawFile.of("""
                {
                  'b\\u00e9' : {'data_offsets': [3, 7], 'shape': [1], 'dtype': 'F32', 'note': null},
                  'd': {'dtype': 'U16', 'shape': [1, 1], 'data_offsets': [7, 9]},
                  'none': {'dtype': 'F64', 'shape': [3, 0, 9000000000], 'data_offsets': [7, 7]},
                  'x': {'dtype': 'U8', 'shape': [3], 'data_offsets': [0, 3]}, '': {'dtype': 'I8', 'shape': [], 'data_offsets': [9, 10]}
                }\s""", "ff0080 0000c03f feff ff");
        assertEquals(1, bytes.length % 2, "the file is aligned by chance");
        Safetensors.Contents read = Safetensors.read(RawFile.write(folder, bytes));
        assertEquals(List.of("bé", "d", "none", "x", ""), List.copyOf(read.entries().keySet()));
        assertEquals(1.5f, read.entries().get("bé").tensor().get(0));
        assertArrayEquals(new long[] {0xFFFE}, read.entries().get("d").longs());
        assertArrayEquals(new double[0], read.entries().get("none").doubles());
        assertArrayEquals(new long[] {3, 0, 9_000_000_000L}, read.entries().get("none").shape());
        assertArrayEquals(new byte[] {-1, 0, -128}, read.entries().get("x").bytes());
        assertArrayEquals(new long[] {255, 0, 128}, read.entries().get("x").longs());
        assertArrayEquals(new long[] {-1}, read.entries().get("").longs());
        assertEquals(Map.of(), read.metadata());
    }

    @Test
    void aFileOfNothingIsRead() throws IOException {
        assertEquals(Map.of(), Safetensors.read(RawFile.write(folder, RawFile.of("{}", ""))).entries());
        assertEquals(Map.of(), Safetensors.read(RawFile.write(folder, RawFile.of("{'__metadata__':{}}     ", ""))).entries());
    }

    static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.BIG_ENDIAN); // the buffer's own order does not matter
    }
}
