package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.data.Augmentation;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.experiment.Experiment;
import org.unshatter.experiment.Run;
import org.unshatter.experiment.TrainingData;
import org.unshatter.optim.Optimizer;
import org.unshatter.train.CheckpointFolder;
import org.unshatter.train.Recipe;

/** What stands beside the checkpoints is completed, too, wherever a run was interrupted: instants that random kills seldom hit. */
class InterruptedRunTest {

    private static final Dataset TRAINING = TinyTraining.images("training", 40);
    private static final TrainingData DATA = new TrainingData("tiny", TRAINING, TinyTraining.images("validation", 20), TinyTraining.images("test", 20),
            Standardisation.of(TRAINING));

    @TempDir
    Path folder;

    private Run run(String name, long seed) {
        Recipe recipe = Recipe.of(Optimizer.parse("adam"), 0.01, 3);
        return Run.of(new Experiment(TinyTraining.DENSE, recipe, 8, Augmentation.shifts(1), seed), DATA, folder.resolve(name)).diagnoseEvery(1);
    }

    private SortedMap<String, Object> files(String name) throws IOException {
        return TrainedFiles.of(folder.resolve(name));
    }

    @Test
    void figuresAreCompletedBehindTheLastCheckpoint() throws IOException {
        run("out", 1).carryOut();
        SortedMap<String, Object> whole = files("out");
        assertTrue(whole.keySet().containsAll(List.of("summary.json", "curves.svg", "diagnostics.svg", "diagnostics/epoch-0000.json", "diagnostics/epoch-0003.json")));
        for (String name : List.of("summary.json", "curves.svg", "diagnostics.svg")) {
            Files.delete(folder.resolve("out").resolve(name));
        }
        run("out", 1).carryOut();
        TrainedFiles.assertSame(whole, files("out"), "");
    }

    /** Files under other names that a killed process was writing. */
    @Test
    void halfWrittenFilesAreCleanedUp() throws IOException {
        run("out", 1).carryOut();
        SortedMap<String, Object> whole = files("out");
        Files.delete(folder.resolve("out/summary.json"));
        Files.delete(CheckpointFolder.at(folder.resolve("out")).files().getFirst());
        for (String name : List.of(".unshatter.tmp", ".unshatter-0123456789abcdef.tmp", ".log.jsonl.tmp", ".curves.svg.tmp", ".diagnostics.svg.tmp", ".summary.json.tmp",
                "diagnostics/.unshatter.tmp", "diagnostics/.epoch-0003.json.tmp")) {
            Files.writeString(folder.resolve("out").resolve(name), "{\"hal");
        }
        run("out", 1).carryOut();
        TrainedFiles.assertSame(whole, files("out"), "");
    }

    /** Killed before its first checkpoint, a run leaves nothing to go on with, and another experiment may take the folder. */
    @Test
    void diagnosticsOfAnotherNetAreNotTakenOver() throws IOException {
        run("one", 1).carryOut();
        run("two", 2).carryOut();
        Files.createDirectories(folder.resolve("out/diagnostics"));
        Files.copy(folder.resolve("one/diagnostics/epoch-0000.json"), folder.resolve("out/diagnostics/epoch-0000.json"));
        run("out", 2).carryOut();
        TrainedFiles.assertSame(files("two"), files("out"), "");
    }

    @Test
    void aDamagedFileOfDiagnosticsIsNamed() throws IOException {
        run("out", 1).carryOut();
        Files.delete(folder.resolve("out/summary.json"));
        for (String content : List.of("", "{\"epo", "[]", "{}")) {
            Files.writeString(folder.resolve("out/diagnostics/epoch-0001.json"), content);
            String message = assertThrows(FileSystemException.class, () -> run("out", 1).carryOut()).getMessage();
            assertTrue(message.contains("epoch-0001.json: it is no file of diagnostics"), message);
        }
        Files.delete(folder.resolve("out/diagnostics/epoch-0001.json"));
        assertEquals(3, run("out", 1).carryOut().history().size());
    }
}
