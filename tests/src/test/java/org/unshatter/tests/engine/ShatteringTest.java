package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.SampleImages;
import org.unshatter.diagnostics.EffectiveRank;
import org.unshatter.diagnostics.GradientMatrix;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.diagnostics.InputLine;
import org.unshatter.diagnostics.Readout;
import org.unshatter.diagnostics.Shattering;
import org.unshatter.diagnostics.Shattering.Verdict;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Window;
import org.unshatter.kernels.Workers;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Network;
import org.unshatter.nn.Normalisation;

/** The verdict on functions whose derivative is a known signal, on the paper's nets, and its numbers against plain loops. */
class ShatteringTest {

    private static final int POINTS = Shattering.POINTS;
    private static final int LINES = Shattering.LINES;
    /** Ends of the lines [0, 1], [1, 2] and [2, 3]. */
    private static final Tensor ENDS = Tensor.of(new float[] {0, 1, 1, 2, 2, 3}, 6, 1);
    private static final int SEEDS = 20;
    /** Of half the size, that the tests may be short. */
    private static final Tensor IMAGES = SampleImages.builtIn(1).batch(64).averagePool(Window.of(2).stride(2), false);

    /** As in the documentation of {@link Shattering}. */
    @Test
    void theExampleWorks() {
        RandomGenerator random = RandomStreams.of(1, "my function");
        Tensor w1 = Tensor.of(Initializers.he().weights(200, 10, random), 200, 10);
        Tensor w2 = Tensor.of(Initializers.he().weights(1, 200, random), 1, 200);
        Tensor inputs = Tensor.of(Initializers.normal(1).weights(64, 10, random), 64, 10);

        Shattering s = Shattering.examine(x -> x.matmulTransposed(w1).relu().matmulTransposed(w2), inputs);

        assertEquals(Verdict.BROWN, s.verdict(), s::toString);
        assertTrue(s.nearby().mean() > 0.9 && s.batchCorrelation() > 0.1, s::toString);
    }

    /** A random walk, a signal that forgets 1 − 0.79⁵ = 70 % of itself in 2 % of the line, and independent numbers. */
    @ParameterizedTest
    @CsvSource({"brown, BROWN, -2", "fading, FADING,", "white, SHATTERED, 0"})
    void ofAPiecewiseLinearFunctionTheVerdictIsThatOfItsSlopes(String noise, Verdict expected, Double spectralSlope) {
        double[][] draws = Laboratory.overSeeds(SEEDS, seed -> {
            Shattering s = Shattering.examine(withSlopes(slopes(noise, seed)), ENDS);
            return new double[] {s.verdict().ordinal(), s.spectralSlope().orElseThrow().mean(), Arrays.stream(s.whiteness()).min().orElseThrow()};
        });
        assertMost(expected, Laboratory.column(draws, 0));
        if (spectralSlope != null) {
            Interval.assertMean(spectralSlope, Laboratory.column(draws, 1), 0.1, "spectral slope of " + noise);
        }
        // of 3 · 20 tests of white noise, the least p-value is below 1e-4 once in 170 times
        double least = Arrays.stream(Laboratory.column(draws, 2)).min().orElseThrow();
        assertEquals(noise.equals("white"), least > 1e-4, "least p-value of " + noise + ": " + least);
    }

    /** The slopes between the points are known, so all numbers are: lines are short walks through them. */
    @ParameterizedTest
    @ValueSource(strings = {"brown", "fading", "white"})
    void ofAPiecewiseLinearFunctionTheNumbersAreThoseOfItsSlopes(String noise) {
        double[] slopes = slopes(noise, 3);
        Shattering s = Shattering.examine(withSlopes(slopes), ENDS);
        assertEquals(5, s.lag(), "2 % of 255 steps");
        double[] nearby = new double[LINES];
        double[] acf = new double[16];
        for (int line = 0; line < LINES; line++) {
            double[] g = Arrays.copyOfRange(slopes, line * (POINTS - 1), line * (POINTS - 1) + POINTS);
            nearby[line] = correlation(5, Arrays.stream(g).mapToObj(slope -> new double[] {slope}).toArray(double[][]::new));
            double mean = Arrays.stream(g).average().orElseThrow();
            double[] z = Arrays.stream(g).map(v -> v - mean).toArray();
            for (int k = 0; k < acf.length; k++) {
                acf[k] += meanProduct(z, k) * (POINTS - k) / meanProduct(z, 0) / POINTS / LINES;
            }
        }
        assertEquals(Arrays.stream(nearby).average().orElseThrow(), s.nearby().mean(), 1e-4);
        assertEquals(LINES, s.nearby().draws());
        assertArrayEquals(acf, s.autocorrelation(), 1e-4);
        double[] ofBatch = IntStream.of(0, 1, 1, 2, 2, 3).mapToDouble(end -> slopes[end * (POINTS - 1)]).toArray();
        assertEquals(Arrays.stream(ofBatch).map(Math::abs).average().orElseThrow(), s.size(), 1e-4 * s.size());
        assertFalse(s.relativeRank().isPresent(), "there is one feature");
    }

    @Test
    void aLinearFunctionIsConstant() {
        Tensor w = Laboratory.gaussian(1, 30, 1);
        double squares = Arrays.stream(DoubleMatrices.of(w)).mapToDouble(row -> row[0] * row[0]).sum();
        Shattering s = Shattering.examine(x -> x.matmul(w).addScalar(3), Laboratory.gaussian(2, 8, 30));
        assertConstant(s);
        assertEquals(Math.sqrt(squares), s.size(), 1e-5);
    }

    /** The sum of the features; where one is negative, its slope is rounded to 1 − 2⁻²⁴. The derivative along a line across is what rounding leaves of 0: a wild signal. */
    @Test
    void aLinearFunctionIsConstantAlongALineAcrossItsGradientToo() {
        float factor = 41;
        assertEquals(1 - 0x1p-24f, factor * (1 / factor));
        UnaryOperator<Tensor> sum = x -> x.relu().subtract(x.scale(-factor).relu().scale(1 / factor));
        double[][] ends = DoubleMatrices.of(Laboratory.gaussian(2, 2, 20));
        float[] across = new float[40];
        for (int i = 0; i < 40; i++) {
            across[i] = (float) (ends[i / 20][i % 20] - Arrays.stream(ends[i / 20]).average().orElseThrow());
        }
        Tensor inputs = Tensor.of(across, 2, 20);
        InputLine line = InputLine.between(inputs.slice(0, 0, 1).reshape(20), inputs.slice(0, 1, 2).reshape(20), POINTS);
        assertFalse(line.derivative(sum).isConstant(), "this line is no test");
        assertConstant(Shattering.examine(sum, inputs));
    }

    /** Constant along each line, but not the same on both: the function is not linear. */
    @Test
    void aKinkBetweenTheLinesIsSeen() {
        Shattering s = Shattering.examine(x -> x.relu().add(x.scale(-1).relu()), Tensor.of(new float[] {1, 2, -1, -2}, 4, 1));
        assertEquals(Verdict.BROWN, s.verdict(), s::toString);
        assertEquals(-1.0 / 3, s.batchCorrelation(), 1e-12);
        assertEquals(0, s.whiteness().length);
    }

    private static void assertConstant(Shattering s) {
        assertEquals(Verdict.CONSTANT, s.verdict(), s::toString);
        assertEquals(GradientMatrix.State.CONSTANT, s.state());
        assertEquals(1, s.nearby().mean(), 1e-6);
        assertEquals(1, s.batchCorrelation(), 1e-6);
        assertEquals(0, s.autocorrelation().length + s.whiteness().length);
        assertFalse(s.spectralSlope().isPresent() || s.correlationLength().isPresent() || s.meanOverDeviation().isPresent(), s::toString);
    }

    @Test
    void thePapersPlainNetsShatterWithDepth() {
        assertMost(Verdict.BROWN, laboratory(SEEDS, DenseNet.plain(4).normalisation(Normalisation.CENTER)));
        assertMost(Verdict.SHATTERED, laboratory(SEEDS, DenseNet.plain(24).normalisation(Normalisation.CENTER)));
        assertMost(Verdict.SHATTERED, laboratory(5, DenseNet.plain(50).normalisation(Normalisation.CENTER)));
    }

    @Test
    void thePapersResidualNetsDoNot() {
        assertMost(Verdict.BROWN, laboratory(SEEDS, DenseNet.residual(10, 1, 0.1).normalisation(Normalisation.BATCH)));
    }

    @Test
    void looksLinearNetsAreConstantAtAnyDepth() {
        assertMost(Verdict.CONSTANT, laboratory(8, DenseNet.plain(50).activation(Activation.CRELU).initializer(Initializers.looksLinear())));
    }

    /** One line, the grid of the paper. */
    private static double[] laboratory(int seeds, DenseNet net) {
        return verdicts(seeds, seed -> Shattering.examine(Laboratory.onTheGrid(net).build(RandomStreams.of(seed, "laboratory")), Tensor.of(new float[] {-2, 2}, 2, 1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"conv-plain,depth=3 BROWN", "conv-plain,depth=25 SHATTERED", "conv-residual,depth=26,beta=0.1 BROWN"})
    void convolutionalNetsToo(String architecture, Verdict expected) {
        double[] verdicts = new double[4];
        for (int seed = 0; seed < verdicts.length; seed++) {
            Network net = Architecture.parse(architecture + ",norm=batch,in=3x16x16,filters=8,out=1").build(RandomStreams.of(seed, architecture));
            Shattering s = Shattering.examine(net, IMAGES);
            assertTrue(s.relativeRank().isPresent(), "the rank is compared");
            verdicts[seed] = s.verdict().ordinal();
        }
        assertMost(expected, verdicts);
    }

    /** Unrelated inputs of one layer have gradients of correlation 1/2, hence rank 2; that of noise is 4 if there are 16 samples of 16 features. */
    @ParameterizedTest
    @CsvSource({"16, 16, false", "64, 16, false", "64, 64, false", "64, 768, true"})
    void aShallowNetIsBrownHoweverFewTheSamples(int samples, int features, boolean ranked) {
        assertMost(Verdict.BROWN, verdicts(5, seed -> {
            Shattering s = Shattering.examine(DenseNet.plain(1).inputs(features).build(RandomStreams.of(seed, "shallow")), Laboratory.gaussian(seed, samples, features));
            assertEquals(ranked, s.relativeRank().isPresent());
            return s;
        }));
    }

    /** Gradients by unrelated inputs may be unrelated: x² is as smooth as can be. Of inputs that have something in common, the same gradients would be a verdict. */
    @Test
    void theRankDecidesOnlyWhereTheInputsHaveSomethingInCommon() {
        double[] unrelated = verdicts(5, seed -> {
            Shattering s = Shattering.examine(x -> x.multiply(x), Laboratory.gaussian(seed, 200, 200));
            assertTrue(s.nearby().mean() > Shattering.BROWN_ABOVE && Math.abs(s.batchCorrelation()) < 0.02, s::toString);
            assertEquals(1, s.relativeRank().orElseThrow(), 0.1);
            assertEquals(1, s.inputRank().orElseThrow(), 0.1);
            assertFalse(s.rankDecides());
            return s;
        });
        assertMost(Verdict.BROWN, unrelated);
        double[] related = verdicts(5, seed -> {
            Shattering s = Shattering.examine(x -> x.addScalar(-10).multiply(x.addScalar(-10)), Laboratory.gaussian(seed, 200, 200).addScalar(10));
            assertTrue(s.nearby().mean() > Shattering.BROWN_ABOVE && s.rankDecides(), s::toString);
            return s;
        });
        assertMost(Verdict.SHATTERED, related);
    }

    @Test
    void itsNumbersAreThoseOfPlainLoops() {
        Network net = DenseNet.plain(3).inputs(300).width(30).outputs(2).build(RandomStreams.of(1, "loops"));
        Tensor inputs = Laboratory.gaussian(1, 90, 300);
        Readout readout = Readout.output(1);
        UnaryOperator<Tensor> second = x -> net.apply(x).slice(1, 1, 2);
        Shattering s = Shattering.examine(net, readout, inputs, 7);
        double[][] g = DoubleMatrices.of(InputGradient.of(second, inputs));
        double pairs = 0;
        double squares = 0;
        for (int i = 0; i < 90; i++) {
            for (int j = 0; j < 90; j++) {
                pairs += i == j ? 0 : DoubleMatrices.dot(g[i], g[j]) / (90 * 89);
            }
            squares += DoubleMatrices.dot(g[i], g[i]) / 90;
        }
        assertEquals(pairs / squares, s.batchCorrelation(), 1e-6);
        GradientMatrix matrix = GradientMatrix.of(InputGradient.of(second, inputs));
        assertEquals(EffectiveRank.of(matrix, 7).relative().orElseThrow().mean(), s.relativeRank().orElseThrow(), 1e-6);
        assertEquals(matrix.meanNorm(), s.size(), 1e-6);

        double[] nearby = new double[LINES];
        for (int line = 0; line < LINES; line++) {
            Tensor a = inputs.slice(0, 2 * line, 2 * line + 1).reshape(300);
            Tensor b = inputs.slice(0, 2 * line + 1, 2 * line + 2).reshape(300);
            nearby[line] = correlation(5, DoubleMatrices.of(InputLine.between(a, b, POINTS).gradient(second)));
        }
        assertEquals(Arrays.stream(nearby).average().orElseThrow(), s.nearby().mean(), 1e-6);
        assertTrue(s.nearby().mean() < 0.999, "the function is too smooth for a test");
    }

    /** The cosine of all rows but the last with all rows but the first. */
    private static double correlation(int lag, double[]... g) {
        double product = 0;
        double first = 0;
        double last = 0;
        for (int i = 0; i < g.length - lag; i++) {
            product += DoubleMatrices.dot(g[i], g[i + lag]);
            first += DoubleMatrices.dot(g[i], g[i]);
            last += DoubleMatrices.dot(g[i + lag], g[i + lag]);
        }
        return product / Math.sqrt(first * last);
    }

    @Test
    void theSameFunctionHasTheSameNumbersOnAnyNumberOfThreads() {
        Network net = DenseNet.residual(3, 1, 0.5).inputs(1000).normalisation(Normalisation.BATCH).build(RandomStreams.of(1, "threads"));
        Tensor inputs = Laboratory.gaussian(1, 60, 1000);
        int threads = Workers.threads();
        String first = numbers(Shattering.examine(net, Readout.sum(), inputs, 1));
        assertEquals(first, numbers(Shattering.examine(net, inputs)));
        try {
            for (int other : new int[] {1, 3}) {
                Workers.setThreads(other);
                assertEquals(first, numbers(Shattering.examine(net, inputs)), other + " threads");
            }
        } finally {
            Workers.setThreads(threads);
        }
        assertFalse(first.equals(numbers(Shattering.examine(net, Readout.sum(), inputs, 2))), "the noise of the rank has a seed");
    }

    private static String numbers(Shattering s) {
        assertTrue(s.relativeRank().isPresent() && s.spectralSlope().isPresent(), s::toString);
        return s.verdict() + " " + s.nearby() + Arrays.toString(s.autocorrelation()) + s.correlationLength() + s.spectralSlope() + Arrays.toString(s.whiteness())
                + s.batchCorrelation() + s.relativeRank() + s.meanOverDeviation() + s.size();
    }

    /** All but a tenth of the draws, which may lie across a limit between verdicts. */
    private static void assertMost(Verdict expected, double[] ordinals) {
        long others = Arrays.stream(ordinals).filter(ordinal -> ordinal != expected.ordinal()).count();
        assertTrue(10 * others <= ordinals.length, () -> "expected " + expected + ", found "
                + Arrays.stream(ordinals).mapToObj(ordinal -> Verdict.values()[(int) ordinal]).toList());
    }

    private static double[] verdicts(int seeds, LongFunction<Shattering> draw) {
        return Laboratory.column(Laboratory.overSeeds(seeds, seed -> new double[] {draw.apply(seed).verdict().ordinal()}), 0);
    }

    private static double[] slopes(String noise, long seed) {
        int n = LINES * (POINTS - 1) + 1;
        return switch (noise) {
            case "brown" -> Signals.brown(n, seed).values();
            case "white" -> Signals.white(n, seed).values();
            default -> Signals.autoregression(n, 0.79, seed).values();
        };
    }

    /** Σ wᵢ·ρ(x − tᵢ), whose derivative at point k of the three lines, one behind the other, is slopes[k]: the kinks lie halfway between the points. */
    private static UnaryOperator<Tensor> withSlopes(double... slopes) {
        float[] minusKinks = new float[slopes.length];
        float[] weights = new float[slopes.length];
        for (int i = 0; i < slopes.length; i++) {
            minusKinks[i] = (float) (-(i - 0.5) / (POINTS - 1));
            weights[i] = (float) (slopes[i] - (i == 0 ? 0 : slopes[i - 1]));
        }
        float[] ones = new float[slopes.length];
        Arrays.fill(ones, 1);
        Tensor w1 = Tensor.of(ones, 1, slopes.length);
        Tensor b = Tensor.of(minusKinks, slopes.length);
        Tensor w2 = Tensor.of(weights, slopes.length, 1);
        return x -> x.matmul(w1).addBias(b).relu().matmul(w2);
    }

    /** Mean of xᵢ·xᵢ₊ₖ. */
    private static double meanProduct(double[] x, int lag) {
        return IntStream.range(0, x.length - lag).mapToDouble(i -> x[i] * x[i + lag]).average().orElseThrow();
    }
}
