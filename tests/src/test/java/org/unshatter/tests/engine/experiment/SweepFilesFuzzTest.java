package org.unshatter.tests.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.experiment.Run;
import org.unshatter.experiment.Sweep;
import org.unshatter.experiment.SweepReport;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;
import org.unshatter.tests.fuzz.Mutations;

/** The summary of a training, damaged, is drawn in the report of a sweep or named as none. */
@Fuzzed
class SweepFilesFuzzTest {

    private static final List<String> TOKENS = List.of("null", "{}", "[]", "\"architecture\":\"\"", "\"history\":[null]", 
            "\"diverged\":\"because\"", "depth=", "\"depth=3\"", "dense-plain", "{\"epoch\":0}", "1e308", "-1", "\"rate\":");

    @TempDir
    Path folder;

    /** The same each time. */
    private static String timeless(Path file) throws IOException {
        return Files.readString(file).replaceAll("(\"seconds\"|\"imagesPerSecond\"): [0-9.E-]+", "$1: 1.5");
    }

    @Test
    void aDamagedSummaryIsDrawnOrNamed() throws InterruptedException, IOException {
        Path cell = Files.createDirectories(folder.resolve("net/cell"));
        Run.of(TinyExperiment.of(TinyExperiment.NET, 0.01, 2, 1), TinyExperiment.DATA, cell).carryOut();
        Path other = Files.createDirectories(folder.resolve("net/other"));
        Run.of(TinyExperiment.of("dense-plain,depth=2,width=12,bias=true", 0.1, 1, 1), TinyExperiment.DATA, other).carryOut();
        Path file = cell.resolve("summary.json");
        String valid = timeless(file);
        String second = timeless(other.resolve("summary.json"));
        Fuzz.run("summary of a training", 200, random -> {
            String text = random.nextInt(20) == 0 ? valid : Mutations.text(valid, second, TOKENS, random);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Files.delete(file);
            Files.write(file, random.nextInt(10) == 0 ? Mutations.bytes(bytes, bytes, random) : bytes);
            Optional<Map<String, String>> files = Fuzz.parsed(() -> new SweepReport(new LinkedHashMap<>(), Sweep.outcomes(folder)).files(Sweep.facts(folder)),
                    IOException.class, text);
            files.ifPresent(all -> assertTrue(all.containsKey("sweep.html"), text));
            return files.isPresent() ? "drawn" : "refused";
        }, "drawn", "refused");
    }
}
