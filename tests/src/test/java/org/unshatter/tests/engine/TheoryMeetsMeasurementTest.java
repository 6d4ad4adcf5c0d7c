package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.tests.ByOtherProcesses;

/** The theory page that the program writes: the exact recursions hold, and the theorems fail where their assumption does. */
@ByOtherProcesses
class TheoryMeetsMeasurementTest {

    private static final List<Integer> DEPTHS = List.of(1, 2, 4, 6, 10, 24, 50);

    /** At width 200, or in the limit of wide nets, as a line in 1/N through three widths gives it. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "plain+BN", "residual", "residual+BN beta=1", "residual+BN beta=0.1", "highway", "CReLU"})
    void measurementAgreesWithTheExactRecursion(String network) {
        for (int depth : DEPTHS) {
            for (String quantity : List.of("correlation", "variance")) {
                if (!driftsAtThisDepth(network, depth, quantity)) {
                    Map<?, ?> row = ReproducedResults.full().theory(network, depth, quantity);
                    assertEquals(40.0, row.get("seeds"));
                    assertEquals(3, ((List<?>) row.get("widths")).size());
                    assertTrue(agrees(row, "corrected"), row::toString);
                }
            }
        }
    }

    /** Sample norms spread out with depth in plain nets with batch norm: docs/REPRODUCTION.md. */
    private static boolean driftsAtThisDepth(String network, int depth, String quantity) {
        return network.equals("plain+BN") && quantity.equals("variance") && depth >= 24;
    }

    @Test
    void whereSampleNormsDriftTheGradientOfPlainNetsWithBatchNormGrowsMoreSlowly() {
        for (int depth : new int[] {24, 50, 100}) {
            Map<?, ?> row = ReproducedResults.full().theory("plain+BN", depth, "variance");
            assertEquals("fails", row.get("correctedVerdict"));
            double measured = ReproducedResults.number(row, "measured");
            assertTrue(measured < ReproducedResults.number(row, "corrected") && measured > Math.pow(1.4, depth - 1), row::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"residual", "plain", "residual+BN beta=1", "CReLU"})
    void theSameCriterionRejectsTheTheorems(String network) {
        Map<?, ?> row = ReproducedResults.full().theory(network, 10, "correlation");
        assertFalse(agrees(row, "theorem"), row::toString);
        assertEquals("fails", row.get("theoremVerdict"));
    }

    @Test
    void theRejectedTheoremIsTheRightOne() {
        assertEquals(Math.pow(0.75, 10), ReproducedResults.number(ReproducedResults.full().theory("residual", 10, "correlation"), "theorem"), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "residual", "CReLU"})
    void inDeepNetsTheFiniteWidthShowsAndShrinks(String network) {
        Map<?, ?> row = ReproducedResults.full().theory(network, 24, "correlation");
        double[] measured = ReproducedResults.maps(row.get("widths")).stream().mapToDouble(width -> ReproducedResults.number(width, "measured")).toArray();
        assertTrue(measured[0] > measured[1] && measured[1] > measured[2], row::toString);
        // By c/N, and c is known to be above 0.
        assertTrue(ReproducedResults.number(row, "slope") > 2 * ReproducedResults.number(row, "slopeStdErr"), row::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 6})
    void batchNormHalvesTheCorrelationWithEachLayer(int depth) {
        Map<?, ?> row = ReproducedResults.full().theory("plain+BN", depth, "correlation");
        assertEquals(Math.scalb(1, -depth), ReproducedResults.number(row, "measured"), 0.02);
    }

    @Test
    void aLooksLinearNetHasOneGradient() {
        for (int depth : DEPTHS) {
            assertEquals(1, ReproducedResults.number(ReproducedResults.full().theory("CReLU looks-linear", depth, "correlation"), "measured"), 1e-6);
            assertEquals(1, ReproducedResults.number(ReproducedResults.full().theory("CReLU looks-linear", depth, "variance"), "measured"), 1e-4);
        }
    }

    /** The sentences of the report name the depth from which a theorem fails; so do the numbers. */
    @Test
    void theReportSaysWhatTheNumbersSay() {
        String html = ReproducedResults.full().files().get("report.html");
        String table = html.substring(html.indexOf("<section id=\"theory-verdicts\""), html.indexOf("<section id=\"theory\""));
        Matcher sentence = Pattern.compile("<th scope=\"row\">([^<]*)</th><td>([a-z]*)</td><td>[^<]*? (holds|fails (?:from|at) depth (\\d+))").matcher(table);
        int sentences = 0;
        for (; sentence.find(); sentences++) {
            String network = sentence.group(1);
            String quantity = sentence.group(2);
            List<Map<?, ?>> failing = ReproducedResults.full().theory().stream().<Map<?, ?>>map(row -> row)
                    .filter(row -> row.get("network").equals(network) && row.get("quantity").equals(quantity) && row.get("theoremVerdict").equals("fails")).toList();
            assertEquals(failing.isEmpty(), sentence.group(3).equals("holds"), sentence.group());
            if (!failing.isEmpty()) {
                assertEquals(failing.getFirst().get("depth"), Double.valueOf(sentence.group(4)), sentence.group());
            }
        }
        assertEquals(16, sentences, "nets times quantities");
    }

    private static boolean agrees(Map<?, ?> row, String with) {
        double expected = ReproducedResults.number(row, with);
        double error = ReproducedResults.number(row, "stdErr");
        assertTrue(error > 0, row::toString);
        return Interval.holds(expected, ReproducedResults.number(row, "measured"), error, 0)
                || Interval.holds(expected, ReproducedResults.number(row, "limit"), ReproducedResults.number(row, "limitStdErr"), 0)
                && ReproducedResults.number(row, "misfit") <= 16;
    }
}
