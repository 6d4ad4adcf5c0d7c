package org.unshatter.tests.engine.safetensors;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.safetensors.MalformedFileException;
import org.unshatter.safetensors.Safetensors;

/** Whatever happens to a file, it is read or refused as malformed, and little memory is taken for it. */
class FuzzedFilesTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final long SEED = 20260;
    private static final int FILES = 5_000;
    private static final long PATIENCE = 1_500_000_000L;
    private static final long MOST_BYTES = 1_000_000;

    private static final byte[] VALID = RawFile.of("{'__metadata__':{'format':'pt'},'step':{'dtype':'I64','shape':[1],'data_offsets':[0,8]},"
            + "'w':{'dtype':'F32','shape':[2,1],'data_offsets':[8,16]},'none':{'dtype':'BF16','shape':[3,0],'data_offsets':[16,16]},"
            + "'flag':{'dtype':'BOOL','shape':[],'data_offsets':[16,17]}} ", "0100000000000000 0000803f 000000c0 01");

    @TempDir
    Path folder;

    @Test
    void aDamagedFileIsReadOrRefusedAsMalformed() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        long start = System.nanoTime();
        int read = 0;
        int refused = 0;
        for (int i = 0; i < FILES && System.nanoTime() - start < PATIENCE; i++) {
            byte[] bytes = VALID;
            for (int damages = random.nextInt(1, 3); damages > 0; damages--) {
                bytes = damaged(bytes, random);
            }
            Path file = RawFile.write(folder, bytes);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                Safetensors.read(file).entries().values().forEach(entry -> entry.data().get(new byte[entry.size()]));
                read++;
            } catch (MalformedFileException e) {
                refused++;
            } catch (Throwable e) {
                throw new AssertionError("file " + i + " of seed " + SEED + ", " + HexFormat.of().formatHex(bytes), e);
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < MOST_BYTES, "file " + i + " of seed " + SEED + " took " + allocated + " bytes: " + HexFormat.of().formatHex(bytes));
        }
        assertTrue(read >= 20 && refused >= 100, "seed " + SEED + ": " + read + " read, " + refused + " refused, expected many of both");
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

    private static byte[] damaged(byte[] bytes, SplittableRandom random) {
        int at = random.nextBoolean() ? random.nextInt(bytes.length) : random.nextInt(Math.max(0, bytes.length - 17), bytes.length); // half of them in the data
        return switch (random.nextInt(6)) {
            case 0 -> { // a bit
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 1 -> Arrays.copyOf(bytes, Math.max(1, at));
            case 2 -> replaced(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
            case 3 -> replaced(bytes, at, Math.min(bytes.length, at + random.nextInt(1, 4)), new byte[0]);
            case 4 -> { // a digit of a number in the header, or of the header's length
                byte[] changed = bytes.clone();
                for (int i = at; i < changed.length; i++) {
                    if (changed[i] >= '0' && changed[i] <= '9') {
                        changed[i] = (byte) ('0' + random.nextInt(10));
                        break;
                    }
                }
                yield changed;
            }
            default -> { // a part of the file, once more elsewhere
                int from = random.nextInt(bytes.length);
                yield replaced(bytes, at, at, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(1, 40))));
            }
        };
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] changed = Arrays.copyOf(bytes, Math.max(1, bytes.length - (to - from) + by.length));
        System.arraycopy(by, 0, changed, from, by.length);
        System.arraycopy(bytes, to, changed, from + by.length, bytes.length - to);
        return changed;
    }
}
