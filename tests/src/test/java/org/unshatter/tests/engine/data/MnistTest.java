package org.unshatter.tests.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.tests.engine.data.HandMade.NONE;
import static org.unshatter.tests.engine.data.HandMade.assertMalformed;
import static org.unshatter.tests.engine.data.HandMade.gzip;
import static org.unshatter.tests.engine.data.HandMade.idx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.data.Dataset;
import org.unshatter.data.Mnist;

/** IDX files are read by their description, and nothing else is. */
class MnistTest {

    private static final String IMAGES = "t10k-images-idx3-ubyte";
    private static final String LABELS = "t10k-labels-idx1-ubyte";
    private static final byte[] TWO_IMAGES = idx(0x803, new int[] {2, 2, 3}, 0, 1, 2, 3, 4, 255, 6, 7, 8, 9, 10, 200);

    @TempDir
    Path folder;

    @BeforeEach
    void goodFiles() throws IOException {
        write(IMAGES, TWO_IMAGES);
        write(LABELS, idx(0x801, new int[] {2}, 9, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void imagesAndLabelsAreReadPlainOrCompressed(boolean compressed) throws IOException {
        if (compressed) {
            for (String name : new String[] {IMAGES, LABELS}) {
                write(name + ".gz", gzip(Files.readAllBytes(folder.resolve(name))));
                Files.delete(folder.resolve(name));
            }
        }
        Dataset data = Mnist.test(folder);
        assertArrayEquals(new int[] {1, 2, 3}, data.shape());
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 255, 6, 7, 8, 9, 10, 200}, data.images(NONE).toArray());
        assertArrayEquals(new float[] {9, 0}, data.labels().toArray());
        assertEquals("7", data.classes().get(7));
    }

    @Test
    void trainingFilesHaveTheirOwnNames() {
        String message = assertThrows(NoSuchFileException.class, () -> Mnist.train(folder)).getMessage();
        assertTrue(message.contains("train-images-idx3-ubyte.gz"), message);
    }

    @Test
    void aWrongMagicNumberIsRefused() throws IOException {
        write(IMAGES, Files.readAllBytes(folder.resolve(LABELS)));
        assertMalformed(() -> Mnist.test(folder), IMAGES, "magic number (byte 0)", "0x801", "0x803");
        write(IMAGES, TWO_IMAGES);
        write(LABELS, TWO_IMAGES);
        assertMalformed(() -> Mnist.test(folder), LABELS, "magic number", "0x803", "0x801");
    }

    @Test
    void aHeaderThatIsCutOffIsRefused() throws IOException {
        write(IMAGES, Arrays.copyOf(TWO_IMAGES, 11));
        assertMalformed(() -> Mnist.test(folder), IMAGES, "byte 11", "1 more for the rows");
        write(IMAGES, new byte[0]);
        assertMalformed(() -> Mnist.test(folder), IMAGES, "byte 0", "4 more for the magic number");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tooShortOrTooLongIsRefused(boolean compressed) throws IOException {
        byte[] shorter = Arrays.copyOf(TWO_IMAGES, 27);
        byte[] longer = Arrays.copyOf(TWO_IMAGES, 29);
        if (compressed) {
            Files.delete(folder.resolve(IMAGES));
        }
        write(compressed ? IMAGES + ".gz" : IMAGES, compressed ? gzip(shorter) : shorter);
        if (compressed) {
            assertMalformed(() -> Mnist.test(folder), IMAGES + ".gz", "27 bytes", "28 bytes by the header", "number of images of 2", "ends within record 1 (begins at byte 22)");
        } else {
            assertMalformed(() -> Mnist.test(folder), IMAGES, "byte 4", "is 2,", "claims 12", "allows 11", "ends within record 1 (begins at byte 22)");
        }
        write(compressed ? IMAGES + ".gz" : IMAGES, compressed ? gzip(longer) : longer);
        assertMalformed(() -> Mnist.test(folder), IMAGES, "more than 28 bytes", "28 bytes by the header");
    }

    /** The largest would be 2⁹³ bytes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHeaderThatClaimsTooMuchIsRefusedBeforeMemoryIsTaken(boolean compressed) throws IOException {
        int huge = Integer.MAX_VALUE;
        for (int[] extents : new int[][] {{huge, 2, 3}, {huge, huge, huge}, {2, huge, 1}, {1 << 30, 2, 1}}) {
            byte[] bytes = idx(0x803, extents, new int[12]);
            Files.deleteIfExists(folder.resolve(IMAGES));
            write(compressed ? IMAGES + ".gz" : IMAGES, compressed ? gzip(bytes) : bytes);
            assertMalformed(() -> Mnist.test(folder), IMAGES, "number of images (byte 4) is " + extents[0], "claims", "allows");
        }
    }

    @Test
    void extentsBelowOneAreRefused() throws IOException {
        write(IMAGES, idx(0x803, new int[] {0, 2, 3}));
        assertMalformed(() -> Mnist.test(folder), "number of images (byte 4) is 0");
        write(IMAGES, idx(0x803, new int[] {2, 0, 3}));
        assertMalformed(() -> Mnist.test(folder), "rows (byte 8) is 0");
        write(IMAGES, idx(0x803, new int[] {2, 2, 1 << 31}));
        assertMalformed(() -> Mnist.test(folder), "columns (byte 12) is 2147483648", "1 to 2147483647");
    }

    @Test
    void anotherNumberOfLabelsThanImagesIsRefused() throws IOException {
        write(LABELS, idx(0x801, new int[] {3}, 1, 2, 3));
        assertMalformed(() -> Mnist.test(folder), LABELS, "number of labels (byte 4) is 3", "2, as many", IMAGES);
    }

    @Test
    void aLabelWithoutClassIsRefusedWithItsPlace() throws IOException {
        write(LABELS, idx(0x801, new int[] {2}, 9, 10));
        assertMalformed(() -> Mnist.test(folder), LABELS, "record 1", "byte 9", "is 10,", "0 to 9");
    }

    @Test
    void aWrongChecksumIsRefused() throws IOException {
        byte[] bytes = gzip(TWO_IMAGES);
        bytes[bytes.length - 6] ^= 4;
        Files.delete(folder.resolve(IMAGES));
        write(IMAGES + ".gz", bytes);
        assertMalformed(() -> Mnist.test(folder), IMAGES + ".gz", "byte 28", "trailer", "intact gzip");
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }
}
