package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Pooling;

/** The maximum of what is no finite number, and whose it is. */
@EveryWidth
class PoolCornersTest {

    private static final int SHAPES = 200;

    @Test
    void ofFourPixels() {
        double nan = Double.NaN;
        double infinity = Double.POSITIVE_INFINITY;
        belongsToThe(1, 2, 5, 5, 4);
        belongsToThe(2, infinity, 1, nan, 5);
        belongsToThe(1, 1, nan, nan, infinity);
        belongsToThe(0, nan, nan, nan, nan);
        belongsToThe(0, -infinity, -infinity, -infinity, -infinity);
        belongsToThe(3, -infinity, -infinity, -infinity, -Float.MAX_VALUE);
    }

    /** Pixels row by row. */
    private static void belongsToThe(int first, double... pixels) {
        Pooling shape = Pooling.global(new Images(1, 1, 2, 2));
        PoolOperands operands = new PoolOperands(shape, pixels, new double[] {7}, PoolCornersTest.class);
        float[] gradient = new float[4];
        gradient[first] = 7;
        assertArrayEquals(new float[] {(float) pixels[first]}, operands.max(), () -> "maximum of " + Arrays.toString(pixels));
        assertArrayEquals(gradient, operands.gradientOfMax(null), () -> "gradient at " + Arrays.toString(pixels));
        double[] direction = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
        direction[first] = 5;
        assertArrayEquals(new float[] {5}, operands.tangentOfMax(direction), () -> "derivative at " + Arrays.toString(pixels));
    }

    /** In every lane, at every border. */
    @Test
    void theFirstNaNIsTheLargest() {
        check(Double.NaN, Double.NaN, Double.POSITIVE_INFINITY, -2, -1, 0);
    }

    /** What the sums start from must not be taken for a pixel, nor a pixel for it. */
    @Test
    void minusInfinityIsAPixelLikeAnyOther() {
        double lowest = Double.NEGATIVE_INFINITY;
        check(lowest, lowest, lowest, lowest, -Float.MAX_VALUE);
    }

    /** Values are drawn from those given; some maxima must be {@code wanted}, shared by several pixels. */
    private static void check(double wanted, double... values) {
        Verdict verdict = new Verdict(PoolCornersTest.class);
        int[] shared = {0};
        for (int i = 0; i < SHAPES; i++) {
            RandomGenerator random = Seeds.stream(i);
            Pooling shape = PoolShapes.random(random);
            PoolOperands operands = PoolOperands.of(shape, () -> values[random.nextInt(values.length)], () -> random.nextInt(1, 9),
                    PoolCornersTest.class);
            PoolReference reference = new PoolReference(shape);
            same(verdict, reference.max(operands.x), operands.max(), "max of " + shape);
            same(verdict, reference.gradientOfMax(operands.x, operands.dy), operands.gradientOfMax(null), "gradient of max of " + shape);
            double[] direction = PoolOperands.draw(shape.input(), random::nextGaussian);
            same(verdict, reference.tangentOfMax(operands.x, direction), operands.tangentOfMax(direction), "derivative of max of " + shape);
            reference.forEachWindow((y, seen) -> {
                boolean largest = Double.compare(operands.x[PoolReference.firstLargest(operands.x, seen)], wanted) == 0;
                shared[0] += largest && Arrays.stream(seen).filter(in -> Double.compare(operands.x[in], wanted) == 0).count() > 1 ? 1 : 0;
            });
        }
        assertTrue(shared[0] > SHAPES, () -> "only " + shared[0] + " windows had several pixels " + wanted + Seeds.again(PoolCornersTest.class));
        verdict.conclude();
    }

    private static void same(Verdict verdict, double[] expected, float[] actual, String what) {
        for (int i = 0; i < expected.length; i++) {
            verdict.exact(expected[i], actual[i], what, i);
        }
    }
}
