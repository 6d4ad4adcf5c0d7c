package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Pooling;

/** What a gradient has to do with what it is the gradient of. */
@EveryWidth
class PoolLawsTest {

    /** Unit roundoff of float, 2⁻²⁴. */
    private static final double UNIT = Math.ulp(1f) / 2;
    private static final int SHAPES = 100;
    private static final int MOST_PIXELS = 200;

    /**
     * ⟨average of x, dy⟩ = ⟨x, gradient⟩, for the average is linear. No element of either side is a sum of more than a window's pixels,
     * each term divided once: so many roundings at most, of the sum of the terms' absolute values.
     */
    @Test
    void theGradientOfTheAverageIsItsAdjoint() {
        int notZero = 0;
        for (int i = 0; i < SHAPES; i++) {
            RandomGenerator random = Seeds.stream(i);
            Pooling shape = PoolShapes.random(random);
            boolean border = random.nextBoolean();
            PoolOperands operands = PoolOperands.of(shape, random::nextGaussian, random::nextGaussian, PoolLawsTest.class);
            double forward = inner(operands.average(border), operands.dy);
            double backward = inner(operands.gradientOfAverage(border, null), operands.x);
            double[] means = new PoolReference(shape).average(border, Arrays.stream(operands.x).map(Math::abs).toArray());
            double magnitude = IntStream.range(0, means.length).mapToDouble(o -> means[o] * Math.abs(operands.dy[o])).sum();
            int roundings = 2 * (shape.window().height() * shape.window().width() + 1);
            assertEquals(forward, backward, roundings * UNIT * magnitude, () -> shape + Seeds.again(PoolLawsTest.class));
            notZero += Math.abs(forward) > roundings * UNIT * magnitude ? 1 : 0;
        }
        assertTrue(notZero > SHAPES / 2, "only " + notZero + " of " + SHAPES + " inner products were not 0" + Seeds.again(PoolLawsTest.class));
    }

    /**
     * All pixels differ by 1 at least, so ±¼ on one of them changes no order: the maximum is linear there, and, all numbers being
     * multiples of ¼, so is the difference without any error.
     */
    @Test
    void theGradientOfTheMaximumIsItsSlope() {
        Verdict verdict = new Verdict(PoolLawsTest.class);
        for (int i = 0; i < SHAPES; i++) {
            RandomGenerator random = Seeds.stream(i);
            Pooling shape = small(random);
            double[] x = permutation(ImagesLayout.elements(shape.input()), random);
            double[] dy = PoolOperands.draw(shape.output(), () -> random.nextInt(-3, 4));
            float[] dx = new PoolOperands(shape, x, dy, PoolLawsTest.class).gradientOfMax(null);
            for (int pixel = 0; pixel < x.length; pixel++) {
                double before = x[pixel];
                x[pixel] = before + 0.25;
                double above = loss(shape, x, dy);
                x[pixel] = before - 0.25;
                double below = loss(shape, x, dy);
                x[pixel] = before;
                verdict.exact((above - below) / 0.5, dx[pixel], shape, pixel);
            }
        }
        verdict.conclude();
    }

    private static double loss(Pooling shape, double[] x, double[] dy) {
        double[] y = new PoolReference(shape).max(x);
        return IntStream.range(0, y.length).mapToDouble(i -> y[i] * dy[i]).sum();
    }

    /** Few enough pixels to move each. */
    private static Pooling small(RandomGenerator random) {
        while (true) {
            Pooling shape = PoolShapes.random(random);
            if (ImagesLayout.elements(shape.input()) <= MOST_PIXELS) {
                return shape;
            }
        }
    }

    private static double[] permutation(int n, RandomGenerator random) {
        double[] order = IntStream.range(0, n).asDoubleStream().toArray();
        for (int i = n - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }

    private static double inner(float[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
}
