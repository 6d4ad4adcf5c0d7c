package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.EffectiveRank;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientMatrix;
import org.unshatter.diagnostics.GradientMatrix.State;
import org.unshatter.diagnostics.Readout;
import org.unshatter.init.RandomStreams;
import org.unshatter.linalg.SingularValues;
import org.unshatter.nn.Network;

/** Matrices whose effective rank is known, noise as its own reference, and gradients that have none. */
class EffectiveRankTest {

    @Test
    void ofTheIdentityIsItsSize() {
        double[][] identity = new double[9][9];
        for (int i = 0; i < 9; i++) {
            identity[i][i] = 1;
        }
        assertEquals(9, rank(identity), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 6", "6, 1", "5, 8", "8, 5"})
    void ofRankOneIsOne(int samples, int features) {
        RandomGenerator random = RandomStreams.of(samples, "rank one");
        double[][] a = DoubleMatrices.withSingularValues(new double[] {3}, samples, features, random);
        assertEquals(1, rank(a), 1e-6);
    }

    @Test
    void ofADiagonalIsTheSumOfSquaresByTheLargest() {
        assertEquals((16 + 9 + 1 + 0.25) / 16, rank(new double[][] {{0, 3, 0, 0}, {0.5, 0, 0, 0}, {0, 0, 0, -4}, {0, 0, 1, 0}}), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "7, 30", "30, 7"})
    void isTheSumOfSquaredSingularValuesByTheLargest(int samples, int features) {
        double[][] a = DoubleMatrices.of(Laboratory.gaussian(1, samples, features));
        double[] s = SingularValues.of(a);
        double expected = Arrays.stream(s).map(v -> v * v).sum() / (s[0] * s[0]);
        assertEquals(expected, rank(a), 1e-12);
        assertEquals(expected, rank(DoubleMatrices.transposed(a)), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0x1p-100, 0x1p100})
    void theScaleDoesNotMatter(double scale) {
        Tensor g = Laboratory.gaussian(1, 6, 11);
        EffectiveRank plain = EffectiveRank.of(GradientMatrix.of(g), false, 0, 3, 5);
        EffectiveRank scaled = EffectiveRank.of(GradientMatrix.of(g.scale((float) scale)), false, 0, 3, 5);
        assertEquals(plain.rank(), scaled.rank());
        assertEquals(plain.relative(), scaled.relative());
    }

    /** The rank of a Gaussian matrix drawn by its Gram matrix has the mean and the second moment of one drawn element by element. */
    @ParameterizedTest
    @CsvSource({"1, 5", "5, 5", "12, 30", "30, 12", "4, 300"})
    void noiseIsNoise(int rows, int columns) {
        double[] byGram = noise(rows, columns);
        double[] byElements = Laboratory.column(Laboratory.overSeeds(byGram.length,
                seed -> new double[] {rank(DoubleMatrices.of(Laboratory.gaussian(seed, rows, columns)))}), 0);
        if (rows == 1) {
            Arrays.stream(byGram).forEach(r -> assertEquals(1, r, 1e-12));
            return;
        }
        assertSameMean(byElements, byGram, true);
        assertSameMean(Arrays.stream(byElements).map(r -> r * r).toArray(), Arrays.stream(byGram).map(r -> r * r).toArray(), true);
    }

    @Test
    void noiseOfAnotherShapeIsFoundOut() {
        assertSameMean(noise(12, 30), noise(13, 30), false);
        assertSameMean(noise(12, 30), noise(12, 33), false);
    }

    /** ‖Y‖₂ → √n + √m (Geman 1980), from which finite matrices are away by the order of n^(−2/3). */
    @Test
    void noiseHasTheRankOfLargeMatrices() {
        double rank = EffectiveRank.ofNoise(300, 2000, RandomStreams.of(1, "large"));
        assertEquals(300 * 2000 / Math.pow(Math.sqrt(300) + Math.sqrt(2000), 2), rank, 0.03 * rank);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void relativeToNoiseNoiseIsOne(boolean centred) {
        double[] relative = Laboratory.column(Laboratory.overSeeds(200, seed -> new double[] {
            EffectiveRank.of(GradientMatrix.of(Laboratory.gaussian(seed, 8, 15)), centred, 0, 10, seed).relative().orElseThrow().mean()}), 0);
        // the mean of 1/r(Y) is above 1 by the mean of r(Y) by its squared relative spread
        double[] ranks = centred ? noise(7, 15) : noise(8, 15);
        double bias = Math.pow(Estimate.of(ranks).stdErr() / Estimate.of(ranks).mean(), 2) * ranks.length;
        Interval.assertMean(1 + bias, relative, bias * bias, "relative rank of noise");
    }

    /** Ranks of noise are kept from one call to the next: each call here but one asks for others than the call before. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theNoiseIsThatOfTheShapeTheDrawsAndTheSeed(boolean centred) {
        int[][] calls = {{8, 15, 6, 1}, {8, 15, 6, 2}, {8, 15, 5, 2}, {8, 16, 5, 2}, {9, 16, 5, 2}, {9, 16, 5, 2}, {8, 15, 6, 1}};
        for (int[] call : calls) {
            int samples = call[0];
            int features = call[1];
            EffectiveRank rank = EffectiveRank.of(GradientMatrix.of(Laboratory.gaussian(3, samples, features)), centred, 0, call[2], call[3]);
            double expected = IntStream.range(0, call[2]).mapToDouble(d -> rank.rank().orElseThrow()
                    / EffectiveRank.ofNoise(centred ? samples - 1 : samples, features, RandomStreams.of(call[3], "white noise " + d))).average().orElseThrow();
            assertEquals(expected, rank.relative().orElseThrow().mean(), 1e-12 * expected, () -> "of " + Arrays.toString(call));
        }
    }

    /** The standard error is the spread that other seeds of the noise give. */
    @Test
    void theStandardErrorIsThatOfTheDraws() {
        GradientMatrix gradients = GradientMatrix.of(Laboratory.gaussian(1, 8, 15));
        int seeds = 400;
        double[] means = new double[seeds];
        double variance = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Estimate relative = EffectiveRank.of(gradients, false, 0, 6, seed).relative().orElseThrow();
            assertEquals(6, relative.draws());
            means[seed] = relative.mean();
            variance += relative.stdErr() * relative.stdErr() / seeds;
        }
        double spread = Estimate.of(means).stdErr() * Math.sqrt(seeds);
        // a variance from 400 values has a relative standard error of √(2/400) = 0.07
        assertEquals(1, variance / (spread * spread), 0.3);
    }

    @Test
    void aCommonGradientMakesTheRankSmallUnlessItIsRemoved() {
        Tensor g = Laboratory.gaussian(1, 40, 60);
        GradientMatrix shifted = GradientMatrix.of(g.addScalar(20));
        double withMean = EffectiveRank.of(shifted, false, 0, 4, 1).relative().orElseThrow().mean();
        double without = EffectiveRank.of(shifted, true, 0, 4, 1).relative().orElseThrow().mean();
        double noise = EffectiveRank.of(GradientMatrix.of(g), true, 0, 4, 1).relative().orElseThrow().mean();
        assertTrue(withMean < 0.1, "with the mean " + withMean);
        assertEquals(noise, without, 1e-4);
        assertEquals(1, without, 0.2);
    }

    @Test
    void theSameSeedGivesTheSameEstimate() {
        GradientMatrix gradients = GradientMatrix.of(Laboratory.gaussian(1, 8, 15));
        assertEquals(EffectiveRank.of(gradients, 7), EffectiveRank.of(gradients, 7));
        assertFalse(EffectiveRank.of(gradients, 7).equals(EffectiveRank.of(gradients, 8)));
        assertEquals(EffectiveRank.DRAWS, EffectiveRank.of(gradients, 7).relative().orElseThrow().draws());
    }

    @Test
    void aNetWhoseOutputIsZeroHasCollapsed() {
        Network net = Architecture.parse("dense-plain,depth=3,width=20,in=6,readout=zeros").build(RandomStreams.of(1, "net"));
        assertNone(State.COLLAPSED, GradientMatrix.byInput(net, Readout.sum(), Laboratory.gaussian(1, 9, 6)), false);
    }

    /** At each layer the border of zeros takes a part of the gradient away. What is left would look as if it had not shattered, or had. */
    @Test
    void aDeepConvNetWithoutNormalisationHasCollapsed() {
        Tensor images = Laboratory.gaussian(1, 8, 3, 6, 6);
        Network deep = Architecture.parse("conv-plain,depth=1000,filters=4,in=3x6x6,out=1").build(RandomStreams.of(1, "net"));
        GradientMatrix collapsed = GradientMatrix.byInput(deep, Readout.sum(), images);
        assertNone(State.COLLAPSED, collapsed, false);
        assertNone(State.COLLAPSED, collapsed, true);
        Network shallow = Architecture.parse("conv-plain,depth=10,filters=4,in=3x6x6,out=1").build(RandomStreams.of(1, "net"));
        assertEquals(State.MEASURABLE, EffectiveRank.of(GradientMatrix.byInput(shallow, Readout.sum(), images), 1).state());
    }

    @Test
    void constantGradientsHaveARankUnlessTheyAreCentred() {
        Tensor one = Laboratory.gaussian(1, 1, 30);
        GradientMatrix constant = GradientMatrix.of(one.expandTo(7, 30));
        assertEquals(1, EffectiveRank.of(constant, 1).rank().orElseThrow(), 1e-12);
        assertEquals(State.CONSTANT, EffectiveRank.of(constant, 1).state());
        assertNone(State.CONSTANT, constant, true);
    }

    @Test
    void whatIsNotFiniteHasExploded() {
        assertNone(State.EXPLODED, GradientMatrix.of(Tensor.of(new float[] {1, 2, Float.POSITIVE_INFINITY, 3}, 2, 2)), false);
        assertNone(State.EXPLODED, GradientMatrix.of(Tensor.of(new float[] {1, 2, Float.NaN, 3}, 2, 2)), true);
    }

    @Test
    void wrongArgumentsAreRefused() {
        GradientMatrix one = GradientMatrix.of(Tensor.zeros(1, 3));
        assertRefused("draws is 0", () -> EffectiveRank.of(one, false, 0, 0, 1));
        assertRefused("there is 1 sample", () -> EffectiveRank.of(one, true, 0, 1, 1));
        assertRefused("floor is -1", () -> EffectiveRank.of(one, false, -1, 1, 1));
        assertRefused("noise of 0 × 3", () -> EffectiveRank.ofNoise(0, 3, RandomStreams.of(1, "noise")));
    }

    private static void assertRefused(String expected, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(expected), message);
    }

    private static void assertNone(State state, GradientMatrix gradients, boolean centred) {
        EffectiveRank rank = EffectiveRank.of(gradients, centred, GradientMatrix.COLLAPSED, 2, 1);
        assertEquals(state, rank.state());
        assertEquals(OptionalDouble.empty(), rank.rank());
        assertTrue(rank.relative().isEmpty());
        assertEquals(gradients.meanNorm(), rank.meanNorm());
    }

    private static double rank(double[][] a) {
        float[] elements = new float[a.length * a[0].length];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) a[i / a[0].length][i % a[0].length];
        }
        return EffectiveRank.of(GradientMatrix.of(Tensor.of(elements, a.length, a[0].length)), false, 0, 1, 1).rank().orElseThrow();
    }

    private static double[] noise(int rows, int columns) {
        return Laboratory.column(Laboratory.overSeeds(600,
                seed -> new double[] {EffectiveRank.ofNoise(rows, columns, RandomStreams.of(seed, "noise"))}), 0);
    }

    private static void assertSameMean(double[] a, double[] b, boolean expected) {
        Estimate x = Estimate.of(a);
        Estimate y = Estimate.of(b);
        assertEquals(expected, Interval.holds(x.mean(), y.mean(), Math.hypot(x.stdErr(), y.stdErr()), 0), x + " and " + y);
    }
}
