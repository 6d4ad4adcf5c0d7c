package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientMoments;
import org.unshatter.diagnostics.PathLengths;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Normalisation;
import org.unshatter.theory.InfiniteWidth;
import org.unshatter.theory.ResidualPaths;

/** The law of path lengths: parts that add up to the whole net, closed forms, and random nets. */
class ResidualPathsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 0.4", "50, 1", "100, 0.1"})
    void theLengthsAddUpToTheNet(int depth, double beta) {
        addUp(InfiniteWidth.residualBatchNorm(depth, beta), ResidualPaths.batchNorm(depth, beta));
        for (double angle : new double[] {0.3, Math.PI / 2, 2}) {
            addUp(InfiniteWidth.residual(depth, beta, angle), ResidualPaths.unnormalised(depth, beta, angle));
        }
    }

    private static void addUp(InfiniteWidth net, ResidualPaths paths) {
        double variance = Arrays.stream(paths.variance()).sum();
        assertEquals(net.variance(), variance, 1e-10 * variance);
        assertEquals(net.correlation(), Arrays.stream(paths.covariance()).sum() / variance, 1e-10);
    }

    @Test
    void withBatchNormTheCorrelationHalvesWithEachBranchOfThePath() {
        for (double beta : new double[] {0.1, 1}) {
            ResidualPaths paths = ResidualPaths.batchNorm(50, beta);
            for (int k = 0; k <= 50; k++) {
                assertEquals(Math.scalb(1, -k), paths.correlation(k), 1e-12 * Math.scalb(1, -k));
            }
        }
    }

    @Test
    void byHand() {
        // Two branches: gains 1 and 1/(1 + 1 − 1/π).
        double second = 1 / (2 - 1 / Math.PI);
        assertArrayEquals(new double[] {1, 1 + second, second}, ResidualPaths.batchNorm(2, 1).variance(), 1e-15);
        assertEquals((1 + second + 2 * second) / (2 + 2 * second), ResidualPaths.batchNorm(2, 1).meanLength(), 1e-15);
        // No normalisation: binomial, and of equal inputs all is correlated.
        assertArrayEquals(new double[] {1, 0.75, 0.1875, 0.015625}, ResidualPaths.unnormalised(3, 0.5, 0).variance(), 1e-12);
        assertArrayEquals(new double[] {1, 0.75, 0.1875, 0.015625}, ResidualPaths.unnormalised(3, 0.5, 0).covariance(), 1e-12);
    }

    /** A branch that hardly counts turns no input: each path through one branch has the correlation of the angle. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-7, 1e-12})
    void atASmallBetaPathsThroughOneBranchCorrelateByTheAngle(double beta) {
        assertEquals(0.5, ResidualPaths.unnormalised(5, beta, Math.PI / 2).correlation(1), 1e-5);
        assertEquals(0.75, ResidualPaths.unnormalised(5, beta, Math.PI / 4).correlation(1), 1e-5);
    }

    @Test
    void aPathWithoutGradientHasNoCorrelation() {
        assertEquals(1, ResidualPaths.batchNorm(5, 0).correlation(0));
        assertTrue(Double.isNaN(ResidualPaths.batchNorm(5, 0).correlation(1)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.4})
    void netsWithBatchNormFollowIt(double beta) {
        int depth = 16;
        int lengths = 6;
        double[][] draws = Laboratory.overSeeds(16, seed -> {
            DenseNet net = DenseNet.residual(depth, 1, beta).normalisation(Normalisation.BATCH).readout(Initializers.lecun()).width(160).withoutFirstLayer();
            List<Tensor> g = PathLengths.of(net.build(RandomStreams.of(seed, "law " + beta)), Laboratory.gaussian(seed, 192, 160), lengths).gradients();
            double[] moments = new double[2 * lengths + 2];
            for (int k = 0; k <= lengths; k++) {
                GradientMoments m = GradientMoments.of(g.get(k));
                moments[2 * k] = m.variance();
                moments[2 * k + 1] = m.covariance();
            }
            return moments;
        });
        ResidualPaths law = ResidualPaths.batchNorm(depth, beta);
        for (int k = 0; k <= lengths; k++) {
            double[] variance = Laboratory.column(draws, 2 * k);
            // A batch of 192 adds 3/192 for each branch.
            Interval.assertMean(law.variance()[k], variance, (0.02 + 0.02 * k) * law.variance()[k], "C(i) of length " + k);
            Estimate correlation = Estimate.ofRatio(Laboratory.column(draws, 2 * k + 1), variance);
            assertTrue(Interval.holds(Math.scalb(1, -k), correlation.mean(), correlation.stdErr(), 0.004), () -> "R of length: " + correlation);
        }
    }

    @Test
    void wrongArgumentsAreRefused() {
        refused("depth is 0", () -> ResidualPaths.batchNorm(0, 1));
        refused("depth is -1", () -> ResidualPaths.unnormalised(-1, 1, 1));
        refused("beta is NaN", () -> ResidualPaths.batchNorm(3, Double.NaN));
        refused("angle is 4.0", () -> ResidualPaths.unnormalised(3, 1, 4));
        refused("beta is Infinity", () -> ResidualPaths.unnormalised(3, Double.POSITIVE_INFINITY, 1));
        refused("k is 6, expected 0 to 5", () -> ResidualPaths.batchNorm(5, 1).correlation(6));
        refused("k is -1", () -> ResidualPaths.batchNorm(5, 1).correlation(-1));
    }

    private static void refused(String expected, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
