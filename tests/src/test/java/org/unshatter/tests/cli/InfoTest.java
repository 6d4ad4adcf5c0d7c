package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.kernels.Kernels;

/** {@code info} tells what a run would run on. */
class InfoTest {

    @TempDir
    Path folder;

    /** Runs info and reads its lines "key value". */
    static Map<String, String> read(Jvm.Run run) {
        assertEquals(0, run.exit(), run::toString);
        Map<String, String> info = new LinkedHashMap<>();
        run.out().lines().map(line -> line.split(" +", 2)).forEach(parts -> info.put(parts[0], parts[1]));
        return info;
    }

    @Test
    void printsTheKeys() {
        Map<String, String> info = read(Jvm.unshatter(folder, "info"));
        for (String key : List.of("version", "jdk", "vectorBits", "microKernel", "threads", "processor", "system", "fmaPeak")) {
            assertTrue(info.containsKey(key) && !info.get(key).isBlank(), () -> key + " in " + info);
        }
        assertTrue(info.get("jdk").startsWith(Runtime.version().toString()), info::toString);
        assertEquals(Integer.toString(Kernels.info().vectorBits()), info.get("vectorBits"));
    }

    /** Less than a whole GFLOP/s was measured before the code was compiled: vectors of any width do far more. */
    @Test
    void theMeasuredPeakIsAPeak() {
        Assumptions.assumeTrue(Kernels.info().vectorBits() > 0, "scalar kernels have no peak");
        String peak = read(Jvm.unshatter(folder, "info")).get("fmaPeak");
        assertTrue(peak.matches("[1-9]\\d* GFLOP/s .*"), peak);
    }

    @Test
    void namesTheScalarKernelsAndWhy() {
        Map<String, String> info = read(Jvm.unshatter(folder, List.of("-Dunshatter.vectorBits=scalar"), "info"));
        assertEquals("0", info.get("vectorBits"));
        assertTrue(info.get("scalarReason").contains("unshatter.vectorBits=scalar"), info::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unshatter.vectorBits=77", "unshatter.quiet=yes", "unshatter.threads=none", "unshatter.threads=0"})
    void aWrongPropertyIsOneLine(String property) {
        Jvm.Run run = Jvm.unshatter(folder, List.of("-D" + property), "info");
        assertEquals(2, run.exit(), run::toString);
        assertEquals(1, run.errorLines().size(), run::toString);
        String line = run.errorLines().getFirst();
        for (String word : property.split("=")) {
            assertTrue(line.contains(word), line);
        }
    }
}
