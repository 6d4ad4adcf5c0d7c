package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.unshatter.diagnostics.Estimate;

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
}
