package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.json.JsonReader;
import org.unshatter.optim.Optimizer;
import org.unshatter.train.CheckpointFolder;
import org.unshatter.train.EpochMetrics;
import org.unshatter.train.Recipe;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.Trainer;
import org.unshatter.train.TrainingListener;
import org.unshatter.train.TrainingResult;

/** The log is a line of configuration and a line for each epoch, whatever happened to the file or the training. */
class TrainingLogTest {

    private static final Recipe RECIPE = Recipe.of(Optimizer.parse("sgd:momentum=0.9"), 0.05, 3);

    @TempDir
    Path folder;

    private Trainer trainer() {
        SequencedMap<String, String> notes = new LinkedHashMap<>(Map.of("seed", "3"));
        return Trainer.of(TinyTraining.net(TinyTraining.DENSE), RECIPE, TinyTraining.training(), TinyTraining.validation()).folder(folder).notes(notes);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(CheckpointFolder.at(folder).log());
    }

    @Test
    void itHasAHeaderAndALineForEachEpoch() throws IOException {
        TrainingResult result = trainer().run();
        List<String> lines = lines();
        assertEquals(4, lines.size());
        Map<?, ?> configuration = (Map<?, ?>) ((Map<?, ?>) JsonReader.read(lines.getFirst())).get("configuration");
        assertEquals(result.network().architecture(), configuration.get("architecture"));
        assertEquals("sgd:momentum=0.9", configuration.get("optimizer"));
        assertEquals(0.05, configuration.get("rate"));
        assertEquals(Map.of("seed", "3"), configuration.get("notes"));
        for (int e = 0; e < 3; e++) {
            Map<?, ?> line = (Map<?, ?>) JsonReader.read(lines.get(e + 1));
            EpochMetrics metrics = result.history().get(e);
            assertEquals((long) e, line.get("epoch"));
            assertEquals(metrics.trainingLoss(), line.get("trainingLoss"));
            assertEquals(metrics.validationAccuracy(), line.get("validationAccuracy"));
            assertTrue((double) line.get("imagesPerSecond") > 0);
        }
    }

    /** It is there when the epoch is announced, so it is on the disk before training goes on. */
    @Test
    void aLineIsThereBeforeTheNextEpoch() throws IOException {
        trainer().listener(new TrainingListener() {
            @Override
            public void epochDone(EpochMetrics metrics) {
                try {
                    assertEquals(metrics.epoch() + 2, lines().size());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }).run();
        assertEquals(4, lines().size());
    }

    @Test
    void aTornOrLostLogIsWrittenAgain() throws IOException {
        assertThrows(IllegalStateException.class, () -> trainer().listener(new TrainingListener() {
            @Override
            public void stepDone(RunningEpoch epoch) {
                if (epoch.epoch() == 2) {
                    throw new IllegalStateException("killed");
                }
            }
        }).run());
        Path log = CheckpointFolder.at(folder).log();
        String good = Files.readString(log);
        Files.writeString(log, good + "{\"epoch\":2,\"trainingLo");
        trainer().run();
        assertTrue(Files.readString(log).startsWith(good));
        assertEquals(4, lines().size());
        List<String> all = lines();
        Files.delete(log);
        trainer().run();
        assertEquals(all, lines());
    }
}
