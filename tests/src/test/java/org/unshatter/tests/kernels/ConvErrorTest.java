package org.unshatter.tests.kernels;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** On Gaussian data the rounding errors of convolutions and their gradients stay within the bound of the BLAS test programs. */
@EveryWidth
class ConvErrorTest {

    private static final int RANDOM_SHAPES = 60;

    private final Verdict verdict = new Verdict(ConvErrorTest.class);

    @Test
    void ofAnyShape() {
        for (int i = 0; i < RANDOM_SHAPES; i++) {
            check(ConvShapes.random(Seeds.stream(i)), i);
        }
        verdict.conclude();
    }

    /** The longest sums are those of the gradient by weights: over all pixels of the batch. */
    static Stream<Convolution> shapesOfTheNetworks() {
        Window window = Window.of(3).padding(1);
        return Stream.of(
                Convolution.of(new Images(40, 16, 16, 16), window, 16),
                Convolution.of(new Images(16, 16, 16, 16), window.stride(2), 32),
                Convolution.of(new Images(16, 64, 8, 8), Window.of(1), 64),
                new Convolution(new Images(33, 11, 8, 8), window, 11, 1, true),
                new Convolution(new Images(33, 8, 8, 8), window, 8, 8, false));
    }

    @ParameterizedTest
    @MethodSource("shapesOfTheNetworks")
    void asTheyAreInNetworks(Convolution shape) {
        check(shape, 0);
        verdict.conclude();
    }

    private void check(Convolution shape, int number) {
        check(shape, Seeds.stream(1000 + number));
    }

    @Test
    @Fuzzed
    void anyShape() throws InterruptedException {
        Fuzz.run("convolution, rounded", 6, this::checkAny, "whole");
        verdict.conclude();
    }

    /** Outputs that see a corner of the image alone, where the fuzz test found more than 16 times what the definition's terms allow. */
    @ParameterizedTest
    @ValueSource(longs = {973590674041L, 270226253162L, 312170930426L})
    void anOutputErrsLikeTheTileItIsMadeIn(long seed) {
        checkAny(new SplittableRandom(seed));
        verdict.conclude();
    }

    private String checkAny(RandomGenerator random) {
        Convolution shape = random.nextInt(3) == 0 ? ConvShapes.random(random) : ConvShapes.ofNetworks(random);
        check(shape, random);
        return shape.crelu() ? "of CReLU" : shape.groups() > 1 ? "in groups" : "whole";
    }

    private void check(Convolution shape, RandomGenerator random) {
        // rounded here, so that the reference reads the very numbers that the kernels read
        ConvOperands operands = ConvOperands.of(shape, () -> (float) random.nextGaussian());
        double[] x = operands.x;
        double[] w = operands.w;
        double[] dy = operands.dy;
        ConvReference sums = new ConvReference(shape);
        ConvSums magnitudes = WinogradReference.mayBe(shape) ? WinogradReference.ofMagnitudes(shape) : ConvReference.ofMagnitudes(shape);
        near(sums.forward(x, w), magnitudes.forward(x, w), operands.forward(false, Activation.NONE), shape, "forward");
        near(sums.gradientByData(x, w, dy), magnitudes.gradientByData(x, w, dy), operands.gradientByData(null), shape, "gradient by data");
        near(sums.gradientByWeights(x, dy), magnitudes.gradientByWeights(x, dy), operands.gradientByWeights(null), shape, "gradient by weights");
        near(sums.gradientByBias(dy), ConvReference.ofMagnitudes(shape).gradientByBias(dy), operands.gradientByBias(null), shape, "gradient by bias");
    }

    private void near(double[] expected, double[] magnitude, float[] actual, Convolution shape, String what) {
        String where = what + " of " + shape;
        for (int i = 0; i < expected.length; i++) {
            verdict.near(expected[i], magnitude[i], actual[i], where, i);
        }
    }
}
