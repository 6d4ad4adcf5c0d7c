package org.unshatter.tests.engine.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.safetensors.DType;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.Safetensors;
import org.unshatter.safetensors.SafetensorsFile;
import org.unshatter.tests.MiniJson;

/** What is written is read back, to the last bit. */
class RoundTripTest {

    private static final int[] SPECIAL = {0, 0x80000000, 1, 0x807FFFFF, 0x00800000, 0x7F7FFFFF, 0x7F800000, 0xFF800000, 0x7FC00000, 0x7F800001, 0xFFFFFFFF, 0x7FABCDEF};

    @TempDir
    Path folder;

    @Test
    void floatsKeepTheirBits() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        int[] bits = IntStream.concat(IntStream.of(SPECIAL), random.ints(300_000)).toArray(); // more than a chunk that is read at once
        float[] values = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = Float.intBitsToFloat(bits[i]);
        }
        Path file = write(Map.of("w", Entry.of(Tensor.of(values, 2, bits.length / 2))));
        try (SafetensorsFile open = Safetensors.open(file)) {
            assertArrayEquals(bits, bits(open.tensor("w").toArray()));
            assertArrayEquals(bits, bits(open.entry("w").tensor().toArray()));
            assertArrayEquals(new int[] {2, bits.length / 2}, open.tensor("w").shape());
        }
    }

    @Test
    void longsDoublesAndBytesKeepTheirBits() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        long[] longs = random.longs(1000).toArray();
        double[] doubles = new double[longs.length];
        for (int i = 0; i < longs.length; i++) {
            doubles[i] = Double.longBitsToDouble(i % 2 == 0 ? longs[i] : 0x7FF0000000000000L | longs[i] >>> 12); // half of them NaN
        }
        byte[] bytes = new byte[257];
        random.nextBytes(bytes);
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        entries.put("bytes", Entry.bytes(bytes));
        entries.put("longs", Entry.of(longs, 10, 100));
        entries.put("doubles", Entry.of(doubles, 1000, 1));
        SequencedMap<String, Entry> read = Safetensors.read(write(entries)).entries();
        assertEquals(List.of("bytes", "longs", "doubles"), List.copyOf(read.keySet()), "the order given is kept");
        assertArrayEquals(bytes, read.get("bytes").bytes());
        assertArrayEquals(longs, read.get("longs").longs());
        assertArrayEquals(new long[] {10, 100}, read.get("longs").shape());
        long[] expected = new long[doubles.length];
        long[] found = new long[doubles.length];
        for (int i = 0; i < doubles.length; i++) {
            expected[i] = Double.doubleToRawLongBits(doubles[i]);
            found[i] = Double.doubleToRawLongBits(read.get("doubles").doubles()[i]);
        }
        assertArrayEquals(expected, found);
    }

    @Test
    void everyTypeKeepsItsBytes() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        Map<String, byte[]> written = new HashMap<>();
        for (DType type : DType.values()) {
            for (long[] shape : List.of(new long[0], new long[] {3, 5}, new long[] {0}, new long[] {3, 0}, new long[] {1, 1, 7})) {
                byte[] bytes = new byte[type.bytes() * (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
                random.nextBytes(bytes);
                String name = type + " of rank " + shape.length + " no. " + entries.size();
                entries.put(name, Entry.of(type, shape, ByteBuffer.wrap(bytes)));
                written.put(name, bytes);
            }
        }
        SequencedMap<String, Entry> read = Safetensors.read(write(entries)).entries();
        assertEquals(List.copyOf(entries.keySet()), List.copyOf(read.keySet()));
        read.forEach((name, entry) -> {
            byte[] bytes = new byte[entry.size()];
            entry.data().get(bytes);
            assertArrayEquals(written.get(name), bytes, name);
            assertEquals(entries.get(name).type(), entry.type(), name);
            assertArrayEquals(entries.get(name).shape(), entry.shape(), name);
        });
    }

    @Test
    void namesAndMetadataKeepTheirCharacters() throws IOException {
        String odd = "a \"quoted\" \\name\\,\n\t\u0000\u007f é€𝄞 __metadata__";
        Path file = folder.resolve("odd.safetensors");
        Safetensors.write(file, new LinkedHashMap<>(Map.of(odd, Entry.bytes(new byte[] {7}))), Map.of(odd, odd, "", "", "config", "{\"layers\": 3}"));
        Safetensors.Contents read = Safetensors.read(file);
        assertArrayEquals(new byte[] {7}, read.entries().get(odd).bytes());
        assertEquals(Map.of(odd, odd, "", "", "config", "{\"layers\": 3}"), read.metadata());
    }

    @Test
    void theSameContentsGiveTheSameBytes() throws IOException {
        Map<String, String> metadata = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            metadata.put("key " + i, "value " + i);
        }
        SequencedMap<String, Entry> entries = new LinkedHashMap<>(Map.of("w", Entry.of(Tensor.of(new float[] {1, 2}, 2))));
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Safetensors.write(first, entries, metadata);
        Safetensors.write(second, entries, new TreeMap<>(metadata).descendingMap());
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        Safetensors.Contents read = Safetensors.read(first);
        Safetensors.write(second, read.entries(), read.metadata());
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    }

    /** Seen in the file itself, by a reader of JSON that shares nothing with the writer: PyTorch cannot view elements at odd places. */
    @Test
    void everyTensorIsAlignedWhateverItsNeighbours() throws IOException {
        for (int length = 0; length < 16; length++) {
            SequencedMap<String, Entry> entries = new LinkedHashMap<>();
            entries.put("x".repeat(length + 1), Entry.bytes(new byte[length]));
            entries.put("half", Entry.of(DType.F16, new long[] {1}, ByteBuffer.allocate(2)));
            entries.put("floats", Entry.of(new float[3], 3));
            entries.put("longs", Entry.of(new long[1], 1));
            byte[] bytes = Files.readAllBytes(write(entries));
            int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            Map<?, ?> json = (Map<?, ?>) MiniJson.parse(new String(bytes, 8, header, StandardCharsets.UTF_8));
            assertEquals(entries.keySet(), json.keySet());
            json.forEach((name, info) -> {
                double begin = (Double) ((List<?>) ((Map<?, ?>) info).get("data_offsets")).getFirst();
                assertEquals(0, (8 + header + begin) % entries.get(name).type().bytes(), () -> name + " at " + begin);
            });
        }
    }

    @Test
    void anEntryIsOfTheMomentItWasMade() {
        float[] values = {1, 2};
        byte[] bytes = {1, 2};
        Entry floats = Entry.of(Tensor.of(values, 2));
        Entry raw = Entry.bytes(bytes);
        values[0] = 9;
        bytes[0] = 9;
        assertEquals(1, floats.tensor().get(0));
        assertEquals(1, raw.bytes()[0]);
    }

    @Test
    void tensorsOnATapeAndInTheLayoutOfImagesAreWrittenRowMajor() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        float[] values = new float[3 * 2 * 4 * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        Tensor images = Tensor.of(values, 3, 2, 4, 4).images();
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        entries.put("images", Entry.of(images));
        entries.put("taped", Entry.of(new Tape().variable(Tensor.of(new float[] {1, 2}, 2)).scale(3)));
        SequencedMap<String, Entry> read = Safetensors.read(write(entries)).entries();
        assertArrayEquals(values, read.get("images").tensor().toArray());
        assertArrayEquals(new float[] {3, 6}, read.get("taped").tensor().toArray());
    }

    @Test
    void suppliedDataAreAskedForAtTheWriting() throws IOException {
        int[] calls = {0};
        Entry entry = Entry.supplied(DType.U8, new long[] {2}, () -> ByteBuffer.wrap(new byte[] {0, (byte) ++calls[0], 5, 0}, 1, 2));
        assertEquals(0, calls[0]);
        Path file = write(Map.of("x", entry));
        assertArrayEquals(new byte[] {1, 5}, Safetensors.read(file).entries().get("x").bytes());
        assertArrayEquals(new byte[] {2, 5}, entry.bytes());
        assertTrue(entry.data().isReadOnly());
    }

    private Path write(Map<String, Entry> entries) throws IOException {
        Path file = folder.resolve("round trip.safetensors");
        Safetensors.write(file, new LinkedHashMap<>(entries), Map.of());
        return file;
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length).map(i -> Float.floatToRawIntBits(values[i])).toArray();
    }
}
