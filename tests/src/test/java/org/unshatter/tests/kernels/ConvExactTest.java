package org.unshatter.tests.kernels;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** On whole numbers so small that no sum is rounded, convolutions and their gradients equal their definition, tolerance 0. */
@EveryWidth
class ConvExactTest {

    private static final int RANDOM_SHAPES = 600;

    private final Verdict verdict = new Verdict(ConvExactTest.class);

    @Test
    void sixHundredRandomShapes() {
        for (int i = 0; i < RANDOM_SHAPES; i++) {
            check(ConvShapes.random(Seeds.stream(i)), i);
        }
        verdict.conclude();
    }

    static Stream<Convolution> shapesOfTheNetworks() {
        return Stream.of(
                Convolution.of(new Images(16, 3, 32, 32), Window.of(3).padding(1), 16),
                Convolution.of(new Images(17, 8, 32, 32), Window.of(3).padding(1), 8),
                Convolution.of(new Images(16, 16, 16, 16), Window.of(3).padding(1), 16),
                Convolution.of(new Images(33, 32, 8, 8), Window.of(3).padding(1), 32),
                Convolution.of(new Images(16, 64, 4, 4), Window.of(3).padding(1), 64),
                Convolution.of(new Images(16, 16, 16, 16), Window.of(3).padding(1).stride(2), 32),
                Convolution.of(new Images(16, 64, 8, 8), Window.of(1), 64),
                Convolution.of(new Images(16, 16, 8, 8), Window.of(1).stride(2), 32),
                new Convolution(new Images(16, 11, 16, 16), Window.of(3).padding(1), 11, 1, true),
                new Convolution(new Images(16, 23, 8, 8), Window.of(3).padding(1), 23, 1, true),
                new Convolution(new Images(16, 45, 4, 4), Window.of(3).padding(1), 45, 1, true),
                new Convolution(new Images(16, 64, 8, 8), Window.of(3).padding(1), 64, 64, false),
                Convolution.of(new Images(200, 2, 3, 3), Window.of(3).padding(1), 5),
                Convolution.of(new Images(100, 3, 8, 8), Window.of(3).padding(1), 7),
                Convolution.of(new Images(70, 2, 12, 12), Window.of(3).padding(1), 6),
                Convolution.of(new Images(1, 3, 7, 5), Window.of(3).padding(1), 4));
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
        Fuzz.run("convolution, exact", 6, random -> {
            Convolution shape = random.nextInt(3) == 0 ? ConvShapes.random(random) : ConvShapes.ofNetworks(random);
            check(shape, random);
            return shape.crelu() ? "of CReLU" : shape.groups() > 1 ? "in groups" : "whole";
        }, "whole");
        verdict.conclude();
    }

    private void check(Convolution shape, RandomGenerator random) {
        ConvOperands operands = ConvOperands.of(shape, () -> random.nextInt(-3, 4));
        ConvReference reference = new ConvReference(shape);
        double[] plain = reference.forward(operands.x, operands.w);
        double[] biased = IntStream.range(0, plain.length).mapToDouble(i -> plain[i]
                + operands.bias[i / (shape.output().height() * shape.output().width()) % shape.filters()]).toArray();
        same(plain, operands.forward(false, Activation.NONE), shape, "forward");
        same(biased, operands.forward(true, Activation.NONE), shape, "forward with bias");
        same(Arrays.stream(biased).map(v -> Math.max(v, 0)).toArray(), operands.forward(true, Activation.RELU), shape, "forward with ReLU");

        double[] dx = reference.gradientByData(operands.x, operands.w, operands.dy);
        double[] dw = reference.gradientByWeights(operands.x, operands.dy);
        double[] db = reference.gradientByBias(operands.dy);
        same(dx, operands.gradientByData(null), shape, "gradient by data");
        same(dw, operands.gradientByWeights(null), shape, "gradient by weights");
        same(db, operands.gradientByBias(null), shape, "gradient by bias");
        same(plus(dx, operands.x), operands.gradientByData(operands.x), shape, "gradient by data, added");
        same(plus(dw, operands.w), operands.gradientByWeights(operands.w), shape, "gradient by weights, added");
        same(plus(db, operands.bias), operands.gradientByBias(operands.bias), shape, "gradient by bias, added");
    }

    private static double[] plus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }

    private void same(double[] expected, float[] actual, Convolution shape, String what) {
        String where = what + " of " + shape;
        for (int i = 0; i < expected.length; i++) {
            verdict.exact(expected[i], actual[i], where, i);
        }
    }
}
