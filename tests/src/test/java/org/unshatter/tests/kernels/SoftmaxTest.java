package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Softmax;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** Softmax, its logarithm and log-sum-exp by row, against their definitions in double. */
@EveryWidth
class SoftmaxTest {

    private static final int[] ROWS = {0, 1, 2, 5};
    /** What the criterion makes two of the smallest floats: the error of an exponential below all normal floats is no share of it. */
    private static final double UNDERFLOW = 2 * Float.MIN_VALUE * 0x1p20;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private final Verdict verdict = new Verdict(SoftmaxTest.class);

    /** Inputs with a spread of 10: exponentials from 1e-20 to 1e20. */
    @Test
    void everyShape() {
        for (int rows : ROWS) {
            for (int columns : Sizes.lengths()) {
                RandomGenerator random = Seeds.stream(100L * columns + rows);
                check(Guarded.dense(rows, columns).fill(() -> 10 * random.nextGaussian()));
            }
        }
        verdict.conclude();
    }

    /** exp of these is infinite, or zero, for every element of a row. */
    @Test
    void neitherLargeNorSmallRowsOverflow() {
        for (float centre : new float[] {1000, -1000, 3e38f, -3e38f}) {
            RandomGenerator random = Seeds.stream(1);
            check(Guarded.dense(3, 41).fill(() -> centre + random.nextGaussian()));
        }
        verdict.conclude();
    }

    @Test
    @Fuzzed
    void anyShape() throws InterruptedException {
        Fuzz.run("softmax", 12, random -> {
            double centre = random.nextBoolean() ? 0 : 1000 * random.nextGaussian();
            double spread = random.nextInt(1, 20);
            int columns = Sizes.random(random, 3000);
            check(Guarded.dense(Sizes.random(random, 40), columns).fill(() -> centre + spread * random.nextGaussian()), additions(columns));
            return "computed";
        }, "computed");
        verdict.conclude();
    }

    /** To one partial sum: where one exponential is nearly all of it, each addition of a small one may round the same way. */
    private static double additions(int columns) {
        int partialSums = Machine.lanes() == 1 ? 1 : 4 * Machine.lanes();
        return (double) columns / partialSums;
    }

    private void check(Guarded x) {
        check(x, 0);
    }

    /** @param additions whose roundings come on top of those of the criterion */
    private void check(Guarded x, double additions) {
        double more = additions / 16;
        int rows = x.rows;
        int columns = x.columns;
        Guarded before = x.copy();
        Guarded softmax = Guarded.dense(rows, columns).fill(Float.NaN);
        Guarded log = softmax.copy();
        Guarded logSum = Guarded.run(rows, 0).fill(Float.NaN);
        Softmax.softmax(rows, columns, x.array, 0, softmax.array, 0);
        Softmax.logSoftmax(rows, columns, x.array, 0, log.array, 0);
        Softmax.logSumExp(rows, columns, x.array, 0, logSum.array, 0);
        String where = rows + " × " + columns;
        for (int i = 0; i < rows; i++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < columns; j++) {
                max = Math.max(max, x.get(i, j));
            }
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += Math.exp(x.get(i, j) - max);
            }
            double logOfSum = Math.log(sum);
            verdict.near(max + logOfSum, 1 + more + Math.abs(max) + Math.abs(logOfSum), logSum.get(i), "logSumExp of " + where, i);
            for (int j = 0; j < columns; j++) {
                double below = x.get(i, j) - max;
                double probability = Math.exp(below) / sum;
                verdict.near(probability, probability * (1 + more - below) + UNDERFLOW, softmax.get(i, j), "softmax of " + where, i * columns + j);
                verdict.near(below - logOfSum, 1 + more - below + Math.abs(logOfSum), log.get(i, j), "logSoftmax of " + where, i * columns + j);
            }
        }
        x.assertSameBits(before, where, SoftmaxTest.class);
        softmax.assertNothingAround(where, SoftmaxTest.class);
        log.assertNothingAround(where, SoftmaxTest.class);
        logSum.assertNothingAround(where, SoftmaxTest.class);
    }

    @Test
    void aRowWithoutALimitIsAllNanAndLeavesItsNeighboursAlone() {
        for (int at = 0; at < 37; at++) {
            for (float corner : new float[] {Float.NaN, INFINITY}) {
                float[] x = new float[3 * 37];
                x[37 + at] = corner;
                assertMiddleRowIsNan(x);
                assertEquals(corner, logSumExp(Arrays.copyOfRange(x, 37, 74)));
            }
        }
        float[] x = new float[3 * 37];
        Arrays.fill(x, 37, 74, -INFINITY);
        assertMiddleRowIsNan(x);
        assertEquals(-INFINITY, logSumExp(Arrays.copyOfRange(x, 37, 74)));
        assertEquals(-INFINITY, logSumExp(new float[0]));
    }

    private static void assertMiddleRowIsNan(float[] x) {
        float[] softmax = new float[x.length];
        float[] log = new float[x.length];
        Softmax.softmax(3, 37, x, 0, softmax, 0);
        Softmax.logSoftmax(3, 37, x, 0, log, 0);
        for (int i = 0; i < x.length; i++) {
            boolean middle = i / 37 == 1;
            assertEquals(middle ? Float.NaN : 1 / 37f, softmax[i], 1e-8f, "element " + i);
            assertEquals(middle ? Float.NaN : -(float) Math.log(37), log[i], 1e-6f, "element " + i);
        }
    }

    private static float logSumExp(float[] row) {
        float[] out = new float[1];
        Softmax.logSumExp(1, row.length, row, 0, out, 0);
        return out[0];
    }

    @Test
    void minusInfinityHasNoProbability() {
        for (int at = 0; at < 37; at++) {
            float[] x = new float[37];
            x[at] = -INFINITY;
            float[] y = x.clone();
            Softmax.softmax(1, 37, y, 0, y, 0);
            assertEquals(0, y[at]);
            assertEquals(1 / 36f, y[(at + 1) % 37], 1e-8f);
            Softmax.logSoftmax(1, 37, x, 0, y, 0);
            assertEquals(-INFINITY, y[at]);
            assertEquals(-(float) Math.log(36), y[(at + 1) % 37], 1e-6f);
        }
    }

    @Test
    void inPlaceEqualsSeparate() {
        int rows = 3;
        int columns = 1500;
        float[] x = Seeds.gaussians(1, rows * columns);
        float[] separate = new float[x.length];
        Softmax.softmax(rows, columns, x, 0, separate, 0);
        float[] same = x.clone();
        Softmax.softmax(rows, columns, same, 0, same, 0);
        assertTrue(Arrays.equals(separate, same), Seeds.again(SoftmaxTest.class));
        Softmax.logSoftmax(rows, columns, x, 0, separate, 0);
        same = x.clone();
        Softmax.logSoftmax(rows, columns, same, 0, same, 0);
        assertTrue(Arrays.equals(separate, same), Seeds.again(SoftmaxTest.class));
    }
}
