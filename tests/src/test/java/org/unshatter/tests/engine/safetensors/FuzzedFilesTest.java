package org.unshatter.tests.engine.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.safetensors.DType;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.MalformedFileException;
import org.unshatter.safetensors.Safetensors;
import org.unshatter.safetensors.SafetensorsFile;
import org.unshatter.tests.MiniJson;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;
import org.unshatter.tests.fuzz.Mutations;

/** Whatever happens to a file, it is read as its header says or refused as malformed, and little memory is taken for it. */
@Fuzzed
class FuzzedFilesTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final long MOST_BYTES = 3_000_000;
    private static final List<String> TOKENS = List.of("F32", "F16", "BF16", "U64", "BOOL", "I8", "\"shape\":[", "\"dtype\":", "\"data_offsets\":[0,0]", "__metadata__",
            "[0,", "9223372036854775807", "4611686018427387904,", "[".repeat(70), "{}", "\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},", "1e1", "\\u0077");

    private static final String HEADER = "{'__metadata__':{'format':'pt'},'step':{'dtype':'I64','shape':[1],'data_offsets':[0,8]},"
            + "'w':{'dtype':'F32','shape':[2,1],'data_offsets':[8,16]},'none':{'dtype':'BF16','shape':[3,0],'data_offsets':[16,16]},"
            + "'flag':{'dtype':'BOOL','shape':[],'data_offsets':[16,17]}} ";
    private static final String DATA = "0100000000000000 0000803f 000000c0 01";
    private static final byte[] VALID = RawFile.of(HEADER, DATA);

    @TempDir
    Path folder;

    @Test
    void aDamagedFileIsReadOrRefusedAsMalformed() throws InterruptedException {
        Fuzz.run("safetensors", 2_000, random -> {
            byte[] bytes = Mutations.bytes(VALID, RawFile.of("{'u':{'dtype':'F16','shape':[2],'data_offsets':[0,4]}}", "00c0 003c"), random);
            return read(bytes, random);
        }, "read", "refused");
    }

    /** The length in front fits, so that it comes to what the header says. */
    @Test
    void aDamagedHeaderIsReadOrRefusedAsMalformed() throws InterruptedException {
        Fuzz.run("safetensors header", 1_500, random -> {
            String valid = HEADER.replace('\'', '"');
            String header = random.nextInt(20) == 0 ? valid : Mutations.text(valid, valid, TOKENS, random);
            byte[] data = HexFormat.of().parseHex(DATA.replace(" ", ""));
            return read(RawFile.of(header.getBytes(StandardCharsets.UTF_8), random.nextInt(10) == 0 ? Mutations.bytes(data, data, random) : data), random);
        }, "read", "refused");
    }

    private String read(byte[] bytes, RandomGenerator random) throws IOException {
        String where = "file " + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 1000)) + " of " + bytes.length + " bytes";
        Path file = RawFile.write(folder, bytes);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Optional<Safetensors.Contents> contents = Fuzz.parsed(() -> Safetensors.read(file), MalformedFileException.class, where);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < MOST_BYTES + 40L * bytes.length, () -> "took " + allocated + " bytes: " + where);
        if (contents.isEmpty()) {
            assertTrue(!Arrays.equals(VALID, bytes), where);
            return "refused";
        }
        SequencedMap<String, Entry> entries = contents.get().entries();
        requireAsTheHeaderSays(bytes, contents.get(), where);
        entries.values().forEach(entry -> List.<Callable<Object>>of(entry::tensor, entry::doubles, entry::longs, entry::bytes)
                .forEach(accessor -> Fuzz.parsed(accessor, IllegalStateException.class, where)));
        try (SafetensorsFile open = Safetensors.open(file)) {
            entries.forEach((name, entry) -> assertEquals(Fuzz.parsed(entry::tensor, IllegalStateException.class, where).map(t -> Arrays.toString(t.shape())),
                    Fuzz.parsed(() -> open.tensor(name), IllegalStateException.class, where).map(t -> Arrays.toString(t.shape())), where));
        }
        if (random.nextInt(100) == 0 && !entries.containsKey("")) { // it waits for the disk; a nameless one is read, but not written
            Path copy = folder.resolve("copy.safetensors");
            Safetensors.write(copy, entries, contents.get().metadata());
            assertEquals(described(contents.get()), described(Safetensors.read(copy)), where);
        }
        return "read";
    }

    private static Map<String, Object> described(Safetensors.Contents contents) {
        Map<String, Object> all = new LinkedHashMap<>();
        contents.entries().forEach((name, entry) -> all.put(name, List.of(entry.toString(), entry.data())));
        all.put("__metadata__", Map.copyOf(contents.metadata()));
        return all;
    }

    /** By a reader of JSON that shares no code with ours. */
    private static void requireAsTheHeaderSays(byte[] bytes, Safetensors.Contents contents, String where) {
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        Map<?, ?> header = (Map<?, ?>) MiniJson.parse(new String(bytes, 8, length, StandardCharsets.UTF_8));
        List<Object> names = new ArrayList<>(header.keySet());
        names.remove("__metadata__");
        assertEquals(names, List.copyOf(contents.entries().keySet()), where);
        assertEquals(header.containsKey("__metadata__") ? header.get("__metadata__") : Map.of(), contents.metadata(), where);
        int covered = 0;
        boolean[] taken = new boolean[bytes.length - 8 - length];
        for (Object name : names) {
            Map<?, ?> slot = (Map<?, ?>) header.get(name);
            Entry entry = contents.entries().get(name);
            assertEquals(slot.get("dtype"), entry.type().name(), where);
            double[] shape = numbers(slot.get("shape"));
            double[] offsets = numbers(slot.get("data_offsets"));
            assertEquals(Arrays.stream(shape).mapToObj(x -> (long) x).toList(), Arrays.stream(entry.shape()).boxed().toList(), where);
            assertEquals(Arrays.stream(shape).reduce(DType.valueOf((String) slot.get("dtype")).bytes(), (x, y) -> x * y), offsets[1] - offsets[0], where);
            assertEquals(ByteBuffer.wrap(bytes, 8 + length + (int) offsets[0], (int) (offsets[1] - offsets[0])), entry.data(), where);
            for (int i = (int) offsets[0]; i < offsets[1]; i++) {
                assertTrue(!taken[i], where);
                taken[i] = true;
                covered++;
            }
        }
        assertEquals(taken.length, covered, where);
    }

    private static double[] numbers(Object list) {
        return ((List<?>) list).stream().mapToDouble(number -> (Double) number).toArray();
    }

    /** The control: each shorter file, and each with a byte behind it, is refused. */
    @Test
    void everyTruncationIsRefused() throws IOException {
        for (int length = 0; length <= VALID.length + 1; length++) {
            Path file = RawFile.write(folder, Arrays.copyOf(VALID, length));
            if (length == VALID.length) {
                Safetensors.read(file);
            } else {
                assertThrows(MalformedFileException.class, () -> Safetensors.read(file), "length " + length);
            }
        }
    }
}
