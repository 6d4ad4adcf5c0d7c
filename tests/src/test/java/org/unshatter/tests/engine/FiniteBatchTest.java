package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientMoments;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Normalisation;
import org.unshatter.theory.FiniteBatch;
import org.unshatter.theory.InfiniteWidth;

/** Batch norm over few inputs: the closed form against random nets, where its corrections are large, and against its limit. */
class FiniteBatchTest {

    private static final int WIDTH = 300;
    private static final int SEEDS = 60;

    private static double[][] moments(DenseNet net, int batch) {
        return moments(net, batch, WIDTH, SEEDS);
    }

    private static double[][] moments(DenseNet net, int batch, int width, int seeds) {
        return Laboratory.overSeeds(seeds, seed -> {
            RandomGenerator random = RandomStreams.of(seed, net + " batch " + batch);
            Tensor x = Tensor.of(Initializers.normal(1).weights(batch, width, random), batch, width);
            GradientMoments m = GradientMoments.of(InputGradient.of(net.width(width).withoutFirstLayer().normalisation(Normalisation.BATCH).build(random), x));
            return new double[] {m.variance(), m.covariance()};
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 12", "2, 12", "4, 12", "3, 24"})
    void plainNets(int depth, int batch) {
        agree(moments(DenseNet.plain(depth).readout(Initializers.he()), batch), FiniteBatch.plain(depth, batch), InfiniteWidth.plainBatchNorm(depth));
    }

    @ParameterizedTest
    @CsvSource({"1, 12, 1", "4, 12, 1", "4, 12, 0.6"})
    void residualNets(int depth, int batch, double beta) {
        agree(moments(DenseNet.residual(depth, 1, beta).readout(Initializers.lecun()), batch), FiniteBatch.residual(depth, beta, batch),
                InfiniteWidth.residualBatchNorm(depth, beta));
    }

    /** And the variance disagrees with what holds for large batches. */
    private static void agree(double[][] draws, InfiniteWidth expected, InfiniteWidth largeBatch) {
        double[] variance = Laboratory.column(draws, 0);
        Interval.assertMean(expected.variance(), variance, 0.03 * expected.variance(), "variance");
        Estimate measured = Estimate.of(variance);
        assertFalse(Interval.holds(largeBatch.variance(), measured.mean(), measured.stdErr(), 0.03 * expected.variance()),
                () -> measured + " agrees with " + largeBatch.variance());
        Estimate correlation = Estimate.ofRatio(Laboratory.column(draws, 1), variance);
        assertTrue(Interval.holds(expected.correlation(), correlation.mean(), correlation.stdErr(), 0.01),
                () -> correlation + ", expected " + expected.correlation());
    }

    /** 24 layers multiply what a batch norm over 64 inputs adds to 2.5 times, and need a wide net: in narrow ones sample norms drift apart. */
    @Test
    void aDeepPlainNetOfSufficientWidthMultipliesTheEffect() {
        double[] logs = Arrays.stream(Laboratory.column(moments(DenseNet.plain(24).readout(Initializers.he()), 64, 800, 6), 0)).map(Math::log).toArray();
        double expected = Math.log(FiniteBatch.plain(24, 64).variance());
        Interval.assertMean(expected, logs, 0.1, "log C(i)");
        Estimate measured = Estimate.of(logs);
        assertFalse(Interval.holds(Math.log(InfiniteWidth.plainBatchNorm(24).variance()), measured.mean(), measured.stdErr(), 0.1), measured::toString);
    }

    /**
     * Why they drift: of samples that are longer than the others by 20 % (in the square), batch norm and ReLU and the next centring leave just that. With D(K) the
     * centred second moment of a sample whose own one is K, among others of 1: D(K) = K − 2√K/π + 1/π, and D'(1)/D(1) = 1.
     */
    @Test
    void batchNormNeitherRestoresNorAmplifiesSampleNorms() {
        int batch = 256;
        int longer = 8;
        double[][] ratios = Laboratory.overSeeds(20, seed -> {
            float[] x = Initializers.normal(1).weights(batch, WIDTH, RandomStreams.of(seed, "norms"));
            for (int i = 0; i < longer * WIDTH; i++) {
                x[i] *= (float) Math.sqrt(1.2);
            }
            float[] y = Tensor.of(x, batch, WIDTH).batchNorm(1e-5, Statistics.CONSTANT).relu().center(Statistics.CONSTANT).toArray();
            double[] squares = new double[2];
            for (int i = 0; i < y.length; i++) {
                squares[i < longer * WIDTH ? 0 : 1] += (double) y[i] * y[i];
            }
            return new double[] {squares[0] / longer / (squares[1] / (batch - longer))};
        });
        double exact = (1.2 - 2 * Math.sqrt(1.2) / Math.PI + 1 / Math.PI) / (1 - 1 / Math.PI);
        assertEquals(1.2, exact, 0.005);
        Interval.assertMean(exact, Laboratory.column(ratios, 0), 0.005, "ratio of squared norms");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 50})
    void aLargeBatchIsTheLimit(int depth) {
        close(InfiniteWidth.plainBatchNorm(depth), FiniteBatch.plain(depth, 10_000_000));
        close(InfiniteWidth.residualBatchNorm(depth, 0.7), FiniteBatch.residual(depth, 0.7, 10_000_000));
    }

    private static void close(InfiniteWidth expected, InfiniteWidth actual) {
        assertEquals(1, actual.variance() / expected.variance(), 1e-4);
        assertEquals(1, actual.correlation() / expected.correlation(), 1e-4);
    }

    @Test
    void theFirstBatchNormByHand() {
        // E[1/s²] of four values with three degrees of freedom, and an angle of arccos(−1/3).
        assertEquals(4, FiniteBatch.plain(1, 4).variance(), 1e-12);
        assertEquals(1 - Math.acos(-1 / 3.0) / Math.PI, FiniteBatch.plain(1, 4).correlation(), 1e-15);
        assertEquals(1 + 0.25 * 4, FiniteBatch.residual(1, 0.5, 4).variance(), 1e-12);
    }

    @Test
    void wrongArgumentsAreRefused() {
        refused("batch is 3", () -> FiniteBatch.plain(1, 3));
        refused("depth is 0", () -> FiniteBatch.residual(0, 1, 8));
        refused("beta is NaN", () -> FiniteBatch.residual(1, Double.NaN, 8));
    }

    private static void refused(String expected, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
