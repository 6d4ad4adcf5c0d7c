package org.unshatter.tests.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.tests.engine.data.HandMade.assertMalformed;
import static org.unshatter.tests.engine.data.HandMade.cifar;
import static org.unshatter.tests.engine.data.HandMade.gzip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.data.Cifar10;
import org.unshatter.data.Dataset;

/** CIFAR-10's files are read by their description, and nothing else is. */
class Cifar10Test {

    private static final String NAMES = "plane\ncar\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";

    @TempDir
    Path folder;

    @BeforeEach
    void names() throws IOException {
        Files.writeString(folder.resolve("batches.meta.txt"), NAMES);
    }

    @Test
    void recordsOfFiveFilesFollowEachOtherInTheirOrder() throws IOException {
        int[][] labels = {{3}, {1, 4}, {1}, {5, 9, 2}, {6}};
        for (int i = 0; i < 5; i++) {
            boolean compressed = i % 2 == 1;
            write("data_batch_" + (i + 1) + ".bin" + (compressed ? ".gz" : ""), compressed ? gzip(cifar(labels[i])) : cifar(labels[i]));
        }
        Dataset data = Cifar10.train(folder);
        int[] all = Arrays.stream(labels).flatMapToInt(Arrays::stream).toArray();
        int[] recordInFile = {0, 0, 1, 0, 0, 1, 2, 0};
        assertEquals(all.length, data.count());
        for (int i = 0; i < all.length; i++) {
            assertEquals(all[i], data.label(i));
            for (int k = 0; k < 3072; k++) {
                assertEquals(7 * recordInFile[i] + 11 * k & 0xff, data.pixel(i, k / 1024, k / 32 % 32, k % 32));
            }
        }
        assertEquals("plane", data.classes().getFirst());
        assertEquals("truck", data.classes().getLast());
    }

    @Test
    void aMissingFileIsNamedInBothForms() throws IOException {
        write("data_batch_1.bin", cifar(1));
        String message = assertThrows(NoSuchFileException.class, () -> Cifar10.train(folder)).getMessage();
        assertTrue(message.contains("data_batch_2.bin") && message.contains("data_batch_2.bin.gz"), message);
    }

    @Test
    void aTruncatedFileIsRefusedWithTheRecordWhereItEnds() throws IOException {
        write("test_batch.bin", Arrays.copyOf(cifar(1, 2, 3), 3 * 3073 - 1));
        assertMalformed(() -> Cifar10.test(folder), "test_batch.bin", "9218 bytes", "record 2", "byte 6146", "multiple of 3073");
    }

    @Test
    void oneByteTooManyIsRefused() throws IOException {
        write("test_batch.bin.gz", gzip(Arrays.copyOf(cifar(1, 2), 2 * 3073 + 1)));
        assertMalformed(() -> Cifar10.test(folder), "test_batch.bin.gz", "6147 bytes", "record 2", "multiple of 3073");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        write("test_batch.bin", new byte[0]);
        assertMalformed(() -> Cifar10.test(folder), "test_batch.bin", "0 bytes", "at least one record");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 128, 255})
    void aLabelWithoutClassIsRefusedWithItsPlace(int label) throws IOException {
        write("test_batch.bin", cifar(9, 0, label, 3));
        assertMalformed(() -> Cifar10.test(folder), "test_batch.bin", "record 2", "byte 6146", "is " + label + ",", "0 to 9");
    }

    @Test
    void corruptCompressionIsRefused() throws IOException {
        byte[] good = gzip(cifar(1, 2, 3));
        write("test_batch.bin.gz", good);
        assertEquals(3, Cifar10.test(folder).count());
        write("test_batch.bin.gz", Arrays.copyOf(good, good.length / 2));
        assertMalformed(() -> Cifar10.test(folder), "test_batch.bin.gz", "at byte", "cut off", "intact gzip");
        write("test_batch.bin.gz", new byte[0]);
        assertMalformed(() -> Cifar10.test(folder), "byte 0", "cut off");
        write("test_batch.bin.gz", cifar(1));
        assertMalformed(() -> Cifar10.test(folder), "byte 0", "intact gzip");
        byte[] checksum = good.clone();
        checksum[good.length - 8] ^= 1;
        write("test_batch.bin.gz", checksum);
        assertMalformed(() -> Cifar10.test(folder), "byte 9219", "trailer", "intact gzip");
    }

    /** 200 MB of zeros, which are images of class 0 in form, compress to less than 1 MB. */
    @Test
    void aCompressedFileThatNeverEndsIsGivenUpOn() throws IOException {
        byte[] member = gzip(new byte[20_000_000]);
        try (OutputStream out = Files.newOutputStream(folder.resolve("test_batch.bin.gz"))) {
            for (int i = 0; i < 10; i++) { // members of one file by RFC 1952, section 2.2
                out.write(member);
            }
        }
        assertMalformed(() -> Cifar10.test(folder), "test_batch.bin.gz", "more than 184380000 bytes", "60000 records");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb\n", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n"})
    void tenNamesAreExpected(String names) throws IOException {
        write("test_batch.bin", cifar(1));
        Files.writeString(folder.resolve("batches.meta.txt"), names);
        assertMalformed(() -> Cifar10.test(folder), "batches.meta.txt", "number of names is " + names.lines().count(), "10");
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }
}
