package org.unshatter.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.tests.cli.Jvm;

/** Help names every option; wrong usage ends with code 2, a file that cannot be written with 1, each with one line and unmeasured. */
class BenchUsageTest {

    @TempDir
    Path folder;

    @Test
    void helpNamesEveryOptionAndTheCases() {
        Jvm.Run run = Bench.run(folder, List.of(), "gemm", "--help");
        assertEquals(0, run.exit(), run::toString);
        for (String word : List.of("NAME-PART", "sweep", "--threads", "--quick", "--json", "--svg", "--sizes", "--verbose", "--help",
                "unshatter.openblas", "OPENBLAS_CORETYPE", "apt-get install libopenblas0-pthread",
                "gemm_256x200x200", "gemm_256x400x200", "gemm_200x200x256", "gemm_512x512x512", "gemm_1024x1024x1024",
                "gemm_2048x2048x2048", "conv_fwd_c16_h32_k16_r3_s1", "conv_crelu_bwd_c11_h16_k11_r3_s1", "axpy_512MB",
                "thin_loop_crelu_D198_b128", "cifar_loop_resnetbn_D20_b128", "bare step")) {
            assertTrue(run.out().contains(word), () -> "without " + word + ": " + run);
        }
    }

    /** The exit code | the command line | what its one line must contain, separated by " & ". */
    @ParameterizedTest
    @ValueSource(strings = {
        "2 | paint | \"paint\" & no case",
        "2 | gemm axpy | gemm, axpy & one NAME-PART",
        "2 | --fast | --fast & unknown option",
        "2 | --threads | --threads & needs a value",
        "2 | --threads 1,,2 | --threads & \"\" & whole number from 1",
        "2 | sweep --threads 1,2 | sweep & one number of threads",
        "2 | gemm --svg x.svg | --svg & sweep",
        "2 | sweep --sizes 1 | --sizes & \"1\" & from 2",
        "1 | gemm --json no/where.json | no folder & no/where.json"})
    void isAnsweredInOneLine(String usage) {
        String[] parts = usage.split(" \\| ");
        isRefused(Integer.parseInt(parts[0]), parts[2].split(" & "), Bench.run(folder, List.of(), parts[1].split(" ")));
    }

    @Test
    void aWrongVectorWidthIsRefusedToo() {
        isRefused(2, new String[] {"unshatter.vectorBits", "\"7\""}, Bench.run(folder, List.of("-Dunshatter.vectorBits=7"), "gemm"));
    }

    private void isRefused(int code, String[] words, Jvm.Run run) {
        assertEquals(code, run.exit(), run::toString);
        assertEquals(1, run.errorLines().size(), run::toString);
        String line = run.errorLines().getFirst();
        assertTrue(line.startsWith("unshatter bench: "), line);
        for (String word : words) {
            assertTrue(line.contains(word), () -> "without " + word + ": " + line);
        }
        assertEquals("", run.out());
        assertEquals(0, folder.toFile().list().length, "something was written");
    }
}
