package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Reductions;

/** Sums and maxima along the middle axis of [outer, length, inner], and the derivatives of the maxima, against their definition. */
@EveryWidth
class AxisReductionsTest {

    /** Around a vector and around the 64 columns and the 512 that are treated together. */
    private static final int[] INNER = {1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 79, 80, 81, 130, 517};
    private static final int[] LENGTHS = {0, 1, 2, 3, 5, 16, 33, 67};
    private static final int[] OUTER = {0, 1, 3};

    private final Verdict verdict = new Verdict(AxisReductionsTest.class);

    private interface Case {
        void check(Shape shape, RandomGenerator random);
    }

    private record Shape(int outer, int length, int inner) {

        int elements() {
            return outer * length * inner;
        }

        int results() {
            return outer * inner;
        }

        /** The result to which an element belongs. */
        int result(int element) {
            return element / (length * inner) * inner + element % inner;
        }

        int element(int result, int l) {
            return (result / inner * length + l) * inner + result % inner;
        }
    }

    private static void forEveryShape(Case each) {
        for (int outer : OUTER) {
            for (int length : LENGTHS) {
                for (int inner : INNER) {
                    each.check(new Shape(outer, length, inner), Seeds.stream(10_000L * outer + 1000L * length + inner));
                }
            }
        }
    }

    @Test
    void sums() {
        forEveryShape((shape, random) -> {
            checkSum(shape, () -> random.nextInt(-4, 5), false);
            checkSum(shape, random::nextGaussian, true);
        });
        verdict.conclude();
    }

    /** Of more rows than are added up in single precision, and of rows that are longer. */
    @Test
    void longSums() {
        for (Shape shape : new Shape[] {new Shape(1, 1024, 17), new Shape(1, 1025, 17), new Shape(2, 5000, 33), new Shape(1, 100_003, 5),
            new Shape(2, 16_384, 1), new Shape(2, 16_385, 1), new Shape(1, 1_000_003, 1)}) {
            RandomGenerator random = Seeds.stream(shape.length);
            checkSum(shape, () -> random.nextInt(-4, 5), false);
            checkSum(shape, random::nextDouble, true);
        }
        verdict.conclude();
    }

    private void checkSum(Shape shape, DoubleSupplier values, boolean rounds) {
        Guarded x = Guarded.run(shape.elements(), 3).fill(values);
        Guarded before = x.copy();
        Guarded out = Guarded.run(shape.results(), 5).fill(Float.NaN);
        Reductions.sumAlong(shape.outer, shape.length, shape.inner, x.array, x.offset, out.array, out.offset);
        double[] sums = new double[shape.results()];
        double[] magnitudes = new double[shape.results()];
        for (int i = 0; i < x.columns; i++) {
            sums[shape.result(i)] += x.get(i);
            magnitudes[shape.result(i)] += Math.abs(x.get(i));
        }
        String where = "sum along " + shape;
        for (int i = 0; i < sums.length; i++) {
            verdict.near(sums[i], rounds ? magnitudes[i] : 0, out.get(i), where, i);
        }
        x.assertSameBits(before, shape, AxisReductionsTest.class);
        out.assertNothingAround(shape, AxisReductionsTest.class);
    }

    /** Values so few that the largest is rarely alone; with NaN or without, with nothing but −∞. */
    @Test
    void maximaAndTheirDerivatives() {
        forEveryShape((shape, random) -> {
            checkMax(shape, random, () -> random.nextInt(-9, 3));
            checkMax(shape, random, () -> random.nextInt(30) == 0 ? Double.NaN : random.nextInt(-9, 3));
            checkMax(shape, random, () -> Double.NEGATIVE_INFINITY);
            checkMax(shape, random, () -> random.nextInt(3) == 0 ? Double.POSITIVE_INFINITY : random.nextInt(2) - 0.0);
        });
        verdict.conclude();
    }

    private void checkMax(Shape shape, RandomGenerator random, DoubleSupplier values) {
        Guarded x = Guarded.run(shape.elements(), 3).fill(values);
        Guarded before = x.copy();
        float[] max = new float[shape.results()];
        int[] first = new int[shape.results()];
        for (int i = 0; i < max.length; i++) {
            max[i] = Float.NEGATIVE_INFINITY;
            first[i] = -1;
            for (int l = 0; l < shape.length; l++) {
                float value = x.get(shape.element(i, l));
                if (first[i] < 0 || value > max[i] || Float.isNaN(value) && !Float.isNaN(max[i])) {
                    max[i] = value;
                    first[i] = shape.element(i, l);
                }
            }
        }
        Guarded out = Guarded.run(shape.results(), 5).fill(-7);
        Reductions.maxAlong(shape.outer, shape.length, shape.inner, x.array, x.offset, out.array, out.offset);
        String where = "max along " + shape;
        for (int i = 0; i < max.length; i++) {
            verdict.exact(max[i], out.get(i), where, i);
        }
        out.assertNothingAround(shape, AxisReductionsTest.class);
        checkGradient(shape, x, first, random);
        checkTangent(shape, x, first, random);
        x.assertSameBits(before, shape, AxisReductionsTest.class);
    }

    private static void checkGradient(Shape shape, Guarded x, int[] first, RandomGenerator random) {
        Guarded dy = Guarded.run(shape.results(), 1).fill(() -> random.nextInt(6) == 0 ? Double.NaN : random.nextInt(1, 9));
        Guarded dx = Guarded.run(shape.elements(), 2).fill(-7);
        float[] expected = new float[shape.elements()];
        for (int i = 0; i < first.length; i++) {
            if (first[i] >= 0) {
                expected[first[i]] = dy.get(i);
            }
        }
        Reductions.maxAlongGradient(shape.outer, shape.length, shape.inner, x.array, x.offset, dy.array, dy.offset, dx.array, dx.offset);
        same(expected, dx, "gradient of max along " + shape);
        Guarded over = x.copy();
        Reductions.maxAlongGradient(shape.outer, shape.length, shape.inner, over.array, over.offset, dy.array, dy.offset, over.array, over.offset);
        same(expected, over, "gradient of max along " + shape + ", dx = x");
    }

    private static void checkTangent(Shape shape, Guarded x, int[] first, RandomGenerator random) {
        Guarded dx = Guarded.run(shape.elements(), 1).fill(() -> random.nextInt(6) == 0 ? Double.NaN : random.nextInt(1, 9));
        Guarded dy = Guarded.run(shape.results(), 2).fill(-7);
        float[] expected = new float[shape.results()];
        for (int i = 0; i < first.length; i++) {
            expected[i] = first[i] < 0 ? 0 : dx.get(first[i]);
        }
        Reductions.maxAlongTangent(shape.outer, shape.length, shape.inner, x.array, x.offset, dx.array, dx.offset, dy.array, dy.offset);
        same(expected, dy, "derivative of max along " + shape);
    }

    private static void same(float[] expected, Guarded actual, String where) {
        float[] values = Arrays.copyOfRange(actual.array, actual.offset, actual.offset + expected.length);
        assertArrayEquals(expected, values, 0f, () -> where + Seeds.again(AxisReductionsTest.class));
        actual.assertNothingAround(where, AxisReductionsTest.class);
    }

    /** From every row and column; the columns beside it stay what they are. */
    @Test
    void oneNanOrInfinityReachesItsOwnSumOnly() {
        for (int at = 0; at < 5 * 37; at++) {
            for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                float[] x = new float[5 * 37];
                x[at] = special;
                float[] sums = new float[37];
                Reductions.sumAlong(1, 5, 37, x, 0, sums, 0);
                for (int j = 0; j < 37; j++) {
                    assertEquals(j == at % 37 ? special : 0, sums[j], 0f, "column " + j + ", special element " + at);
                }
            }
        }
    }

    /** A sum in single precision alone would lose what is added to a large one, or stop growing at 2²⁴. */
    @Test
    void ofManyOnesNoneIsLost() {
        int n = (1 << 25) + 1;
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        float[] sum = new float[2];
        Reductions.sumAlong(1, n, 1, ones, 0, sum, 0);
        assertEquals((float) n, sum[0]);
        Reductions.sumAlong(1, n / 2, 2, ones, 0, sum, 0);
        assertEquals(n / 2, sum[0]);
        assertEquals(n / 2, sum[1]);
        assertTrue(naive(n) < n, "sums that a plain loop finds too prove nothing");
    }

    private static float naive(int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += 1;
        }
        return sum;
    }
}
