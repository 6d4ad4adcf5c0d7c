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

    @Test
    void aRatioOfMeansIsNotTheMeanOfRatios() {
        Estimate ratio = Estimate.ofRatio(new double[] {1, 6}, new double[] {1, 2});
        assertEquals(7 / 3.0, ratio.mean(), 1e-15);
        // Without the first draw 3, without the second 1.
        assertEquals(Math.sqrt((4 / 9.0 + 16 / 9.0) / 2), ratio.stdErr(), 1e-15);
        // By a constant it is the mean by that constant.
        Estimate constant = Estimate.ofRatio(new double[] {2, 4, 6, 8}, new double[] {2, 2, 2, 2});
        assertEquals(Estimate.of(new double[] {1, 2, 3, 4}).stdErr(), constant.stdErr(), 1e-15);
        assertTrue(Double.isNaN(Estimate.ofRatio(new double[] {1}, new double[] {2}).stdErr()));
    }

    /** With s = 1.5 and 20 draws, where the arithmetic mean's own error is too small too often. */
    @Test
    void theMeanOfALogNormalLawAndItsErrorAreRight() {
        double s = 1.5;
        double[] deviations = new double[2000];
        double[] logs = new double[2000];
        for (int trial = 0; trial < deviations.length; trial++) {
            var random = RandomStreams.of(trial, "log-normal");
            double[] draws = new double[20];
            for (int i = 0; i < draws.length; i++) {
                draws[i] = Math.exp(0.3 + s * random.nextGaussian());
            }
            Estimate estimate = Estimate.ofLogNormal(draws);
            logs[trial] = estimate.logarithm().mean();
            deviations[trial] = (logs[trial] - 0.3 - s * s / 2) / estimate.logarithm().stdErr();
        }
        Interval.assertMean(0.3 + s * s / 2, logs, "logarithm of the mean");
        double spread = Estimate.of(deviations).stdErr() * Math.sqrt(2000);
        assertEquals(1, spread, 0.12);
    }

    @Test
    void ofDrawsNearlyAlikeALogNormalMeanIsTheMean() {
        double[] draws = {1.01, 0.99, 1.02, 0.98};
        Estimate arithmetic = Estimate.of(draws);
        assertEquals(arithmetic.mean(), Estimate.ofLogNormal(draws).mean(), 1e-4);
        assertEquals(arithmetic.stdErr(), Estimate.ofLogNormal(draws).stdErr(), 1e-3 * arithmetic.stdErr());
        assertEquals(7, Estimate.ofLogNormal(new double[] {7}).mean());
    }

    @Test
    void drawsWithoutALogarithmOrAPartnerAreRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Estimate.ofLogNormal(new double[] {1, 0})).getMessage().contains("draw 1 is 0.0"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Estimate.ofLogNormal(new double[] {Double.POSITIVE_INFINITY})).getMessage()
                .contains("draw 0 is Infinity"));
        assertThrows(IllegalArgumentException.class, () -> Estimate.ofLogNormal(new double[0]));
        assertEquals(1, Estimate.ofRatio(new double[] {1e20, 1, 1}, new double[] {1e20, 1, 1}).mean());
        for (double[] below : new double[][] {{0, 0}, {1, -1}, {0}, {0, 1}}) {
            String message = assertThrows(IllegalArgumentException.class, () -> Estimate.ofRatio(new double[below.length], below)).getMessage();
            assertTrue(message.contains("add up to 0"), message);
        }
        assertThrows(IllegalArgumentException.class, () -> Estimate.ofRatio(new double[2], new double[1]));
        assertThrows(IllegalArgumentException.class, () -> Estimate.ofRatio(new double[0], new double[0]));
    }
}
