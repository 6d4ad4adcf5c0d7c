package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.tests.kernels.FreshJvm;

/** Memory that the end of an epoch needs is asked for before its first step. */
class TrainingMemoryTest {

    @TempDir
    Path folder;

    @Test
    void anEvaluationThatDoesNotFitIsRefusedBeforeTheFirstStep() throws IOException {
        Path out = folder.resolve("run");
        FreshJvm.Outcome run = FreshJvm.ofEngine(TrainingMemoryProbe.class, List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Dunshatter.vectorBits=scalar",
                "-Dunshatter.test.folder=" + out));
        assertEquals(0, run.exit(), run::toString);
        List<String> lines = run.out();
        assertTrue(lines.getFirst().startsWith("refused training, with all steps of an epoch and of its evaluation, needs "), run::toString);
        assertEquals(List.of("steps 0", "epoch", "steps 7"), lines.subList(1, lines.size()), run::toString);
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(List.of(".lock", "best.safetensors", "log.jsonl", "step-0000000007.safetensors"),
                    files.map(file -> file.getFileName().toString()).sorted().toList(), "of the training that fitted");
        }
    }
}
