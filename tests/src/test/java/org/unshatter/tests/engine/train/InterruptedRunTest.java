package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
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
    static Path folder;

    private static SortedMap<String, Object> whole;

    private static Run run(String name) {
        Recipe recipe = Recipe.of(Optimizer.parse("adam"), 0.01, 2);
        return Run.of(new Experiment(TinyTraining.DENSE, recipe, 8, Augmentation.shifts(1), 1), DATA, folder.resolve(name)).diagnoseEvery(1);
    }

    @BeforeAll
    static void uninterrupted() throws IOException {
        run("whole").carryOut();
        whole = TrainedFiles.of(folder.resolve("whole"));
        assertTrue(whole.keySet().containsAll(List.of("summary.json", "curves.svg", "diagnostics.svg",
                "diagnostics/epoch-0000.json", "diagnostics/epoch-0002.json")));
    }

    /** A copy of the whole run but of some files. */
    private static Path without(String name, String... missing) throws IOException {
        return TrainedFiles.copy(folder.resolve("whole"), folder.resolve(name), missing);
    }

    private static void assertCompletes(Path out) throws IOException {
        run(out.getFileName().toString()).carryOut();
        TrainedFiles.assertSame(whole, TrainedFiles.of(out), "");
    }

    @Test
    void figuresAreCompletedBehindTheLastCheckpoint() throws IOException {
        assertCompletes(without("figures", "summary.json", "curves.svg", "diagnostics.svg"));
    }

    /** Files under other names that a killed process was writing. */
    @Test
    void halfWrittenFilesAreCleanedUp() throws IOException {
        Path last = CheckpointFolder.at(folder.resolve("whole")).files().getFirst();
        Path out = without("half", "summary.json", last.getFileName().toString());
        for (String name : List.of(".unshatter.tmp", ".unshatter-0123456789abcdef.tmp", ".log.jsonl.tmp", ".curves.svg.tmp", ".diagnostics.svg.tmp",
                ".summary.json.tmp", "diagnostics/.unshatter.tmp", "diagnostics/.epoch-0002.json.tmp")) {
            Files.writeString(out.resolve(name), "{\"hal");
        }
        assertCompletes(out);
    }

    /** Killed before its first checkpoint, a run leaves nothing to go on with, and another experiment may take the folder. */
    @Test
    void diagnosticsOfAnotherNetAreNotTakenOver() throws IOException {
        Path out = folder.resolve("other");
        Files.createDirectories(out.resolve("diagnostics"));
        Files.copy(folder.resolve("whole/diagnostics/epoch-0002.json"), out.resolve("diagnostics/epoch-0000.json"));
        assertCompletes(out);
    }

    @Test
    void aDamagedFileOfDiagnosticsIsNamed() throws IOException {
        Path out = without("damaged", "summary.json");
        Path file = out.resolve("diagnostics/epoch-0001.json");
        for (String content : List.of("", "{\"epo", "[]", "{}")) {
            Files.writeString(file, content);
            String message = assertThrows(FileSystemException.class, () -> run("damaged").carryOut()).getMessage();
            assertTrue(message.contains("epoch-0001.json: it is no file of diagnostics"), message);
        }
        Files.delete(file);
        run("damaged").carryOut();
        assertTrue(Files.exists(out.resolve("summary.json")));
    }
}
