package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.arch.NetworkFile;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;
import org.unshatter.optim.Clipping;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.Schedule;
import org.unshatter.train.Checkpoint;
import org.unshatter.train.CheckpointFolder;
import org.unshatter.train.EpochMetrics;
import org.unshatter.train.Evaluation;
import org.unshatter.train.Recipe;
import org.unshatter.train.RunningEpoch;
import org.unshatter.train.Trainer;
import org.unshatter.train.TrainingListener;
import org.unshatter.train.TrainingResult;

/** A training that was killed, once or again and again, ends as one that was not: weights, best net, history and log, to the bit. */
class ResumedEqualsUninterruptedTest {

    private static final int EPOCHS = 5;
    private static final int STEPS_PER_EPOCH = 7;

    @TempDir
    Path folder;

    /** What kills. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Kills after a step, or at the end of an epoch when its number is negative: −1 is that of the first. */
    private record Killer(int when) implements TrainingListener {
        @Override
        public void stepDone(RunningEpoch epoch) {
            if (epoch.steps() == when) {
                throw new Killed();
            }
        }

        @Override
        public void epochDone(EpochMetrics metrics) {
            if (metrics.epoch() == -1 - when) {
                throw new Killed();
            }
        }
    }

    private static Recipe recipe(String optimizer, String schedule) {
        return Recipe.of(Optimizer.parse(optimizer), 0.01, EPOCHS).schedule(Schedule.parse(schedule)).clipping(Clipping.norm(1)).smoothing(0.1)
                .decayWeightsOnly(true).statisticsBatches(4);
    }

    private static Trainer trainer(String architecture, Recipe recipe) {
        return Trainer.of(TinyTraining.net(architecture), recipe, TinyTraining.training(), TinyTraining.validation());
    }

    @ParameterizedTest
    @CsvSource({
        "adam, plateau:window=1;threshold=1;times=1;factor=0.5, 0, 1",
        "adam, plateau:window=1;threshold=1;times=1;factor=0.5, 0, 20",
        "adam, plateau:window=1;threshold=1;times=1;factor=0.5, 3, 20",
        "adamw:decay=0.05, warmup:epochs=2+cosine, 1, 34",
        "sgd:momentum=0.9;nesterov;decay=1e-3, one-cycle, 5, 13",
        "rmsprop:momentum=0.9, constant, 2, 7",
        "adam, plateau:window=1;threshold=1;times=1;factor=0.5, 0, -1",
        "adam, plateau:window=1;threshold=1;times=1;factor=0.5, 4, -3",
        "adam, constant, 0, -5",
    })
    void killedOnce(String optimizer, String schedule, int every, int when) throws IOException {
        Recipe recipe = recipe(optimizer.replace(';', ','), schedule.replace(';', ','));
        TrainingResult whole = in("whole", trainer(TinyTraining.CONV, recipe), every).run();
        assertThrows(Killed.class, () -> in("killed", trainer(TinyTraining.CONV, recipe), every).listener(new Killer(when)).run());
        assertSame(whole, in("killed", trainer(TinyTraining.CONV, recipe), every).run());
    }

    /** The rates that a plateau gives do change in these trainings, and statistics are in use. */
    @Test
    void whatIsRestoredMatters() throws IOException {
        TrainingResult whole = trainer(TinyTraining.CONV, recipe("adam", "plateau:window=1,threshold=1,times=1,factor=0.5")).run();
        List<Double> rates = whole.history().stream().map(EpochMetrics::rate).toList();
        assertEquals(List.of(0.01, 0.01, 0.005, 0.0025, 0.00125), rates);
        assertFalse(whole.evaluated() instanceof Network);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 4", "3, 0", "4, 9"})
    void killedAgainAndAgain(long seed, int every) throws IOException {
        Recipe recipe = recipe("adam", "plateau:window=1,threshold=1,times=1,factor=0.5");
        TrainingResult whole = in("whole", trainer(TinyTraining.CONV, recipe), every).run();
        RandomGenerator random = RandomStreams.of(seed, "kills");
        int kills = 0;
        TrainingResult result = null;
        while (result == null) {
            int step = random.nextInt(1, EPOCHS * STEPS_PER_EPOCH + 1);
            try {
                result = in("killed", trainer(TinyTraining.CONV, recipe), every).listener(new Killer(step)).run();
            } catch (Killed e) {
                kills++;
            }
        }
        assertTrue(kills > 0, "seed " + seed + " kills never");
        assertSame(whole, result);
    }

    @Test
    void aTrainingThatHasEndedIsNotTrainedFurther() throws IOException {
        Recipe recipe = recipe("adam", "constant").patience(1);
        TrainingResult first = in("whole", trainer(TinyTraining.DENSE, recipe), 0).run();
        List<String> heard = new ArrayList<>();
        TrainingResult second = in("whole", trainer(TinyTraining.DENSE, recipe), 0).listener(new TrainingListener() {
            @Override
            public void stepDone(RunningEpoch epoch) {
                heard.add("step");
            }
        }).run();
        assertEquals(List.of(), heard);
        assertEquals(first.history(), second.history());
        assertEquals(first.stopped(), second.stopped());
    }

    @Test
    void anotherConfigurationIsRefused() throws IOException {
        in("whole", trainer(TinyTraining.DENSE, recipe("adam", "constant")), 0).run();
        String message = assertThrows(IllegalArgumentException.class, () -> in("whole", trainer(TinyTraining.DENSE, recipe("sgd", "constant")), 0).run())
                .getMessage();
        assertTrue(message.endsWith("holds another training: optimizer is adam, expected sgd"), message);
    }

    /** Else each would delete what the other one writes. */
    @Test
    void aFolderIsOfOneTrainingAtATime() throws IOException {
        List<String> refused = new ArrayList<>();
        Recipe recipe = recipe("adam", "constant");
        in("whole", trainer(TinyTraining.DENSE, recipe), 0).listener(new TrainingListener() {
            @Override
            public void epochDone(EpochMetrics metrics) {
                refused.add(assertThrows(FileSystemException.class, () -> in("whole", trainer(TinyTraining.DENSE, recipe), 0).run()).getMessage());
            }
        }).run();
        assertEquals(EPOCHS, refused.size());
        assertTrue(refused.getFirst().contains("another training is running there"), refused.getFirst());
        in("whole", trainer(TinyTraining.DENSE, recipe), 0).run();
    }

    /** Formatted with a locale of other digits, files would not be found again. */
    @Test
    void checkpointsAreFoundWhateverTheLocale() throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("ar", "EG"));
            in("whole", trainer(TinyTraining.DENSE, recipe("adam", "constant")), 0).run();
            assertEquals(2, CheckpointFolder.at(folder.resolve("whole")).files().size());
        } finally {
            Locale.setDefault(before);
        }
        assertEquals("step-0000000004.safetensors", CheckpointFolder.at(folder).file(4).getFileName().toString());
    }

    @Test
    void whatAKilledProcessLeftHalfWrittenIsDeleted() throws IOException {
        Path left = Files.createDirectories(folder.resolve("whole")).resolve(".unshatter-0123456789abcdef.tmp");
        Path other = folder.resolve("whole").resolve(".unshatter-notes.tmp");
        Files.writeString(left, "half a checkpoint");
        Files.writeString(other, "of somebody");
        in("whole", trainer(TinyTraining.DENSE, recipe("adam", "constant")), 0).run();
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(other));
    }

    @Test
    void aCheckpointIsANetworkFile() throws IOException {
        TrainingResult result = in("whole", trainer(TinyTraining.CONV, recipe("adam", "constant")), 0).run();
        CheckpointFolder files = CheckpointFolder.at(folder.resolve("whole"));
        Path last = files.files().getFirst();
        assertEquals(files.file(EPOCHS * STEPS_PER_EPOCH), last);
        assertEquals(2, files.files().size());
        assertSameParameters(result.network(), NetworkFile.read(last));
        Tensor x = TinyTraining.validation().get(0, 0).images();
        assertArrayEquals(result.evaluated().apply(x).toArray(), Checkpoint.read(last).evaluated().apply(x).toArray());
    }

    /** The best one is evaluated as it was when it was the best. */
    @Test
    void theBestCheckpointHasTheBestScore() throws IOException {
        TrainingResult result = in("whole", trainer(TinyTraining.CONV, recipe("sgd:momentum=0.9", "constant")), 0).run();
        Checkpoint best = Checkpoint.read(CheckpointFolder.at(folder.resolve("whole")).best());
        EpochMetrics metrics = result.history().get(result.best());
        assertTrue(result.history().stream().allMatch(m -> m.validationAccuracy() <= metrics.validationAccuracy()));
        assertEquals(metrics.validationLoss(), Evaluation.of(best.evaluated()).run(TinyTraining.validation()).loss());
    }

    private Trainer in(String name, Trainer trainer, int every) {
        Trainer placed = trainer.folder(folder.resolve(name));
        return every == 0 ? placed : placed.checkpointEvery(every);
    }

    private void assertSame(TrainingResult expected, TrainingResult actual) throws IOException {
        assertSameParameters(expected.network(), actual.network());
        assertEquals(withoutTimes(expected.history()), withoutTimes(actual.history()));
        assertEquals(expected.best(), actual.best());
        Tensor x = TinyTraining.validation().get(0, 0).images();
        assertArrayEquals(expected.evaluated().apply(x).toArray(), actual.evaluated().apply(x).toArray());
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        assertEquals(logWithoutTimes(whole), logWithoutTimes(killed));
        Checkpoint best = Checkpoint.read(CheckpointFolder.at(whole).best());
        Checkpoint bestAfterKill = Checkpoint.read(CheckpointFolder.at(killed).best());
        assertEquals(best.state().keySet(), bestAfterKill.state().keySet());
        best.parameters().forEach((name, entry) -> assertEquals(entry.data(), bestAfterKill.parameters().get(name).data(), name));
        best.state().forEach((name, entry) -> {
            if (!name.equals("running/sums") && !name.equals("history")) { // they hold times
                assertEquals(entry.data(), bestAfterKill.state().get(name).data(), name);
            }
        });
    }

    private static void assertSameParameters(Network expected, Network actual) {
        assertEquals(expected.parameters().keySet(), actual.parameters().keySet());
        expected.parameters().forEach((name, value) -> assertArrayEquals(value.toArray(), actual.parameters().get(name).toArray(), name));
    }

    private static List<EpochMetrics> withoutTimes(List<EpochMetrics> history) {
        return history.stream().map(m -> new EpochMetrics(m.epoch(), m.trainingLoss(), m.trainingAccuracy(), m.validationLoss(), m.validationAccuracy(),
                m.rate(), 0, 0)).toList();
    }

    private static List<String> logWithoutTimes(Path folder) throws IOException {
        List<String> lines = Files.readAllLines(CheckpointFolder.at(folder).log());
        assertEquals(EPOCHS + 1, lines.size());
        return lines.stream().map(line -> line.replaceFirst(",\"seconds\":.*", "")).toList();
    }
}
