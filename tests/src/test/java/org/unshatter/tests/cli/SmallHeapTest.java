package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that a heap of 64 MB cannot meet end with one line: what needs how much, how much the JVM may use, and how it may use more. */
class SmallHeapTest {

    private static final List<String> SMALL = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Dunshatter.vectorBits=scalar");
    private static final Pattern LINE = Pattern.compile("unshatter: .* needs? \\d+\\.\\d+ [MG]B( in one piece, which is not there in|, expected at most) .* the 6[47]\\.\\d MB that the JVM may use: .*-Xmx.*");

    @TempDir
    Path folder;

    /** The last is refused after a network is drawn, and begins to be examined. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "diagnose --arch dense-plain,depth=3,width=1000000 | number of parameters of the 2 layers behind the first is 2000000000000, which need 8000.00 GB",
        "diagnose --arch thin-plain,depth=10000 | number of parameters of the 9998 layers behind the first is 122372928, which need 489.5 MB",
        "diagnose --arch dense-plain,depth=2,width=3,in=1000000 | an array of 256 × 1000000 numbers needs 1.02 GB",
        "summary --check --arch dense-plain,depth=2,width=3,in=1000000 | needs 32.0 MB",
        "summary --arch dense-plain,depth=2,width=2600,init=orthogonal | an orthogonal matrix of 2600 × 2600, in double precision, needs 54.1 MB",
        "diagnose --arch thin-plain,depth=18 --samples 512 | the step, for what it computes, needs 146.8 MB"
    })
    void isRefusedWithTheFigures(String request, String named) throws IOException {
        Files.createDirectory(folder.resolve("out"));
        List<String> arguments = new ArrayList<>(Arrays.asList(request.split(" ")));
        if (!request.startsWith("summary")) {
            arguments.addAll(List.of("--out", "out"));
        }
        Jvm.Run run = Jvm.unshatter(folder, SMALL, arguments.toArray(String[]::new));
        assertTrue(run.exit() == 1 || run.exit() == 2, run::toString);
        assertEquals(1, run.errorLines().size(), run::toString);
        String line = run.errorLines().getFirst();
        assertTrue(LINE.matcher(line).matches() && line.contains(named), run::toString);
        assertEquals(List.of("", "out"), Tree.of(folder));
    }

    /** What runs out of memory by many small arrays has no figure of its own. */
    @Test
    void whateverElseRunsOutSaysWhatTheJvmMayUse() {
        Jvm.Run run = Jvm.unshatter(folder, List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dunshatter.vectorBits=scalar"),
                "train", "--arch", "thin-plain,depth=18", "--out", "out");
        assertEquals(1, run.exit(), run::toString);
        assertEquals(1, run.errorLines().size(), run::toString);
        assertTrue(run.errorLines().getFirst().matches("unshatter: .*16\\.\\d MB.*that the JVM may use: give it more, for example .*-Xmx.*"), run::toString);
    }
}
