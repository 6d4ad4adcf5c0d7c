package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.autodiff.Statistics;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.arch.DenseNet;
import org.unshatter.nn.Normalisation;

/** At 50 layers it matters whether the gradient flows through the batch statistics: numbers of an independent simulation. */
class StatisticsMatterTest {

    private static final int DEPTH = 50;
    private static final int RUNS = 20;

    /** β, then ACF(1) and ACF(5) through the statistics and with constant statistics; β = 0 stands for the plain net. */
    @ParameterizedTest(name = "β={0}")
    @CsvSource(delimiter = ' ', value = {"0 -.04 .01 .02 -.01", "1 .51 .02 .69 .18", "0.1 .85 .47 .89 .59"})
    void throughThemAndWithThemConstant(double beta, double through1, double through5, double constant1, double constant5) {
        double[][] through = Laboratory.overSeeds(RUNS, seed -> acf(beta, Statistics.DIFFERENTIATED, seed));
        double[][] constant = Laboratory.overSeeds(RUNS, seed -> acf(beta, Statistics.CONSTANT, seed));
        near(through1, through, 1);
        near(through5, through, 5);
        near(constant1, constant, 1);
        near(constant5, constant, 5);
        if (beta != 0) {
            // The same nets both ways, so that the pairs' difference has a small spread.
            double[] difference = new double[RUNS];
            for (int i = 0; i < RUNS; i++) {
                difference[i] = constant[i][1] - through[i][1];
            }
            Estimate estimate = Estimate.of(difference);
            assertTrue(estimate.mean() > 4 * estimate.stdErr(), () -> "constant less differentiated, ACF(1): " + estimate);
        }
    }

    private static double[] acf(double beta, Statistics statistics, long seed) {
        RandomGenerator random = RandomStreams.of(seed, "statistics");
        DenseNet net = beta == 0 ? DenseNet.plain(DEPTH) : DenseNet.residual(DEPTH, 1, beta);
        return Laboratory.gradient(Laboratory.onTheGrid(net).normalisation(Normalisation.BATCH).statistics(statistics)
                .readout(Initializers.lecun()).build(random)).autocorrelation(5, true);
    }

    /** 0.05 for the simulation's own error, as in {@link GradientsShatterWithDepthTest}. */
    private static void near(double expected, double[][] acf, int lag) {
        Interval.assertMean(expected, Laboratory.column(acf, lag), 0.05, "ACF(" + lag + ")");
    }
}
