package org.unshatter.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.unshatter.tests.MiniJson;
import org.unshatter.tests.cli.Jvm;

/** What a look at a small case prints and writes. The numbers themselves are the machine's; that they fit together is not. */
@Isolated
class BenchResultsTest {

    private static final List<String> FIELDS =
            List.of("name", "threads", "medianMs", "gflops", "peakFraction", "allocBytesPerOp", "peer", "peerGflops");

    @TempDir
    Path folder;

    @Test
    void aProductStandsBesideItsPeerOrBesideHowToGetIt() throws IOException {
        Jvm.Run run = look(List.of(), "gemm_32x32x32");
        Map<?, ?> result = results().getFirst();
        assertEquals(FIELDS, List.copyOf(result.keySet()));
        assertEquals("gemm_32x32x32", result.get("name"));
        assertEquals(1.0, result.get("threads"));
        double gflops = (Double) result.get("gflops");
        assertEquals(2 * 32 * 32 * 32 / ((Double) result.get("medianMs") * 1e6), gflops, 1e-9 * gflops);
        if (result.get("peakFraction") instanceof Double fraction) {
            assertTrue(fraction > 0 && fraction < 1.1, () -> "peakFraction is " + fraction);
            assertTrue(run.out().contains("FMA peak of one core "), run::toString);
        } else {
            assertTrue(run.out().contains("the scalar kernels are in use"), run::toString);
        }
        boolean peer = result.get("peer") != null;
        assertEquals(peer, result.get("peerGflops") instanceof Double);
        assertEquals(peer, run.out().contains("Ratio to OpenBLAS: geometric mean "), run::toString);
        assertEquals(!peer, run.out().contains("apt-get install libopenblas0-pthread"), run::toString);
        assertTrue(run.err().contains("1 run, about "), run::toString);
    }

    @Test
    void withoutOpenBlasTheColumnSaysHowToGetIt() throws IOException {
        Jvm.Run run = look(List.of(Bench.NO_OPENBLAS), "gemm_8x8x8");
        String header = run.out().lines().findFirst().orElseThrow();
        assertTrue(header.contains("OpenBLAS (none: apt-get install libopenblas0-pthread)"), header);
        assertTrue(run.out().contains("there is no libthere-is-none.so"), run::toString);
        assertFalse(run.out().contains("Ratio"), run::toString);
        Map<?, ?> result = results().getFirst();
        assertEquals(FIELDS, List.copyOf(result.keySet()));
        assertNull(result.get("peer"));
        assertNull(result.get("peerGflops"));
    }

    @Test
    void aPassBoundByMemoryStandsBesideACopy() throws IOException {
        Jvm.Run run = look(List.of(Bench.NO_OPENBLAS), "row_sums");
        Map<?, ?> result = results().getFirst();
        assertEquals(FIELDS, List.copyOf(result.keySet()).subList(0, FIELDS.size()));
        assertEquals(List.of("gbPerSecond", "copyFraction"), List.copyOf(result.keySet()).subList(FIELDS.size(), result.size()));
        assertNull(result.get("gflops"));
        double rate = (Double) result.get("gbPerSecond");
        assertEquals(512 * 1048576 / ((Double) result.get("medianMs") * 1e6), rate, 1e-9 * rate, "one pass over 512 MB");
        assertTrue((Double) result.get("copyFraction") > 0);
        assertTrue(run.out().contains("% of copy") && !run.out().contains("GFLOP/s   %"), run::toString);
    }

    @Test
    void aTrainingLoopStandsBesideTheBareStep() throws IOException {
        Jvm.Run run = look(List.of(Bench.NO_OPENBLAS), "thin_loop_crelu_D6_b128");
        Map<?, ?> result = results().getFirst();
        assertEquals(List.of("imagesPerSecond", "bareStepFraction"), List.copyOf(result.keySet()).subList(FIELDS.size(), result.size()));
        assertNull(result.get("gflops"));
        assertNull(result.get("peerGflops"));
        double rate = (Double) result.get("imagesPerSecond");
        assertEquals(128e3 / (Double) result.get("medianMs"), rate, 1e-9 * rate, "128 images in a step");
        double fraction = (Double) result.get("bareStepFraction");
        assertTrue(fraction > 0.2 && fraction < 5, () -> "of the bare step's speed: " + fraction);
        assertTrue(run.out().contains("bare step ms") && !run.out().contains("OpenBLAS"), run::toString);
    }

    private Jvm.Run look(List<String> options, String name) {
        Jvm.Run run = Bench.run(folder, options, name, "--quick", "--threads", "1", "--json", "results.json");
        assertEquals(0, run.exit(), run::toString);
        assertTrue(run.out().contains(name), run::toString);
        return run;
    }

    private List<Map<?, ?>> results() throws IOException {
        List<?> results = (List<?>) MiniJson.parse(Files.readString(folder.resolve("results.json")));
        assertEquals(1, results.size());
        return List.of((Map<?, ?>) results.getFirst());
    }
}
