package org.unshatter.tests.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.data.Cifar10;
import org.unshatter.data.Dataset;
import org.unshatter.data.MalformedDataException;
import org.unshatter.data.Mnist;
import org.unshatter.tests.cli.Tree;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;
import org.unshatter.tests.fuzz.Mutations;

/** Files of CIFAR-10 and MNIST are read exactly where they are what their formats say, plain or compressed, and take little memory where they are not. */
@Fuzzed
class ImageFilesFuzzTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final long MOST_BYTES = 16_000_000;
    private static final String CLASSES = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";
    private static final int RECORD = 3073;

    @TempDir
    Path folder;

    /** A file as it is written, and what it holds; null where that cannot be told. */
    private record Written(byte[] bytes, boolean gzip, byte[] content) {

        static Written random(byte[] valid, byte[] other, RandomGenerator random) {
            byte[] content = random.nextInt(3) == 0 ? Mutations.bytes(valid, other, random) : valid;
            if (random.nextBoolean()) {
                return intact(content);
            }
            byte[] gzip = HandMade.gzip(content);
            return random.nextBoolean() ? new Written(gzip, true, content) : damaged(Mutations.bytes(gzip, HandMade.gzip(other), random));
        }

        static Written intact(byte[] content) {
            return new Written(content, false, content);
        }

        private static Written damaged(byte[] bytes) {
            try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                return new Written(bytes, true, stream.readAllBytes());
            } catch (IOException e) {
                return new Written(bytes, true, null);
            }
        }

        void into(Path folder, String name) throws IOException {
            Files.write(folder.resolve(gzip ? name + ".gz" : name), bytes);
        }

        @Override
        public String toString() {
            return (gzip ? "gzip " : "plain ") + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 400)) + " of " + bytes.length + " bytes";
        }
    }

    private interface Loader {
        Dataset load(Path folder) throws IOException;
    }

    private Optional<Dataset> loaded(Loader loader, Object where) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Optional<Dataset> images = Fuzz.parsed(() -> loader.load(folder), MalformedDataException.class, where);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < MOST_BYTES, () -> "took " + allocated + " bytes: " + where);
        return images;
    }

    private void empty() throws IOException {
        Tree.delete(folder);
        Files.createDirectory(folder);
    }

    @Test
    void cifar10() throws InterruptedException {
        Fuzz.run("CIFAR-10 test", 200, random -> cifar(Cifar10::test, random, "test_batch.bin"), "read", "refused");
    }

    @Test
    void cifar10InFiveFiles() throws InterruptedException {
        Fuzz.run("CIFAR-10 training", 60, random -> cifar(Cifar10::train, random, "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                "data_batch_5.bin"), "read", "refused");
    }

    @Test
    void mnist() throws InterruptedException {
        Fuzz.run("MNIST", 400, random -> mnist(Mnist::test, random), "read", "refused");
    }

    /** Negative control: one that leaves out what labels may be, and one that reads an image too few. */
    @Test
    void aCarelessLoaderIsCaught() {
        assertThrows(AssertionError.class, () -> Fuzz.run("careless CIFAR-10", 2_500, random -> cifar(at -> Cifar10.test(at).range(0, 1), random, "test_batch.bin")));
        Dataset any = HandMade.counting(1);
        assertThrows(AssertionError.class, () -> Fuzz.run("careless MNIST", 4_000, random -> mnist(at -> any, random)));
    }

    private static byte[] records(RandomGenerator random) {
        return HandMade.cifar(random.ints(random.nextInt(1, 4), 0, random.nextInt(10) == 0 ? 11 : 10).toArray());
    }

    private String cifar(Loader loader, RandomGenerator random, String... names) throws IOException {
        empty();
        String classes = random.nextInt(8) == 0 ? Mutations.text(CLASSES, CLASSES, List.of("\n", "\r\n", " "), random) : CLASSES;
        byte[] utf8 = classes.getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("batches.meta.txt"), utf8);
        Written[] files = new Written[names.length];
        StringBuilder where = new StringBuilder(Fuzz.quoted(classes));
        for (int i = 0; i < names.length; i++) {
            files[i] = random.nextInt(names.length) > 0 ? Written.intact(records(random)) : Written.random(records(random), records(random), random);
            files[i].into(folder, names[i]);
            where.append(", ").append(files[i]);
        }
        boolean valid = utf8.length <= 1 << 16 && new String(utf8, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).count() == 10;
        int count = 0;
        for (Written file : files) {
            valid &= areRecords(file.content);
            count += file.content == null ? 0 : file.content.length / RECORD;
        }
        Optional<Dataset> images = loaded(loader, where);
        assertEquals(valid, images.isPresent(), where::toString);
        if (images.isEmpty()) {
            return "refused";
        }
        assertEquals(count, images.get().count(), where::toString);
        int sample = 0;
        for (Written file : files) {
            for (int at = 0; at < file.content.length; at += RECORD) {
                assertEquals(file.content[at], images.get().label(sample), where::toString);
                for (int i = 0; i < RECORD - 1; i++) {
                    if ((file.content[at + 1 + i] & 0xff) != images.get().pixel(sample, i / 1024, i / 32 % 32, i % 32)) {
                        throw new AssertionError("image " + sample + ", value " + i + " of " + where);
                    }
                }
                sample++;
            }
        }
        return "read";
    }

    private static boolean areRecords(byte[] content) {
        if (content == null || content.length == 0 || content.length % RECORD != 0) {
            return false;
        }
        for (int at = 0; at < content.length; at += RECORD) {
            if ((content[at] & 0xff) > 9) {
                return false;
            }
        }
        return true;
    }

    private String mnist(Loader loader, RandomGenerator random) throws IOException {
        empty();
        int count = random.nextInt(1, 4);
        int rows = random.nextInt(1, 5);
        int columns = random.nextInt(1, 5);
        byte[] validImages = HandMade.idx(0x803, new int[] {count, rows, columns}, random.ints(count * rows * columns, 0, 256).toArray());
        byte[] validLabels = HandMade.idx(0x801, new int[] {count}, random.ints(count, 0, random.nextInt(10) == 0 ? 11 : 10).toArray());
        Written images = Written.random(validImages, validLabels, random);
        Written labels = Written.random(validLabels, validImages, random);
        images.into(folder, "t10k-images-idx3-ubyte");
        labels.into(folder, "t10k-labels-idx1-ubyte");
        String where = "images " + images + ", labels " + labels;
        int[] shape = extents(images.content, 0x803, 3);
        int[] labelled = extents(labels.content, 0x801, 1);
        boolean valid = shape != null && labelled != null && shape[0] == labelled[0];
        for (int i = 0; valid && i < labelled[0]; i++) {
            valid = (labels.content[8 + i] & 0xff) <= 9;
        }
        Optional<Dataset> read = loaded(loader, where);
        assertEquals(valid, read.isPresent(), where);
        if (read.isEmpty()) {
            return "refused";
        }
        assertEquals(List.of(shape[0], 1, shape[1], shape[2]), List.of(read.get().count(), read.get().channels(), read.get().height(), read.get().width()), where);
        for (int i = 0; i < shape[0]; i++) {
            assertEquals(labels.content[8 + i], read.get().label(i), where);
            for (int p = 0; p < shape[1] * shape[2]; p++) {
                assertEquals(images.content[16 + i * shape[1] * shape[2] + p] & 0xff, read.get().pixel(i, 0, p / shape[2], p % shape[2]), where);
            }
        }
        return "read";
    }

    /** Null if the content is not as long as its header says, or has another magic number. */
    private static int[] extents(byte[] content, int magic, int rank) {
        if (content == null || content.length < 4 + 4 * rank || ByteBuffer.wrap(content).getInt(0) != magic) {
            return null;
        }
        int[] extents = new int[rank];
        double values = 1;
        for (int i = 0; i < rank; i++) {
            extents[i] = ByteBuffer.wrap(content).getInt(4 + 4 * i);
            if (extents[i] < 1) {
                return null;
            }
            values *= extents[i];
        }
        return values == content.length - 4 - 4 * rank ? extents : null;
    }
}
