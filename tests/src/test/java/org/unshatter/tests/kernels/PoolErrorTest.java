package org.unshatter.tests.kernels;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Pooling;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** On Gaussian data the rounding errors of averages and their gradients stay within the bound of the BLAS test programs; a maximum has none. */
@EveryWidth
class PoolErrorTest {

    private static final int SHAPES = 100;

    private final Verdict verdict = new Verdict(PoolErrorTest.class);

    @Test
    void ofAnyShape() {
        for (int i = 0; i < SHAPES; i++) {
            RandomGenerator random = Seeds.stream(i);
            check(PoolShapes.random(random), random);
        }
        verdict.conclude();
    }

    @Test
    @Fuzzed
    void anyShape() throws InterruptedException {
        Fuzz.run("pooling, rounded", 5, random -> {
            check(PoolShapes.random(random), random);
            return "computed";
        }, "computed");
        verdict.conclude();
    }

    /** Larger windows than those of the other tests. */
    @Test
    void ofWholeImages() {
        RandomGenerator random = Seeds.stream(SHAPES);
        check(Pooling.global(new Images(20, 3, 8, 8)), random);
        check(Pooling.global(new Images(3, 2, 32, 32)), random);
        check(Pooling.global(new Images(17, 1, 1, 100)), random);
        verdict.conclude();
    }

    private void check(Pooling shape, RandomGenerator random) {
        PoolOperands operands = PoolOperands.of(shape, random::nextGaussian, random::nextGaussian, PoolErrorTest.class);
        PoolReference reference = new PoolReference(shape);
        double[] xs = Arrays.stream(operands.x).map(Math::abs).toArray();
        double[] dys = Arrays.stream(operands.dy).map(Math::abs).toArray();
        double[] largest = reference.max(operands.x);
        near(largest, new double[largest.length], operands.max(), shape, "max");
        near(reference.gradientOfMax(operands.x, operands.dy), reference.gradientOfMax(operands.x, dys), operands.gradientOfMax(null), shape,
                "gradient of max");
        for (boolean border : new boolean[] {true, false}) {
            near(reference.average(border, operands.x), reference.average(border, xs), operands.average(border), shape, "average");
            near(reference.gradientOfAverage(border, operands.dy), reference.gradientOfAverage(border, dys),
                    operands.gradientOfAverage(border, null), shape, "gradient of average");
        }
    }

    private void near(double[] expected, double[] magnitude, float[] actual, Pooling shape, String what) {
        String where = what + " of " + shape;
        for (int i = 0; i < expected.length; i++) {
            verdict.near(expected[i], magnitude[i], actual[i], where, i);
        }
    }
}
