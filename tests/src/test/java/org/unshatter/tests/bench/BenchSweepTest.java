package org.unshatter.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.tests.MiniJson;
import org.unshatter.tests.cli.Jvm;

/** The sweep from end to end with the least number of sizes. */
class BenchSweepTest {

    @TempDir
    Path folder;

    @Test
    void goesFrom8To2048AndDrawsWhatItMeasured() throws IOException {
        Jvm.Run run = Bench.run(folder, List.of(Bench.NO_OPENBLAS),
                "sweep", "--sizes", "2", "--quick", "--threads", "1", "--json", "sweep.json", "--svg", "sweep.svg");
        assertEquals(0, run.exit(), run::toString);
        List<?> results = (List<?>) MiniJson.parse(Files.readString(folder.resolve("sweep.json")));
        assertEquals(List.of("gemm_8x8x8", "gemm_2048x2048x2048"), results.stream().map(r -> ((Map<?, ?>) r).get("name")).toList());
        String svg = Files.readString(folder.resolve("sweep.svg"));
        assertTrue(svg.startsWith("<svg ") && svg.stripTrailing().endsWith("</svg>"), svg);
        assertTrue(svg.contains("Unshatter") && !svg.contains("OpenBLAS"), svg);
        Map<?, ?> small = (Map<?, ?>) results.getFirst();
        if (small.get("peakFraction") != null) {
            assertTrue((Double) small.get("scalarGflops") > 0, "the scalar kernels were not measured");
            assertTrue(svg.contains("scalar kernels") && svg.contains("top edge: FMA peak"), svg);
        }
    }
}
