package org.unshatter.tests.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unshatter.experiment.BestRates;
import org.unshatter.experiment.Outcome;

class BestRatesTest {

    private static final String PLAIN = "dense-plain,depth=4";
    private static final String LINEAR = "dense-linear,depth=4,width=10";

    /** A training that ended with a validation accuracy, or that diverged. */
    private static Outcome outcome(String architecture, double rate, long seed, Double accuracy) {
        return Outcomes.of(architecture, rate, seed, accuracy == null ? Optional.of("diverged") : Optional.empty(), accuracy == null ? 0.9 : accuracy, 0.5);
    }

    private static double best(String architecture, Outcome... outcomes) {
        List<Double> rates = BestRates.of(List.of(outcomes)).apply(architecture);
        assertEquals(1, rates.size());
        return rates.getFirst();
    }

    @Test
    void itHasTheLargestMeanOverSeeds() {
        assertEquals(0.01, best(PLAIN, outcome(PLAIN, 0.1, 1, 0.9), outcome(PLAIN, 0.1, 2, 0.3), outcome(PLAIN, 0.01, 1, 0.65), outcome(PLAIN, 0.01, 2, 0.6),
                outcome(LINEAR, 1, 1, 0.99)));
    }

    @Test
    void ofEquallyGoodOnesItIsTheSmallest() {
        assertEquals(0.1, best(PLAIN, outcome(PLAIN, 0.3, 1, 0.5), outcome(PLAIN, 0.1, 1, 0.5), outcome(PLAIN, 0.2, 1, 0.5)));
        assertEquals(1, best(PLAIN, outcome(PLAIN, 2, 1, null), outcome(PLAIN, 1, 1, null)));
    }

    @Test
    void aDivergedTrainingCountsAsNothing() {
        // 0.45 in the mean, though it was at 0.9 when it diverged
        assertEquals(0.1, best(PLAIN, outcome(PLAIN, 1, 1, 0.9), outcome(PLAIN, 1, 2, null), outcome(PLAIN, 0.1, 1, 0.5), outcome(PLAIN, 0.1, 2, 0.5)));
    }

    @Test
    void betweenTwoDepthsItLiesOnALineOfLogarithms() {
        Outcome[] outcomes = {outcome("dense-plain,depth=10", 1e-2, 1, 0.5), outcome("dense-plain,depth=1000", 1e-4, 1, 0.5), outcome("dense-plain,depth=4000", 1, 1, 0.5)};
        assertEquals(1e-3, best("dense-plain,depth=100", outcomes), 1e-18, "that is 1/L");
        assertEquals(5e-3, best("dense-plain,depth=20", outcomes), 1e-18);
        assertEquals(3.3e-3, best("dense-plain,depth=30", outcomes), 1e-18, "to two digits");
        assertEquals(1e-4, best("dense-plain,depth=1000", outcomes), "that of the sweep itself");
    }

    @Test
    void whatTheSweepDoesNotKnowIsRefused() {
        BestRates rates = BestRates.of(List.of(outcome("dense-plain,depth=10", 0.1, 1, 0.5), outcome("dense-plain,depth=20", 0.1, 1, 0.5)));
        String other = assertThrows(IllegalArgumentException.class, () -> rates.apply("dense-linear,depth=10")).getMessage();
        assertTrue(other.contains("dense-linear") && other.contains("[dense-plain]"), other);
        for (int depth : new int[] {9, 21}) {
            String beyond = assertThrows(IllegalArgumentException.class, () -> rates.apply("dense-plain,depth=" + depth)).getMessage();
            assertTrue(beyond.contains("depth of dense-plain,depth=" + depth) && beyond.contains("[10, 20]"), beyond);
        }
    }
}
