package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.tests.ByOtherProcesses;

/** Figure 2 of the paper: the autocorrelations that the program writes agree with an independent simulation in numpy. */
@ByOtherProcesses
class GradientsShatterWithDepthTest {

    /** For the simulation's own error: it too is a mean of 20 draws, and given to two decimals. */
    private static final double ORACLE_ERROR = 0.05;

    private static final int[] LAGS = {1, 5, 15};

    @ParameterizedTest(name = "{0} {1} β={2} L={3}")
    @CsvSource(delimiter = ' ', nullValues = "-", value = {
        "plain none - 2 .97 .84 .60", "plain none - 4 .97 .85 .61", "plain none - 10 .93 .71 .30",
        "plain none - 24 .89 .59 .27", "plain none - 50 .73 .31 .12",
        "plain center - 2 .97 .87 .63", "plain center - 4 .95 .76 .39", "plain center - 10 .73 .20 .00",
        "plain center - 24 -.03 .00 .01", "plain center - 50 .01 .01 .01",
        "plain batch - 2 .97 .87 .63", "plain batch - 4 .92 .64 .23", "plain batch - 10 .45 -.07 -.03",
        "plain batch - 24 -.06 -.01 .01", "plain batch - 50 .02 -.01 -.01",
        "residual batch 1 2 .96 .80 .52", "residual batch 1 4 .95 .75 .43", "residual batch 1 10 .85 .43 .08",
        "residual batch 1 24 .77 .28 -.05", "residual batch 1 50 .69 .18 -.08",
        "residual batch .1 2 .97 .88 .69", "residual batch .1 4 .95 .78 .56", "residual batch .1 10 .94 .75 .45",
        "residual batch .1 24 .91 .66 .31", "residual batch .1 50 .89 .59 .29"})
    void eachCurveLiesInTheBand(String family, String norm, Double beta, int depth, double lag1, double lag5, double lag15) {
        near(ReproducedResults.full().series(family, norm, beta, depth), lag1, lag5, lag15);
    }

    @Test
    void brownNoiseIsCorrelatedAndWhiteNoiseIsNot() {
        near(ReproducedResults.full().noise("brown"), .97, .85, .60);
        Map<?, ?> white = ReproducedResults.full().noise("white");
        for (int lag = 1; lag <= 15; lag++) {
            near(white, lag, 0);
        }
    }

    @Test
    void theDeepPlainNetHasShattered() {
        double acf = ReproducedResults.numbers(ReproducedResults.full().series("plain", "center", null, 50), "acf")[1];
        assertTrue(Math.abs(acf) < 0.1, "ACF(1) at L = 50 is " + acf);
    }

    private static void near(Map<?, ?> curve, double... expected) {
        assertEquals(20.0, curve.get("runs"), "draws that varied");
        for (int i = 0; i < LAGS.length; i++) {
            near(curve, LAGS[i], expected[i]);
        }
    }

    private static void near(Map<?, ?> curve, int lag, double expected) {
        double error = ReproducedResults.numbers(curve, "acfStdErr")[lag];
        assertTrue(error > 0, "the standard error at lag " + lag + " is " + error);
        assertEquals(expected, ReproducedResults.numbers(curve, "acf")[lag], 4 * error + ORACLE_ERROR,
                () -> "ACF(" + lag + "); " + ReproducedResults.full().command());
    }
}
