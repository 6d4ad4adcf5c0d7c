package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The block sizes decide about speed alone; they are chosen once per JVM, hence a fresh one for each case. */
@EveryWidth
class GemmBlockSizesTest {

    @ParameterizedTest
    @CsvSource({"8, 32", "1, 1", "100000, 100000"})
    void otherSizesGiveTheSameBits(int mc, int nc) {
        FreshJvm.Outcome outcome = run("mc=" + mc, "nc=" + nc);
        assertEquals(0, outcome.exit(), outcome::toString);
        assertEquals(GemmBlockSizesProbe.hash(), outcome.value("hash"), () -> outcome + Seeds.again(GemmBlockSizesTest.class));
    }

    static FreshJvm.Outcome run(String... sizes) {
        List<String> options = new ArrayList<>();
        for (String size : sizes) {
            options.add("-Dunshatter.gemm." + size);
        }
        for (String name : new String[] {Machine.FORCED, "unshatter.test.seed"}) {
            if (System.getProperty(name) != null) {
                options.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        if (Machine.hardwareBits() > 0) {
            options.add(FreshJvm.MODULE_FLAG);
        }
        return FreshJvm.run(GemmBlockSizesProbe.class, options.toArray(String[]::new));
    }
}
