package org.unshatter.tests.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.tests.engine.data.HandMade.assertRefused;
import static org.unshatter.tests.engine.experiment.TinyExperiment.DATA;
import static org.unshatter.tests.engine.experiment.TinyExperiment.NET;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.experiment.Experiment;
import org.unshatter.experiment.Outcome;
import org.unshatter.experiment.Run;
import org.unshatter.experiment.TrainingData;
import org.unshatter.json.JsonReader;
import org.unshatter.tests.engine.experiment.TinyExperiment.Watch;
import org.unshatter.tests.engine.train.TinyTraining;
import org.unshatter.tests.report.Markup;
import org.unshatter.train.CheckpointFolder;

/** What has been computed stays in its folder, and is computed once. */
class RunTest {

    private static final Experiment EXPERIMENT = TinyExperiment.of(NET, 0.01, 3, 1);

    @TempDir
    Path folder;

    @Test
    void anEndedRunIsReadAndNothingIsComputed() throws IOException {
        Outcome first = Run.of(EXPERIMENT, DATA, folder).carryOut();
        Map<String, Long> files = TinyExperiment.files(folder);
        Watch watch = new Watch();
        Run again = Run.of(EXPERIMENT, DATA, folder).listener(watch);
        assertEquals(Optional.of(first), again.outcome());
        assertEquals(first, again.carryOut(), "through JSON and back");
        assertEquals(0, watch.steps);
        assertEquals(files, TinyExperiment.files(folder));

        assertEquals("dense-plain,depth=3,width=12,in=2x6x6,out=3,bias=true", first.architecture());
        assertEquals(List.of(0.01, 1L, Optional.empty(), 3), List.of(first.rate(), first.seed(), first.diverged(), first.history().size()));
        assertEquals(12 * 72 + 12 + 2 * (12 * 12 + 12) + 3 * 12 + 3, first.parameters());
        assertEquals(first.history().getLast().validationAccuracy(), first.validation());
        assertEquals(first.history().stream().mapToDouble(epoch -> epoch.validationAccuracy()).max().orElseThrow(), first.bestValidation());
        assertTrue(first.test() >= 0 && first.test() <= 1 && first.testOfBest() >= 0 && first.testOfBest() <= 1, first::toString);
    }

    @Test
    void theSummaryTellsWhatWasDoneAndOnWhat() throws IOException {
        Run.of(EXPERIMENT, DATA, folder).environment(new LinkedHashMap<>(Map.of("machine", "this"))).carryOut();
        Map<?, ?> summary = (Map<?, ?>) JsonReader.read(Files.readString(folder.resolve("summary.json")));
        Map<?, ?> configuration = (Map<?, ?>) summary.get("configuration");
        assertEquals(List.of("adam", 0.01, 3L), List.of(configuration.get("optimizer"), configuration.get("rate"), configuration.get("epochs")));
        Map<?, ?> notes = (Map<?, ?>) configuration.get("notes");
        assertTrue(notes.get("content").toString().matches("[0-9a-f]{8}"), notes::toString);
        assertEquals(Map.of("data", "tiny", "images", "50 to train, 31 to validate", "content", notes.get("content"), "batch", "8", "augmentation", "shifts:1", "seed", "1"),
                notes);
        assertEquals(Map.of("machine", "this"), summary.get("environment"));
        String curves = Files.readString(folder.resolve("curves.svg"));
        assertEquals(List.of(), Markup.faults(Markup.parse(curves)));
        assertTrue(curves.contains("learning rate") && curves.contains("validation"), "what the curves show");
    }

    @Test
    void aRunThatWasInterruptedGoesOn() throws IOException {
        Outcome whole = Run.of(EXPERIMENT, DATA, folder.resolve("whole")).carryOut();
        Path torn = folder.resolve("torn");
        Watch crash = Watch.crashAfter(9); // of 18, the third step of the second epoch
        assertFalse(Run.of(EXPERIMENT, DATA, torn).begun());
        assertThrows(IllegalStateException.class, () -> Run.of(EXPERIMENT, DATA, torn).checkpointEvery(2).listener(crash).carryOut());
        assertTrue(Run.of(EXPERIMENT, DATA, torn).begun());
        assertEquals(Optional.empty(), Run.of(EXPERIMENT, DATA, torn).outcome());
        Watch rest = new Watch();
        Outcome resumed = Run.of(EXPERIMENT, DATA, torn).listener(rest).carryOut();
        assertEquals(18 - 8, rest.steps, "the ninth step came after the last checkpoint");
        assertEquals(TinyExperiment.timeless(whole), TinyExperiment.timeless(resumed));
    }

    @Test
    void aFolderOfAnotherExperimentIsRefusedAndLeftAsItIs() throws IOException {
        Path begun = folder.resolve("begun");
        assertThrows(IllegalStateException.class, () -> Run.of(EXPERIMENT, DATA, begun).listener(Watch.crashAfter(7)).carryOut());
        Path ended = folder.resolve("ended");
        Run.of(EXPERIMENT, DATA, ended).carryOut();
        Map<String, Long> files = TinyExperiment.files(folder);
        for (Path taken : List.of(begun, ended)) {
            refused(taken, TinyExperiment.of(NET, 0.02, 3, 1), DATA, "rate is 0.01, expected 0.02");
            refused(taken, TinyExperiment.of(NET, 0.01, 4, 1), DATA, "epochs is 3, expected 4");
            refused(taken, TinyExperiment.of(NET, 0.01, 3, 2), DATA, "seed=1", "seed=2");
            refused(taken, TinyExperiment.of(NET + ",act=crelu", 0.01, 3, 1), DATA, "architecture is", "act=crelu");
            refused(taken, EXPERIMENT, DATA.limit(49), "50 to train", "49 to train");
            refused(taken, EXPERIMENT, TinyExperiment.data(TinyTraining.images("others of the same number", 50)), "content=");
        }
        assertEquals(files, TinyExperiment.files(folder));
    }

    private static void refused(Path folder, Experiment other, TrainingData data, String... words) {
        Watch watch = new Watch();
        assertRefused(() -> Run.of(other, data, folder).listener(watch).diagnoseEvery(1).carryOut(), words);
        assertRefused(() -> Run.of(other, data, folder).outcome(), folder + " holds another training");
        assertEquals(0, watch.steps);
    }

    /** Summaries and checkpoints from before there was a checksum of the images are taken on trust. */
    @Test
    void whatWasNotASettingYetIsNotCompared() throws IOException {
        Outcome first = Run.of(EXPERIMENT, DATA, folder).carryOut();
        Path summary = folder.resolve("summary.json");
        String text = Files.readString(summary);
        String without = text.replaceFirst("\"content\": *\"[0-9a-f]{8}\",\\s*", "");
        assertNotEquals(text, without);
        Files.writeString(summary, without);
        assertEquals(Optional.of(first), Run.of(EXPERIMENT, DATA, folder).outcome());
    }

    /** The training itself has ended well. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBestNetThatIsDamagedOrGoneCostsItsTestAlone(boolean gone) throws IOException {
        Outcome whole = null;
        for (long seed = 1; whole == null; seed++) { // one whose best net is not its last
            Experiment experiment = TinyExperiment.of(NET, 0.01, 6, seed);
            Path own = folder.resolve("seed " + seed);
            Outcome outcome = Run.of(experiment, DATA, own).carryOut();
            if (outcome.bestValidation() > outcome.validation()) {
                whole = outcome;
                Files.delete(own.resolve("summary.json"));
                Path best = CheckpointFolder.at(own).best();
                Files.delete(best);
                if (!gone) {
                    Files.write(best, new byte[] {1, 2, 3});
                }
                Watch watch = new Watch();
                Outcome again = Run.of(experiment, DATA, own).listener(watch).carryOut();
                assertEquals(whole.test(), again.test());
                assertTrue(Double.isNaN(again.testOfBest()), again::toString);
                assertTrue(watch.notices.getLast().contains(best + " is " + (gone ? "not there" : "damaged")), watch.notices::toString);
                assertEquals(Optional.of(again), Run.of(experiment, DATA, own).outcome());
            }
        }
    }

    @Test
    void aFolderOfOtherFilesIsRefused() throws IOException {
        for (String file : List.of("summary.json", "log.jsonl")) {
            Path own = Files.createDirectory(folder.resolve("with " + file));
            for (String content : List.of("", "{}", "[1]", "not JSON", "{\"configuration\": 3}", "{\"configuration\": null, \"outcome\": {}}")) {
                Files.writeString(own.resolve(file), content);
                String message = assertThrows(IOException.class, () -> Run.of(EXPERIMENT, DATA, own).carryOut(), content).getMessage();
                assertTrue(message.startsWith("cannot read " + own.resolve(file)) && message.contains("expected"), message);
            }
        }
    }

    /** It is an outcome like others: recorded, and not tried again. */
    @Test
    void aTrainingThatDivergesIsRecorded() throws IOException {
        Experiment wild = TinyExperiment.of(NET, 1e30, 3, 1);
        Watch watch = new Watch();
        Outcome outcome = Run.of(wild, DATA, folder).listener(watch).carryOut();
        String why = outcome.diverged().orElseThrow();
        assertTrue(why.contains("diverged at step " + (watch.steps + 1)) && why.contains("not finite is first"), why);
        assertTrue(Double.isNaN(outcome.validation()) && Double.isNaN(outcome.test()) && Double.isNaN(outcome.testOfBest()), outcome::toString);
        Watch again = new Watch();
        assertEquals(outcome, Run.of(wild, DATA, folder).listener(again).carryOut());
        assertEquals(0, again.steps);
    }

    /** Finite gradients are enough to go on with; whoever waits is told. */
    @Test
    void aValidationLossThatIsNotFiniteIsNoticedAndPassesForNoSuccess() throws IOException {
        byte[] zeros = new byte[72 * 50];
        Dataset black = Dataset.of(2, 6, 6, zeros, new int[50], List.of("left", "right", "upper"));
        Standardisation huge = new Standardisation(List.of(0.0, 0.0), List.of(1e-36, 1e-36));
        TrainingData data = new TrainingData("black", black, TinyTraining.images("validation", 31), black.range(0, 5), huge);
        Watch watch = new Watch();
        Outcome outcome = Run.of(EXPERIMENT, data, folder).listener(watch).carryOut();
        assertEquals(Optional.empty(), outcome.diverged());
        assertEquals(3, outcome.history().size());
        assertTrue(outcome.history().stream().allMatch(epoch -> Double.isNaN(epoch.validationLoss()) && Double.isFinite(epoch.trainingLoss())), outcome::toString);
        assertEquals(3, watch.notices.size(), watch.notices::toString);
        assertTrue(watch.notices.get(1).contains("validation loss is NaN after epoch 2"), watch.notices.get(1));
        assertEquals(List.of(), Markup.faults(Markup.parse(Files.readString(folder.resolve("curves.svg")))));
        Experiment patient = new Experiment(NET, EXPERIMENT.recipe().patience(2), 8, EXPERIMENT.augmentation(), 1);
        assertEquals(2, Run.of(patient, data, folder.resolve("patient")).carryOut().history().size(), "epochs without a smaller loss");
    }

    @Test
    void checkpointsAreDeletedOnlyOfWhatHasEnded() throws IOException {
        Run run = Run.of(EXPERIMENT, DATA, folder);
        assertThrows(IllegalStateException.class, () -> run.listener(Watch.crashAfter(7)).carryOut());
        Map<String, Long> files = TinyExperiment.files(folder);
        run.deleteCheckpoints();
        assertEquals(files, TinyExperiment.files(folder));
        Outcome outcome = run.listener(new Watch()).carryOut();
        run.deleteCheckpoints();
        assertEquals(List.of(), TinyExperiment.files(folder).keySet().stream().filter(name -> name.endsWith(".safetensors")).toList());
        assertNotEquals(List.of(), TinyExperiment.files(folder).keySet().stream().filter(name -> name.endsWith(".svg")).toList());
        assertEquals(outcome, run.carryOut());
    }

    @Test
    void wrongIntervalsAreRefused() {
        assertRefused(() -> Run.of(EXPERIMENT, DATA, folder).diagnoseEvery(0), "diagnoseEvery is 0", "at least 1");
        assertRefused(() -> Run.of(EXPERIMENT, DATA, folder).checkpointEvery(0), "checkpointEvery is 0", "at least 1");
    }
}
