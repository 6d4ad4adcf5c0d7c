package org.unshatter.tests.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.tests.engine.data.HandMade.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.experiment.TrainingData;
import org.unshatter.tests.engine.data.HandMade;

/** A folder's images are told by its files; the last 10,000 training images are for validation, and nothing of them is in the standardisation. */
class TrainingDataTest {

    @TempDir
    Path folder;

    /** Of MNIST's form: images of one pixel, which has the number of the image modulo 251 as value, modulo 10 as label. */
    private void mnist(int training, String suffix) throws IOException {
        for (String name : List.of("train", "t10k")) {
            int count = name.equals("train") ? training : 20;
            int[] values = new int[count];
            int[] labels = new int[count];
            for (int i = 0; i < count; i++) {
                values[i] = i % 251;
                labels[i] = i % 10;
            }
            write(name + "-images-idx3-ubyte" + suffix, HandMade.idx(0x803, new int[] {count, 1, 1}, values));
            write(name + "-labels-idx1-ubyte" + suffix, HandMade.idx(0x801, new int[] {count}, labels));
        }
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), name.endsWith(".gz") ? HandMade.gzip(bytes) : bytes);
    }

    @Test
    void mnistIsRecognisedPlainAndCompressed() throws IOException {
        for (String suffix : List.of(".gz", "")) {
            mnist(10_003, suffix);
            TrainingData data = TrainingData.open(folder);
            assertEquals("mnist", data.name());
            assertEquals(List.of(3, 10_000, 20), List.of(data.training().count(), data.validation().count(), data.test().count()));
            assertArrayEquals(new int[] {1, 1, 1}, data.training().shape());
            assertEquals(3, data.validation().label(0), "the validation set begins behind the training set");
            assertEquals(new Standardisation(List.of(1.0), List.of(Math.sqrt(2 / 3.0))), data.standardisation(), "of 0, 1 and 2");
        }
    }

    @Test
    void cifar10IsRecognised() throws IOException {
        write("batches.meta.txt", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n".getBytes());
        write("test_batch.bin", HandMade.cifar(4, 2));
        for (int batch = 1; batch <= 4; batch++) {
            write("data_batch_" + batch + ".bin", HandMade.cifar(batch));
        }
        write("data_batch_5.bin.gz", HandMade.cifar(new int[10_000]));
        TrainingData data = TrainingData.open(folder);
        assertEquals("cifar-10", data.name());
        assertEquals(List.of(4, 10_000, 2), List.of(data.training().count(), data.validation().count(), data.test().count()));
        assertArrayEquals(new int[] {3, 32, 32}, data.training().shape());
        assertEquals(List.of(1, 4, 0, 2), List.of(data.training().label(0), data.training().label(3), data.validation().label(0), data.test().label(1)));
    }

    @Test
    void otherFoldersAreRefused() throws IOException {
        refused("neither data_batch_1.bin", "train-images-idx3-ubyte", "expected one of them");
        mnist(10_000, "");
        refused("10000 training images", "expected more than the 10000");
        mnist(10_001, "");
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        refused("t10k-labels-idx1-ubyte", "expected");
        Path missing = folder.resolve("missing");
        String message = assertThrows(IOException.class, () -> TrainingData.open(missing)).getMessage();
        assertTrue(message.contains(missing.toString()) && message.contains("no such folder"), message);
    }

    private void refused(String... words) {
        String message = assertThrows(IOException.class, () -> TrainingData.open(folder)).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word) && message.contains(folder.toString()), () -> "\"" + word + "\" is not in: " + message);
        }
    }

    @Test
    void aLimitTakesTheFirstImagesAndStandardisesByThem() {
        TrainingData limited = TinyExperiment.DATA.limit(7);
        Dataset first = TinyExperiment.DATA.training().range(0, 7);
        assertEquals(7, limited.training().count());
        assertEquals(first.label(6), limited.training().label(6));
        assertEquals(Standardisation.of(first), limited.standardisation());
        assertEquals(31, limited.validation().count());
        assertEquals(50, TinyExperiment.DATA.limit(51).training().count());
        assertRefused(() -> TinyExperiment.DATA.limit(0), "limit is 0", "at least 1");
    }
}
