package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.kernels.Kernels;
import org.unshatter.tests.ByOtherProcesses;

/** Which kernels a new JVM takes, and what it says when it cannot take the fast ones. */
@ByOtherProcesses
class DispatchTest {

    /** 1·5 + 2·7 = 19 and so on, worked by hand. */
    private static final String PRODUCT = "[19.0, 22.0, 43.0, 50.0]";

    @Test
    void withoutTheVectorModuleOneLineNamesTheFlag() {
        FreshJvm.Outcome outcome = FreshJvm.run(InfoProbe.class);
        assertScalarWithOneLine(outcome, "--add-modules jdk.incubator.vector");
    }

    @Test
    void theLineMayBeSilencedButNotTheReason() {
        FreshJvm.Outcome outcome = FreshJvm.run(InfoProbe.class, "-Dunshatter.quiet=true");
        assertWorks(0, outcome);
        assertEquals(List.of(), outcome.err());
        assertTrue(outcome.value("scalarReason").contains("--add-modules jdk.incubator.vector"), outcome::toString);
    }

    @Test
    void quietIsTrueOrFalse() {
        assertScalarWithOneLine(FreshJvm.run(InfoProbe.class, "-Dunshatter.quiet=false"), "--add-modules jdk.incubator.vector");
        FreshJvm.Outcome outcome = FreshJvm.run(InfoProbe.class, "-Dunshatter.quiet=yes");
        assertNotEquals(0, outcome.exit(), outcome::toString);
        assertNames(outcome, "IllegalArgumentException", "unshatter.quiet", "yes", "true or false");
    }

    @ParameterizedTest
    @CsvSource({"-Xint, -Xint", "-XX:TieredStopAtLevel=1, TieredStopAtLevel", "-XX:-UseFMA, UseFMA", "-XX:MaxVectorSize=8, MaxVectorSize"})
    void aJvmThatCannotCompileVectorsGivesItsReason(String option, String named) {
        String flag = named.replace("-Xint", "");
        assumeTrue(flag.isEmpty() || Machine.hasFlag(flag), "this JVM has no flag " + flag);
        assertScalarWithOneLine(FreshJvm.run(InfoProbe.class, FreshJvm.MODULE_FLAG, option), named);
    }

    @Test
    void scalarOnRequestIsSilent() {
        for (String[] options : new String[][] {{}, {FreshJvm.MODULE_FLAG}}) {
            FreshJvm.Outcome outcome = FreshJvm.run(InfoProbe.class, with(options, "-Dunshatter.vectorBits=scalar"));
            assertWorks(0, outcome);
            assertEquals(List.of(), outcome.err());
            assertTrue(outcome.value("scalarReason").contains("unshatter.vectorBits"), outcome::toString);
        }
    }

    @Test
    void theDefaultIsTheWidest() {
        assumeTrue(Machine.hardwareBits() >= 128, "no vectors here");
        FreshJvm.Outcome outcome = FreshJvm.run(InfoProbe.class, FreshJvm.MODULE_FLAG);
        assertWorks(Math.min(512, Machine.hardwareBits()), outcome);
        assertEquals(List.of(), outcome.err());
        assertEquals(Runtime.version().toString(), outcome.value("jdk"));
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 256, 128})
    void aForcedWidthIsReported(int bits) {
        assumeTrue(Machine.hardwareBits() >= bits, () -> "asked for " + bits + "-bit vectors, this machine and JVM have " + Machine.hardwareBits());
        FreshJvm.Outcome outcome = FreshJvm.run(InfoProbe.class, FreshJvm.MODULE_FLAG, "-Dunshatter.vectorBits=" + bits);
        assertWorks(bits, outcome);
        assertEquals(List.of(), outcome.err());
    }

    /** Kernels.info() promises to throw on these; without the module just as with it, or a typing error goes unnoticed. */
    @ParameterizedTest
    @CsvSource({"banana, true", "1024, true", "banana, false"})
    void anUnknownWidthIsRefused(String width, boolean vectorModule) {
        String[] options = vectorModule ? new String[] {FreshJvm.MODULE_FLAG} : new String[0];
        FreshJvm.Outcome outcome = FreshJvm.run(InfoProbe.class, with(options, "-Dunshatter.vectorBits=" + width));
        assertNotEquals(0, outcome.exit(), outcome::toString);
        assertNames(outcome, "IllegalArgumentException", "unshatter.vectorBits", width, "512, 256, 128 or scalar");
    }

    @Test
    void narrowerHardwareNarrowsTheDefaultAndRefusesMore() {
        assumeTrue(Machine.hasFlag("UseAVX") && Machine.hardwareBits() >= 256, "needs an x86 processor with AVX2");
        assertWorks(256, FreshJvm.run(InfoProbe.class, FreshJvm.MODULE_FLAG, "-XX:UseAVX=2"));
        FreshJvm.Outcome refused = FreshJvm.run(InfoProbe.class, FreshJvm.MODULE_FLAG, "-XX:UseAVX=2", "-Dunshatter.vectorBits=512");
        assertNotEquals(0, refused.exit(), refused::toString);
        assertNames(refused, "IllegalArgumentException", "unshatter.vectorBits", "512", "at most 256");
    }

    @Test
    void onTheModulePathNoFlagIsNeeded() {
        assumeTrue(Machine.hardwareBits() >= 128, "no vectors here");
        String kernels = FreshJvm.location(Kernels.class);
        String module = ModuleFinder.of(Path.of(kernels)).findAll().iterator().next().descriptor().name();
        FreshJvm.Outcome outcome = FreshJvm.run(
                List.of("-p", kernels, "--add-modules", module), FreshJvm.location(InfoProbe.class), InfoProbe.class);
        assertWorks(Math.min(512, Machine.hardwareBits()), outcome);
    }

    @Test
    void theNumberOfThreadsIsAProperty() {
        assertEquals("3", FreshJvm.run(InfoProbe.class, "-Dunshatter.threads=3").value("threads"));
        for (String wrong : new String[] {"0", "banana"}) {
            FreshJvm.Outcome outcome = FreshJvm.run(InfoProbe.class, "-Dunshatter.threads=" + wrong);
            assertNotEquals(0, outcome.exit(), outcome::toString);
            assertNames(outcome, "IllegalArgumentException", "unshatter.threads", wrong, "at least 1");
        }
    }

    private static void assertScalarWithOneLine(FreshJvm.Outcome outcome, String named) {
        assertWorks(0, outcome);
        assertEquals(1, outcome.err().size(), outcome::toString);
        assertAll(
                () -> assertTrue(outcome.err().getFirst().contains(named), outcome::toString),
                () -> assertTrue(outcome.value("scalarReason").contains(named), outcome::toString));
    }

    private static void assertWorks(int bits, FreshJvm.Outcome outcome) {
        assertEquals(0, outcome.exit(), outcome::toString);
        assertAll(
                () -> assertEquals(Integer.toString(bits), outcome.value("vectorBits"), outcome::toString),
                () -> assertEquals(bits > 0, outcome.value("scalarReason").equals("none"), outcome::toString),
                () -> assertEquals(Boolean.toString(bits > 0), outcome.value("peakKnown"), outcome::toString),
                () -> assertEquals(PRODUCT, outcome.value("product"), outcome::toString));
    }

    /** All on one line, which is the message. */
    private static void assertNames(FreshJvm.Outcome outcome, String... parts) {
        assertTrue(outcome.err().stream().anyMatch(line -> List.of(parts).stream().allMatch(line::contains)),
                () -> "no line with " + List.of(parts) + " in " + outcome);
    }

    private static String[] with(String[] options, String last) {
        String[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = last;
        return all;
    }
}
