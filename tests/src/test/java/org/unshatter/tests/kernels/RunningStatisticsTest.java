package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.kernels.BatchNorm;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Normalisation;

/** running ← (1 − momentum)·running + momentum·batch, where the variance of the batch is divided by n − 1. */
class RunningStatisticsTest {

    private static final int CHANNELS = 5;
    private static final Images IMAGES = new Images(3, CHANNELS, 2, 7);
    private static final double N = 3 * 2 * 7;
    private static final String AGAIN = Seeds.again(RunningStatisticsTest.class);

    private final Verdict verdict = new Verdict(RunningStatisticsTest.class);
    private final RandomGenerator random = Seeds.stream(0);
    private final Guarded mean = Guarded.run(CHANNELS, 1).fill(random::nextGaussian);
    private final Guarded variance = Guarded.run(CHANNELS, 2).fill(random::nextDouble);
    private final Guarded runningMean = Guarded.run(CHANNELS, 3).fill(random::nextGaussian);
    private final Guarded runningVariance = Guarded.run(CHANNELS, 4).fill(random::nextDouble);
    private final Guarded meanBefore = runningMean.copy();
    private final Guarded varianceBefore = runningVariance.copy();

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.1, 0.5, 1})
    void areMixedByTheFormula(double momentum) {
        Guarded meanOfBatch = mean.copy();
        Guarded varianceOfBatch = variance.copy();
        update(Normalisation.of(IMAGES, 1e-5), momentum);
        for (int c = 0; c < CHANNELS; c++) {
            near(momentum, mean.get(c), meanBefore.get(c), runningMean.get(c), "mean", c);
            near(momentum, variance.get(c) * N / (N - 1), varianceBefore.get(c), runningVariance.get(c), "variance", c);
        }
        runningMean.assertNothingAround("running mean", RunningStatisticsTest.class);
        runningVariance.assertNothingAround("running variance", RunningStatisticsTest.class);
        mean.assertSameBits(meanOfBatch, "mean", RunningStatisticsTest.class);
        variance.assertSameBits(varianceOfBatch, "variance", RunningStatisticsTest.class);
        verdict.conclude();
    }

    @Test
    void momentumZeroKeepsAndMomentumOneReplaces() {
        Normalisation norm = Normalisation.of(IMAGES, 1e-5);
        update(norm, 0);
        runningMean.assertSameBits(meanBefore, "momentum 0", RunningStatisticsTest.class);
        runningVariance.assertSameBits(varianceBefore, "momentum 0", RunningStatisticsTest.class);
        update(norm, 1);
        for (int c = 0; c < CHANNELS; c++) {
            assertEquals(mean.get(c), runningMean.get(c), AGAIN);
            assertEquals((float) (variance.get(c) * (N / (N - 1))), runningVariance.get(c), AGAIN);
        }
    }

    /** There is no n − 1 to divide by. */
    @Test
    void aSingleNumbersVarianceIsTakenAsItIs() {
        update(Normalisation.of(new Images(1, CHANNELS, 1, 1), 1e-5), 1);
        for (int c = 0; c < CHANNELS; c++) {
            assertEquals(variance.get(c), runningVariance.get(c), AGAIN);
        }
    }

    /** Of two numbers, the first n of which n − 1 is not n. */
    @Test
    void twoNumbersVarianceIsDoubled() {
        update(Normalisation.of(new Images(1, CHANNELS, 1, 2), 1e-5), 1);
        for (int c = 0; c < CHANNELS; c++) {
            assertEquals(2 * variance.get(c), runningVariance.get(c), AGAIN);
        }
    }

    @Test
    void centringHasNoVariances() {
        BatchNorm.updateRunning(Normalisation.centring(IMAGES), 1, mean.array, mean.offset, null, 0, runningMean.array, runningMean.offset, null, 0);
        for (int c = 0; c < CHANNELS; c++) {
            assertEquals(mean.get(c), runningMean.get(c), AGAIN);
        }
    }

    private void update(Normalisation norm, double momentum) {
        BatchNorm.updateRunning(norm, momentum, mean.array, mean.offset, variance.array, variance.offset,
                runningMean.array, runningMean.offset, runningVariance.array, runningVariance.offset);
    }

    /** In double precision and rounded once, so that two roundings in all would be plenty. */
    private void near(double momentum, double batch, double before, float actual, String what, int channel) {
        double expected = (1 - momentum) * before + momentum * batch;
        verdict.near(expected, NormBounds.magnitude(2 * NormBounds.UNIT * Math.abs(expected)), actual, what + ", momentum " + momentum, channel);
    }
}
