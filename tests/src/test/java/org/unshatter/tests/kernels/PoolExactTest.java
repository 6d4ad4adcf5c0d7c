package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Pooling;
import org.unshatter.kernels.Window;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** On whole numbers so small that no sum is rounded, and so few that ties abound, poolings equal their definition, tolerance 0. */
@EveryWidth
class PoolExactTest {

    private static final int RANDOM_SHAPES = 600;
    /** Divisible by the number of pixels that a window sees here, 1 to 4 by 1 to 4 or 8 by 8: shares of the gradient are whole numbers. */
    private static final int SHARES = 576;

    private final Verdict verdict = new Verdict(PoolExactTest.class);

    @Test
    void sixHundredRandomShapes() {
        for (int i = 0; i < RANDOM_SHAPES; i++) {
            check(PoolShapes.random(Seeds.stream(i)), i);
        }
        verdict.conclude();
    }

    static Stream<Pooling> shapesOfTheNetworks() {
        return Stream.of(
                new Pooling(new Images(17, 4, 32, 32), Window.of(2).stride(2)),
                new Pooling(new Images(20, 3, 32, 32), Window.of(3).stride(2).padding(1)),
                new Pooling(new Images(33, 3, 16, 16), Window.of(3).padding(1)),
                new Pooling(new Images(16, 5, 15, 15), Window.of(3).stride(2)),
                Pooling.global(new Images(40, 10, 8, 8)));
    }

    @ParameterizedTest
    @MethodSource("shapesOfTheNetworks")
    void asTheyAreInNetworks(Pooling shape) {
        check(shape, 0);
        verdict.conclude();
    }

    private void check(Pooling shape, int number) {
        check(shape, Seeds.stream(1000 + number));
    }

    @Test
    @Fuzzed
    void anyShape() throws InterruptedException {
        Fuzz.run("pooling, exact", 8, random -> {
            check(PoolShapes.random(random), random);
            return "computed";
        }, "computed");
        verdict.conclude();
    }

    private void check(Pooling shape, RandomGenerator random) {
        PoolOperands operands = PoolOperands.of(shape, () -> random.nextInt(-3, 4), () -> SHARES * random.nextInt(-3, 4), PoolExactTest.class);
        double[] start = PoolOperands.draw(shape.input(), () -> random.nextInt(-3, 4));
        PoolReference reference = new PoolReference(shape);
        same(reference.max(operands.x), operands.max(), shape, "max");
        double[] ofMax = reference.gradientOfMax(operands.x, operands.dy);
        same(ofMax, operands.gradientOfMax(null), shape, "gradient of max");
        same(plus(ofMax, start), operands.gradientOfMax(start), shape, "gradient of max, added");
        same(reference.tangentOfMax(operands.x, start), operands.tangentOfMax(start), shape, "derivative of max");
        for (boolean border : new boolean[] {true, false}) {
            String which = border ? "average with border" : "average without border";
            // rounded once, by the division
            double[] average = Arrays.stream(reference.average(border, operands.x)).map(mean -> (float) mean).toArray();
            same(average, operands.average(border), shape, which);
            double[] ofAverage = reference.gradientOfAverage(border, operands.dy);
            same(ofAverage, operands.gradientOfAverage(border, null), shape, "gradient of " + which);
            same(plus(ofAverage, start), operands.gradientOfAverage(border, start), shape, "gradient of " + which + ", added");
        }
    }

    private static double[] plus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }

    private void same(double[] expected, float[] actual, Pooling shape, String what) {
        String where = what + " of " + shape;
        assertEquals(expected.length, actual.length, () -> where + Seeds.again(PoolExactTest.class));
        for (int i = 0; i < expected.length; i++) {
            verdict.exact(expected[i], actual[i], where, i);
        }
    }
}
