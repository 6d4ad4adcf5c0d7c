package org.unshatter.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientMoments;
import org.unshatter.init.RandomStreams;
import org.unshatter.paper.TheoryCell.Quantity;
import org.unshatter.paper.TheoryCell.Verdict;

/** What a row of the theory table says of a claim that is known to be true, or false. */
class TheoryCellTest {

    private static final int TRIALS = 4000;
    private static final int DRAWS = 40;
    private static final int[] WIDTHS = {100, 200, 400};

    /**
     * Of forty nets of 50 layers the logarithms of variances have s² = 5·50/200. Of a normal law three standard errors would miss in 1 trial of 370; here it is 1 of
     * 100, as few draws have an uncertain s. Judged by its own error, which is small where the estimate is, an estimate misses in 1 of 40.
     */
    @Test
    void aTrueVarianceIsSeldomRejected() {
        double s = Math.sqrt(1.25);
        int rejected = 0;
        int byItsOwnError = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Estimate measured = Quantity.VARIANCE.estimate(variances(DRAWS, 1, s, trial));
            rejected += cell(Quantity.VARIANCE, new int[] {200}, measured).verdict(1) == Verdict.FAILS ? 1 : 0;
            byItsOwnError += Math.abs(measured.mean() - 1) > 3 * measured.stdErr() ? 1 : 0;
        }
        assertTrue(rejected < 0.015 * TRIALS, rejected + " of " + TRIALS);
        assertTrue(byItsOwnError > 0.02 * TRIALS, "the control: " + byItsOwnError + " of " + TRIALS);
    }

    /** Draws that scatter as nets of width N do, about a mean that goes as 1/N. */
    @Test
    void theLimitOfVariancesIsThatOfTheirLogarithms() {
        double worst = 0;
        double[] limits = new double[400];
        for (int trial = 0; trial < limits.length; trial++) {
            Estimate[] measured = new Estimate[WIDTHS.length];
            for (int w = 0; w < WIDTHS.length; w++) {
                measured[w] = Quantity.VARIANCE.estimate(variances(DRAWS, 3 * Math.exp(20.0 / WIDTHS[w]), Math.sqrt(100.0 / WIDTHS[w]), 10 * trial + w));
            }
            TheoryCell cell = cell(Quantity.VARIANCE, WIDTHS, measured);
            limits[trial] = Math.log(cell.limit().mean());
            worst = Math.max(worst, Math.abs(limits[trial] - Math.log(3)) / cell.line().limitStdErr());
        }
        Estimate mean = Estimate.of(limits);
        assertEquals(Math.log(3), mean.mean(), 4 * mean.stdErr());
        assertTrue(worst > 2 && worst < 5, "largest deviation of " + limits.length + " in standard errors: " + worst);
    }

    @Test
    void aFalseVarianceIsRejectedByALineThroughAllWidths() {
        Estimate[] measured = {new Estimate(3 * Math.exp(0.2), 0.05, 40), new Estimate(3 * Math.exp(0.1), 0.05, 40), new Estimate(3 * Math.exp(0.05), 0.05, 40)};
        TheoryCell cell = cell(Quantity.VARIANCE, WIDTHS, measured);
        assertEquals(Verdict.HOLDS_IN_THE_LIMIT, cell.verdict(3));
        assertEquals(20, cell.line().slope(), 1e-9);
        assertEquals(Verdict.FAILS, cell.verdict(2.5));
        assertEquals(Verdict.FAILS, cell.verdict(4));
    }

    /** Looks-linear nets differ by rounding, which is no spread to lay a line through. */
    @Test
    void ofNetsThatAreAllAlikeThereIsNoLimit() {
        Estimate alike = new Estimate(1, 3e-14, 4);
        for (Quantity quantity : Quantity.values()) {
            TheoryCell cell = cell(quantity, WIDTHS, alike, alike, alike);
            assertNull(cell.limit());
            assertEquals(Verdict.HOLDS, cell.verdict(1 + 1e-7));
            assertEquals(Verdict.FAILS, cell.verdict(1 + 1e-3));
        }
    }

    private static GradientMoments[] variances(int draws, double mean, double s, long seed) {
        var random = RandomStreams.of(seed, "theory cell");
        GradientMoments[] moments = new GradientMoments[draws];
        for (int i = 0; i < draws; i++) {
            moments[i] = new GradientMoments(mean * Math.exp(s * random.nextGaussian() - s * s / 2), 0);
        }
        return moments;
    }

    private static TheoryCell cell(Quantity quantity, int[] widths, Estimate... measured) {
        return new TheoryCell("some net", 50, quantity, 1, 1, widths, measured);
    }
}
