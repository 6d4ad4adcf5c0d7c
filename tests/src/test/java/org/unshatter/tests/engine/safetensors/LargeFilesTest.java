package org.unshatter.tests.engine.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.safetensors.DType;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.Safetensors;
import org.unshatter.safetensors.SafetensorsFile;

/** What does not fit into an array is refused alone, and what fits is not there twice. */
class LargeFilesTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    @TempDir
    Path folder;

    /** Three tensors of which the first two are 3 and 4 GiB of zeros that no disk holds. */
    @Test
    void aTensorTooLargeForAnArrayIsRefusedAndItsNeighboursAreRead() throws IOException {
        byte[] head = RawFile.of("{'bytes':{'dtype':'U8','shape':[3,1073741824],'data_offsets':[0,3221225472]},"
                + "'halves':{'dtype':'BF16','shape':[2147483648],'data_offsets':[3221225472,7516192768]},"
                + "'small':{'dtype':'BF16','shape':[2],'data_offsets':[7516192768,7516192772]}}", "");
        Path file = folder.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(head);
            sparse.seek(head.length + 7_516_192_768L);
            sparse.write(new byte[] {(byte) 0x80, 0x3f, 0x00, (byte) 0xc0});
        }
        try (SafetensorsFile open = Safetensors.open(file)) {
            assertArrayEquals(new float[] {1, -2}, open.tensor("small").toArray());
            assertArrayEquals(new long[] {3, 1 << 30}, open.shape("bytes"));
            assertEquals(DType.BF16, open.type("halves"));
            refused(() -> open.entry("bytes"), "sparse", "tensor bytes of shape [3, 1073741824] has 3221225472 bytes, expected at most 2147483639");
            refused(() -> open.entry("halves"), "tensor halves", "4294967296 bytes");
            refused(() -> open.tensor("halves"), "tensor halves of shape [2147483648] has 2147483648 elements, expected at most 2147483639");
            assertArrayEquals(new float[] {1, -2}, open.entry("small").tensor().toArray());
        }
        refused(() -> Safetensors.read(file), "tensor bytes");
    }

    @Test
    void readingATensorTakesNoMoreThanTheTensor() throws IOException {
        Path file = folder.resolve("eight megabytes");
        Safetensors.write(file, new LinkedHashMap<>(Map.of("w", Entry.of(new float[2_000_000], 2_000_000))), Map.of());
        for (int i = 0; i < 2; i++) { // the first loads classes
            try (SafetensorsFile open = Safetensors.open(file)) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                assertEquals(2_000_000, open.tensor("w").size());
                long tensor = THREADS.getCurrentThreadAllocatedBytes() - before;
                assertTrue(tensor >= 8_000_000 && tensor < 8_500_000, "the tensor took " + tensor + " bytes");
                before = THREADS.getCurrentThreadAllocatedBytes();
                assertEquals(8_000_000, open.entry("w").size());
                long entry = THREADS.getCurrentThreadAllocatedBytes() - before;
                assertTrue(entry >= 8_000_000 && entry < 8_500_000, "the entry took " + entry + " bytes");
            }
        }
    }

    @Test
    void aNameThatIsNotThereIsRefusedWithThoseThatAre() throws IOException {
        Path file = folder.resolve("names");
        LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < 25; i++) {
            entries.put("t" + i, Entry.bytes(new byte[1]));
        }
        Safetensors.write(file, entries, Map.of());
        try (SafetensorsFile open = Safetensors.open(file)) {
            String message = assertThrows(IllegalArgumentException.class, () -> open.entry("weight")).getMessage();
            assertTrue(message.contains("no tensor \"weight\" in " + file) && message.contains("[t0, t1,") && message.contains("t19] and 5 more"), message);
            assertThrows(UnsupportedOperationException.class, () -> open.names().remove("t0"));
            assertThrows(UnsupportedOperationException.class, () -> open.metadata().put("a", "b"));
        }
    }

    private static void refused(Executable action, String... words) {
        String message = assertThrows(IOException.class, action).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), () -> "expected \"" + word + "\" in: " + message);
        }
    }
}
