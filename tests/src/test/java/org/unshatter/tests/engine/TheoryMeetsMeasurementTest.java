package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The theory table that the program writes: the corrected values hold, and the theorems fail where their assumption does. */
class TheoryMeetsMeasurementTest {

    /** The corrected values are those of infinite width. */
    private static final double FINITE_WIDTH = 0.01;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "plain+BN", "residual", "residual+BN beta=1", "residual+BN beta=0.1", "highway"})
    void measurementAgreesWithTheCorrectedValue(String network) {
        for (int depth : new int[] {1, 2, 4, 6, 10}) {
            for (String quantity : new String[] {"correlation", "variance"}) {
                Map<?, ?> row = ReproducedResults.full().theory(network, depth, quantity);
                assertEquals(40.0, row.get("seeds"));
                assertTrue(agrees(row, "corrected"), row::toString);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"residual", "plain", "residual+BN beta=1"})
    void theSameCriterionRejectsTheTheorems(String network) {
        Map<?, ?> row = ReproducedResults.full().theory(network, 10, "correlation");
        assertFalse(agrees(row, "theorem"), row::toString);
    }

    @Test
    void theRejectedTheoremIsTheRightOne() {
        assertEquals(Math.pow(0.75, 10), ReproducedResults.number(ReproducedResults.full().theory("residual", 10, "correlation"), "theorem"), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 6})
    void batchNormHalvesTheCorrelationWithEachLayer(int depth) {
        Map<?, ?> row = ReproducedResults.full().theory("plain+BN", depth, "correlation");
        assertEquals(Math.scalb(1, -depth), ReproducedResults.number(row, "measured"), 0.02);
    }

    private static boolean agrees(Map<?, ?> row, String with) {
        double expected = ReproducedResults.number(row, with);
        double error = ReproducedResults.number(row, "stdErr");
        assertTrue(error > 0, row::toString);
        return Interval.holds(expected, ReproducedResults.number(row, "measured"), error, FINITE_WIDTH * Math.abs(expected));
    }
}
