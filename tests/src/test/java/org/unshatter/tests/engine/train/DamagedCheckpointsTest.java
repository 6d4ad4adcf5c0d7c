package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.NetworkFile;
import org.unshatter.optim.Optimizer;
import org.unshatter.safetensors.MalformedFileException;
import org.unshatter.train.Checkpoint;
import org.unshatter.train.CheckpointFolder;
import org.unshatter.train.Recipe;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.Trainer;
import org.unshatter.train.TrainingListener;
import org.unshatter.train.TrainingResult;

/** A damaged checkpoint is passed over, never read, and never takes the place of a good one. */
class DamagedCheckpointsTest {

    private static final Recipe RECIPE = Recipe.of(Optimizer.parse("adam"), 0.01, 4);

    @TempDir
    Path folder;

    private TrainingResult whole;
    private CheckpointFolder files;
    private Path last;
    private byte[] good;

    @BeforeEach
    void train() throws IOException {
        whole = trainer().run();
        files = CheckpointFolder.at(folder);
        last = files.files().getFirst();
        good = Files.readAllBytes(last);
    }

    private Trainer trainer() {
        return Trainer.of(TinyTraining.net(TinyTraining.CONV), RECIPE, TinyTraining.training(), TinyTraining.validation()).folder(folder);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.999})
    void aHalfWrittenOneIsPassedOver(double part) throws IOException {
        Files.write(last, Arrays.copyOf(good, (int) (part * good.length)));
        assertFallsBack();
    }

    /** Wherever it is: in the length, the header, a weight, the state. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.2, 0.5, 0.8, 0.9999})
    void oneFlippedBitIsSeen(double where) throws IOException {
        byte[] bad = good.clone();
        bad[(int) (where * good.length)] ^= 4;
        Files.write(last, bad);
        assertFallsBack();
    }

    /** Else the last good one would go where only one that is damaged is behind it. */
    @Test
    void aDamagedOneIsNotOneOfTheLastTwo() throws IOException {
        Files.delete(last);
        interrupt(trainer().checkpointEvery(5), 26);
        assertEquals(List.of(files.file(25), files.file(21)), files.files());
        Files.write(files.file(25), new byte[] {1, 2, 3});
        interrupt(trainer().checkpointEvery(3), 28);
        assertEquals(List.of(files.file(27), files.file(24)), files.files());
    }

    /** What a kill between writing and deleting leaves, too. */
    @Test
    void oldOnesAreDeletedThoughNoneIsWritten() throws IOException {
        Files.copy(last, files.file(14));
        trainer().run();
        assertEquals(List.of(last, files.file(21)), files.files());
    }

    private static void interrupt(Trainer trainer, int step) {
        assertThrows(IllegalStateException.class, () -> trainer.listener(new TrainingListener() {
            @Override
            public void stepDone(RunningEpoch epoch) {
                if (epoch.steps() == step) {
                    throw new IllegalStateException("killed");
                }
            }
        }).run());
    }

    private void assertFallsBack() throws IOException {
        assertThrows(MalformedFileException.class, () -> Checkpoint.read(last));
        List<String> notices = new ArrayList<>();
        List<Long> steps = new ArrayList<>();
        TrainingResult again = trainer().listener(new TrainingListener() {
            @Override
            public void notice(String message) {
                notices.add(message);
            }

            @Override
            public void stepDone(RunningEpoch epoch) {
                steps.add(epoch.steps());
            }
        }).run();
        assertEquals(List.of(22L, 23L, 24L, 25L, 26L, 27L, 28L), steps, "the last epoch again");
        assertEquals(1, notices.size());
        assertTrue(notices.getFirst().contains(last.toString()), notices.getFirst());
        whole.network().parameters().forEach((name, value) ->
                assertArrayEquals(value.toArray(), again.network().parameters().get(name).toArray(), name));
        Checkpoint.read(last);
    }

    @Test
    void whenTheDiskRefusesTheOldCheckpointsStayAndTheErrorNamesTheFile() throws IOException {
        Files.delete(last);
        byte[] before = Files.readAllBytes(files.file(21));
        IOException e = assertThrows(FileSystemException.class, () -> trainer().listener(new TrainingListener() {
            @Override
            public void stepDone(RunningEpoch epoch) {
                if (epoch.batch() == epoch.batches()) {
                    blocked(last);
                }
            }
        }).run());
        assertTrue(e.getMessage().contains(last.toString()), e.getMessage());
        assertArrayEquals(before, Files.readAllBytes(files.file(21)));
        Files.delete(last.resolve("in the way"));
        Files.delete(last);
        TrainingResult again = trainer().run();
        assertEquals(whole.history().getLast().validationLoss(), again.history().getLast().validationLoss());
    }

    private static void blocked(Path file) {
        try {
            Files.createDirectories(file.resolve("in the way"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNetworkFileIsNoCheckpoint() throws IOException {
        Path net = folder.resolve("net.safetensors");
        NetworkFile.write(net, whole.network());
        String message = assertThrows(MalformedFileException.class, () -> Checkpoint.read(net)).getMessage();
        assertTrue(message.contains("metadata is the keys [architecture, sha256], expected architecture, configuration and sha256"), message);
    }

    @Test
    void whenAllAreDamagedTrainingDoesNotBeginAnew() throws IOException {
        for (Path file : files.files()) {
            Files.write(file, new byte[] {1, 2, 3});
        }
        IOException e = assertThrows(IOException.class, () -> trainer().run());
        assertTrue(e.getMessage().contains("all its checkpoints are damaged"), e.getMessage());
    }
}
