package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/** Convolutions with so many channels and filters that 2 × 2 outputs are made together, of 16 products instead of 36. */
@EveryWidth
class WinogradTest {

    private static final int RANDOM_SHAPES = 60;
    private static final Window BORDERED = Window.of(3).padding(1);

    private final Verdict verdict = new Verdict(WinogradTest.class);

    /** Odd sizes, whose last tiles reach over the edge; borders of all kinds; idle lanes; planes around the kernels' tiles. */
    @Test
    void randomShapesAreExactOnWholeNumbers() {
        for (int i = 0; i < RANDOM_SHAPES; i++) {
            check(random(Seeds.stream(i)), i);
        }
        verdict.conclude();
    }

    /** As many tiles as a piece of work and more; a single pixel; an image with nothing but its last row; chunks of the gradient by weights. */
    static Stream<Convolution> corners() {
        return Stream.of(
                Convolution.of(new Images(16, 16, 18, 34), BORDERED, 16),
                Convolution.of(new Images(80, 16, 1, 1), BORDERED, 16),
                Convolution.of(new Images(33, 16, 1, 9), BORDERED, 18),
                Convolution.of(new Images(17, 16, 3, 3), Window.of(3), 16),
                Convolution.of(new Images(5, 16, 4, 6), new Window(3, 3, 1, 1, 3, 0, 0, 4, 1, 1), 17),
                Convolution.of(new Images(1, 130, 4, 4), BORDERED, 20),
                Convolution.of(new Images(5, 16, 16, 18), BORDERED, 16),
                Convolution.of(new Images(150, 16, 9, 6), BORDERED, 19),
                Convolution.of(new Images(40, 48, 13, 10), BORDERED, 43),
                new Convolution(new Images(70, 11, 8, 8), BORDERED, 16, 1, true),
                new Convolution(new Images(17, 33, 6, 5), BORDERED, 8, 1, true));
    }

    @ParameterizedTest
    @MethodSource("corners")
    void cornersAreExactOnWholeNumbers(Convolution shape) {
        check(shape, 0);
        verdict.conclude();
    }

    /** By which the sizes of Winograd's terms are judged in other tests: with their signs they are the convolution. */
    @Test
    void theReferencesAgree() {
        for (int i = 0; i < RANDOM_SHAPES; i++) {
            Convolution shape = random(Seeds.stream(i));
            RandomGenerator random = Seeds.stream(2000 + i);
            ConvOperands operands = ConvOperands.of(shape, () -> random.nextInt(-3, 4));
            ConvReference definition = new ConvReference(shape);
            WinogradReference winograd = new WinogradReference(shape);
            assertArrayEquals(definition.forward(operands.x, operands.w), winograd.forward(operands.x, operands.w), "forward of " + shape);
            assertArrayEquals(definition.gradientByData(operands.x, operands.w, operands.dy), winograd.gradientByData(operands.x, operands.w, operands.dy),
                    "gradient by data of " + shape);
            assertArrayEquals(definition.gradientByWeights(operands.x, operands.dy), winograd.gradientByWeights(operands.x, operands.dy),
                    "gradient by weights of " + shape);
        }
    }

    private static Convolution random(RandomGenerator random) {
        boolean crelu = random.nextInt(3) == 0;
        int[] batches = {1, 5, 16, 17, 33};
        while (true) {
            Window window = new Window(3, 3, 1, 1, random.nextInt(0, 4), random.nextInt(0, 4), random.nextInt(0, 4), random.nextInt(0, 4), 1, 1);
            Images images = new Images(batches[random.nextInt(batches.length)], crelu ? random.nextInt(8, 13) : random.nextInt(16, 24),
                    random.nextInt(1, 10), random.nextInt(1, 12));
            if (images.height() + window.top() + window.bottom() >= 3 && images.width() + window.left() + window.right() >= 3) {
                return new Convolution(images, window, random.nextInt(16, 27), 1, crelu);
            }
        }
    }

    private void check(Convolution shape, int number) {
        RandomGenerator random = Seeds.stream(1000 + number);
        ConvOperands operands = ConvOperands.of(shape, () -> random.nextInt(-3, 4));
        ConvReference reference = new ConvReference(shape);
        double[] plain = reference.forward(operands.x, operands.w);
        int pixels = shape.output().height() * shape.output().width();
        double[] rectified = IntStream.range(0, plain.length)
                .mapToDouble(i -> Math.max(0, plain[i] + operands.bias[i / pixels % shape.filters()])).toArray();
        same(plain, operands.forward(false, Activation.NONE), shape, "forward");
        same(rectified, operands.forward(true, Activation.RELU), shape, "forward with bias and ReLU");
        double[] dx = reference.gradientByData(operands.x, operands.w, operands.dy);
        same(dx, operands.gradientByData(null), shape, "gradient by data");
        same(plus(dx, operands.x), operands.gradientByData(operands.x), shape, "gradient by data, added");
        double[] dw = reference.gradientByWeights(operands.x, operands.dy);
        same(dw, operands.gradientByWeights(null), shape, "gradient by weights");
        same(plus(dw, operands.w), operands.gradientByWeights(operands.w), shape, "gradient by weights, added");
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

    /** What is not finite spreads to the tiles of 2 × 2 outputs that see it: to all outputs that depend on it, and no farther than a pixel beyond. */
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void notFiniteStaysInItsTilesAndNeverDisappears(float poison) {
        Convolution shape = Convolution.of(new Images(18, 16, 9, 9), BORDERED, 16);
        RandomGenerator random = Seeds.stream(1);
        ConvOperands operands = ConvOperands.of(shape, () -> 1 + random.nextInt(3));
        float[] before = operands.forward(false, Activation.NONE);
        int image = 17;
        int row = 4;
        int column = 7;
        double[] x = operands.x.clone();
        x[((image * 16 + 3) * 9 + row) * 9 + column] = poison;
        float[] after = operands.withInput(x).forward(false, Activation.NONE);
        for (int i = 0; i < after.length; i++) {
            int y = i / 9 % 9;
            int z = i % 9;
            boolean other = i / (16 * 81) != image;
            if (!other && Math.abs(y - row) <= 1 && Math.abs(z - column) <= 1) {
                assertFalse(Float.isFinite(after[i]), "the output at " + y + ", " + z + " is finite");
            } else if (other || Math.abs(y - row) > 2 || Math.abs(z - column) > 2) {
                assertEquals(before[i], after[i], "the output at " + y + ", " + z);
            }
        }
    }

    /** In a new JVM, for the property is read once. */
    @Test
    void aPropertyTurnsItOff() {
        assertEquals(WinogradProbe.hash(), hash("true"));
        assertNotEquals(WinogradProbe.hash(), hash("false"));
        FreshJvm.Outcome outcome = run("banana");
        assertNotEquals(0, outcome.exit(), outcome::toString);
        String said = String.join("\n", outcome.err());
        assertTrue(said.contains("unshatter.winograd is \"banana\", expected true or false"), outcome::toString);
    }

    private static String hash(String value) {
        FreshJvm.Outcome outcome = run(value);
        assertEquals("0", outcome.value("wrong"), outcome::toString);
        return outcome.value("hash");
    }

    private static FreshJvm.Outcome run(String value) {
        List<String> options = new ArrayList<>(List.of("-Dunshatter.winograd=" + value));
        for (String name : new String[] {Machine.FORCED, "unshatter.test.seed"}) {
            if (System.getProperty(name) != null) {
                options.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        if (Machine.hardwareBits() > 0) {
            options.add(FreshJvm.MODULE_FLAG);
        }
        return FreshJvm.run(WinogradProbe.class, options.toArray(String[]::new));
    }
}
