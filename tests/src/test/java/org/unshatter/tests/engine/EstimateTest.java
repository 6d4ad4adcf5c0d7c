package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.unshatter.diagnostics.ConfidenceInterval;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.Noise;
import org.unshatter.init.RandomStreams;

/** Mean and standard error, on which every other statistical test stands. */
class EstimateTest {

    @Test
    void ofFourNumbersByHand() {
        Estimate estimate = Estimate.of(new double[] {1, 2, 3, 4});
        assertEquals(2.5, estimate.mean());
        // Sample variance 5/3, divided by 4 draws.
        assertEquals(Math.sqrt(5 / 12.0), estimate.stdErr(), 1e-15);
        assertEquals(4, estimate.draws());
    }

    @Test
    void equalDrawsHaveNoSpreadAndOneDrawDoesNotTell() {
        assertEquals(new Estimate(2, 0, 3), Estimate.of(new double[] {2, 2, 2}));
        assertTrue(Double.isNaN(Estimate.of(new double[] {7}).stdErr()));
    }

    @Test
    void aLargeMeanDoesNotSwallowTheSpread() {
        assertEquals(Math.sqrt(5 / 12.0), Estimate.of(new double[] {1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4}).stdErr(), 1e-9);
    }

    @Test
    void noDrawsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Estimate.of(new double[0]));
    }

    @Test
    void theIntervalIsSoManyStandardErrorsToEachSide() {
        ConfidenceInterval interval = new Estimate(3, 0.5, 7).interval(2);
        assertEquals(new ConfidenceInterval(2, 4), interval);
        assertEquals(2, interval.width());
        assertTrue(interval.contains(2) && interval.contains(4));
        assertTrue(!interval.contains(1.99) && !interval.contains(4.01) && !interval.contains(Double.NaN));
        assertTrue(new Estimate(2, 0, 3).interval(2).contains(2));
    }

    @Test
    void theIntervalCoversTheMeanAsOftenAsItSays() {
        double[][] covered = Laboratory.overSeeds(4000, seed ->
                new double[] {Estimate.of(Noise.white(100, RandomStreams.of(seed, "coverage"))).interval(1.96).contains(0) ? 1 : 0});
        // Student's t with 99 degrees of freedom has 94.7 % there.
        Interval.assertMean(0.947, Laboratory.column(covered, 0), "coverage");
    }

    @Test
    void oneDrawHasNoInterval() {
        String message = assertThrows(IllegalArgumentException.class, () -> Estimate.of(new double[] {7}).interval(2)).getMessage();
        assertTrue(message.contains("single draw"), message);
        assertThrows(IllegalArgumentException.class, () -> new Estimate(1, 1, 2).interval(-1));
        assertThrows(IllegalArgumentException.class, () -> new Estimate(1, 1, 2).interval(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new ConfidenceInterval(2, 1));
    }
}
