package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * JVMs started with other options, which change what vectors there are, how code is compiled, how memory is collected and where arrays lie: with the same width of vectors
 * the same bits; with any, values near those in double precision.
 */
class JvmFlagsTest {

    private static final List<String> NAMES = List.of("gemm", "conv", "convByData", "convByWeights", "loss", "gradient", "autocorrelation");
    private static final SmokeReference REFERENCE = new SmokeReference();
    /** What the first JVM of each width printed. */
    private static final Map<Integer, FreshJvm.Outcome> FOUND = new TreeMap<>();

    /** Enough for C2 to compile what is repeated. */
    private static final int ROUNDS = 30;

    /**
     * Each collector, together with an option that has nothing to do with it: compact headers move the elements of arrays by four bytes, so that no vector is aligned;
     * and whoever went through a deep net by recursion would need more stack.
     */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC -XX:-UseSuperWord", "-XX:+UseParallelGC -XX:+UseCompactObjectHeaders", "-XX:+UseG1GC -Xss256k",
        "-XX:+UseZGC -XX:-UseCompressedOops", "-XX:+UseShenandoahGC -XX:-TieredCompilation"})
    void otherCollectorsCompilersAndLayouts(String options) {
        check(Machine.hardwareBits(), ROUNDS, (options + " -Xmx96m").split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"128", "256", "512", "scalar"})
    void eachOtherWidth(String width) {
        int bits = width.equals("scalar") ? 0 : Integer.parseInt(width);
        assumeTrue(bits < Machine.hardwareBits(), () -> "no other width, or none that this machine and JVM have: " + width);
        check(bits, 0, "-Dunshatter.vectorBits=" + width);
    }

    @Test
    void withoutAvx512() {
        assumeTrue(Machine.hasFlag("UseAVX") && Machine.hardwareBits() >= 256, "needs an x86 processor with AVX2");
        check(256, 0, "-XX:UseAVX=2");
    }

    /** Fused multiply-add remains, whole numbers have 128 bits. */
    @Test
    void withoutAvx2() {
        assumeTrue(Machine.hasFlag("UseAVX") && Machine.hardwareBits() >= 256, "needs an x86 processor with AVX2");
        check(128, 0, "-XX:UseAVX=1");
    }

    @Test
    void withoutAvx() {
        assumeTrue(Machine.hasFlag("UseAVX"), "needs an x86 processor");
        checkScalar("no fused multiply-add", "-XX:UseAVX=0");
    }

    @Test
    void onlyInterpreted() {
        checkScalar("-Xint", "-Xint");
    }

    @Test
    void onlyTheFirstCompiler() {
        checkScalar("TieredStopAtLevel", "-XX:TieredStopAtLevel=1");
    }

    private static void checkScalar(String reason, String option) {
        FreshJvm.Outcome outcome = check(0, 0, option);
        assertEquals(1, outcome.err().size(), outcome::toString);
        assertTrue(outcome.err().getFirst().startsWith("unshatter: using the scalar kernels") && outcome.err().getFirst().contains(reason), outcome::toString);
    }

    private static FreshJvm.Outcome check(int bits, int rounds, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(FreshJvm.MODULE_FLAG, "-Dunshatter.test.rounds=" + rounds, "-Dunshatter.test.seed=" + Seeds.SEED));
        FreshJvm.Outcome outcome = FreshJvm.ofEngine(SmokeProbe.class, all);
        String where = "with " + all + Seeds.again(JvmFlagsTest.class);
        assumeTrue(outcome.err().stream().noneMatch(line -> line.contains("Option -XX:+Use") && line.contains("not supported")), () -> "this JVM has no " + all);
        assertEquals(0, outcome.exit(), outcome::toString);
        assertEquals(Integer.toString(bits), outcome.value("vectorBits"), outcome::toString);
        assertEquals(rounds + " of " + rounds, outcome.value("agreeing"), where);
        assertEquals(bits == 0 && !all.contains("-Dunshatter.vectorBits=scalar") ? 1 : 0, outcome.err().size(), outcome::toString);
        REFERENCE.assertNear(results(outcome), where);
        FreshJvm.Outcome before = FOUND.putIfAbsent(bits, outcome);
        if (before != null) {
            for (String name : NAMES) {
                assertEquals(before.value(name), outcome.value(name), () -> name + " at " + bits + " bits " + where);
            }
            assertEquals(before.value("deep"), outcome.value("deep"), where);
        }
        return outcome;
    }

    private static Map<String, float[]> results(FreshJvm.Outcome outcome) {
        Map<String, float[]> results = new LinkedHashMap<>();
        NAMES.forEach(name -> results.put(name, SmokeProbe.values(outcome.value(name))));
        return results;
    }

    /** Negative control: an error of two thousandths of a percent in one of hundreds of values. */
    @Test
    void aWrongValueIsFound() {
        for (String name : NAMES) {
            Map<String, float[]> results = new SmokeProbe().run();
            REFERENCE.assertNear(results, "as it is");
            float[] values = results.get(name);
            int largest = 0;
            for (int i = 0; i < values.length; i++) {
                largest = Math.abs(values[i]) > Math.abs(values[largest]) ? i : largest;
            }
            values[largest] *= 1.00002f;
            String message = assertThrows(AssertionError.class, () -> REFERENCE.assertNear(results, "changed")).getMessage();
            assertTrue(message.startsWith(name + "["), message);
        }
    }

    /** Where all widths would give the same bits, something would be wrong with this test. */
    @AfterAll
    static void widthsDiffer() {
        if (FOUND.containsKey(0) && FOUND.containsKey(256)) {
            assertFalse(FOUND.get(0).value("gemm").equals(FOUND.get(256).value("gemm")), "scalar kernels round twice, the others once");
        }
    }
}
