package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Reductions;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/**
 * Sums and maxima. Sums are checked twice: on small whole numbers with tolerance 0, on Gaussian numbers by the error ratio.
 * Poison around the data shows a read outside it, since the sum becomes NaN.
 */
@EveryWidth
class ReductionsTest {

    private static final int[] ROWS = {0, 1, 2, 5, 67};

    private final Verdict verdict = new Verdict(ReductionsTest.class);

    @Test
    void sum() {
        for (int n : Sizes.lengths()) {
            for (int offset = 0; offset <= 3; offset++) {
                RandomGenerator random = Seeds.stream(n);
                checkRun(n, offset, () -> random.nextInt(-4, 5), false);
                checkRun(n, offset, random::nextGaussian, true);
            }
        }
        verdict.conclude();
    }

    private void checkRun(int n, int offset, DoubleSupplier values, boolean rounds) {
        Guarded x = Guarded.run(n, offset).fill(values);
        Guarded y = Guarded.run(n, 3 - offset).fill(values);
        Sum sum = new Sum();
        Sum dot = new Sum();
        for (int i = 0; i < n; i++) {
            sum.add(x.get(i));
            dot.add((double) x.get(i) * y.get(i));
        }
        verdict.near(sum.value, rounds ? sum.magnitude : 0, Reductions.sum(n, x.array, x.offset), "sum", n);
        verdict.near(dot.value, rounds ? dot.magnitude : 0,
                Reductions.dot(n, x.array, x.offset, y.array, y.offset), "dot", n);
    }

    @Test
    void rowsAndColumns() {
        for (int rows : ROWS) {
            for (int columns : Sizes.lengths()) {
                RandomGenerator random = Seeds.stream(100L * columns + rows);
                checkMatrix(rows, columns, () -> random.nextInt(-4, 5), false);
                checkMatrix(rows, columns, random::nextGaussian, true);
            }
        }
        verdict.conclude();
    }

    private void checkMatrix(int rows, int columns, DoubleSupplier values, boolean rounds) {
        Guarded x = Guarded.dense(rows, columns).fill(values);
        Guarded before = x.copy();
        Guarded rowSums = Guarded.run(rows, 0).fill(Float.POSITIVE_INFINITY);
        Guarded columnSums = Guarded.run(columns, 0).fill(Float.POSITIVE_INFINITY);
        Reductions.rowSums(rows, columns, x.array, rowSums.array);
        Reductions.columnSums(rows, columns, x.array, columnSums.array);
        String where = rows + " × " + columns;
        Sum[] perColumn = Sum.array(columns);
        for (int i = 0; i < rows; i++) {
            Sum perRow = new Sum();
            for (int j = 0; j < columns; j++) {
                perRow.add(x.get(i, j));
                perColumn[j].add(x.get(i, j));
            }
            verdict.near(perRow.value, rounds ? perRow.magnitude : 0, rowSums.get(i), "rowSums of " + where, i);
        }
        for (int j = 0; j < columns; j++) {
            verdict.near(perColumn[j].value, rounds ? perColumn[j].magnitude : 0, columnSums.get(j), "columnSums of " + where, j);
        }
        x.assertSameBits(before, where, ReductionsTest.class);
        rowSums.assertNothingAround(where, ReductionsTest.class);
        columnSums.assertNothingAround(where, ReductionsTest.class);
    }

    @Test
    void meansOverTheRows() {
        for (int rows : ROWS) {
            for (int columns : Sizes.lengths()) {
                if (rows > 0) {
                    checkMeans(rows, columns, Seeds.stream(100L * columns + rows));
                }
            }
        }
        verdict.conclude();
    }

    private void checkMeans(int rows, int columns, RandomGenerator random) {
        Guarded x = Guarded.dense(rows, columns).fill(random::nextGaussian);
        Guarded means = Guarded.run(columns, 0).fill(Float.NaN);
        Reductions.columnMeans(rows, columns, x.array, means.array);
        String where = rows + " × " + columns;
        for (int j = 0; j < columns; j++) {
            Sum sum = new Sum();
            for (int i = 0; i < rows; i++) {
                sum.add(x.get(i, j));
            }
            verdict.near(sum.value / rows, sum.magnitude / rows, means.get(j), "columnMeans of " + where, j);
        }
        means.assertNothingAround(where, ReductionsTest.class);
    }

    @Test
    @Fuzzed
    void anyRunAndMatrix() throws InterruptedException {
        Fuzz.run("reductions", 20, random -> {
            boolean rounds = random.nextBoolean();
            DoubleSupplier values = rounds ? random::nextGaussian : () -> random.nextInt(-4, 5);
            checkRun(Sizes.random(random, 100_000), random.nextInt(4), values, rounds);
            int columns = Sizes.random(random, 3000);
            checkMatrix(Sizes.random(random, 100_000 / Math.max(1, columns)), columns, values, rounds);
            checkMeans(Math.max(1, Sizes.random(random, 100)), Sizes.random(random, 300), random);
            return rounds ? "rounded" : "exact";
        }, "rounded", "exact");
        verdict.conclude();
    }

    @Test
    void maxima() {
        for (int n : Sizes.lengths()) {
            RandomGenerator random = Seeds.stream(n);
            Guarded x = Guarded.dense(3, n).fill(() -> random.nextGaussian() - 5);
            Guarded maxima = Guarded.run(3, 0).fill(Float.NaN);
            Reductions.rowMaxima(3, n, x.array, maxima.array);
            for (int i = 0; i < 3; i++) {
                float max = Float.NEGATIVE_INFINITY;
                for (int j = 0; j < n; j++) {
                    max = x.get(i, j) > max ? x.get(i, j) : max;
                }
                verdict.exact(max, maxima.get(i), "rowMaxima of 3 × " + n, i);
                verdict.exact(max, Reductions.max(n, x.array, i * n), "max of " + n, i);
            }
            maxima.assertNothingAround(n, ReductionsTest.class);
        }
        verdict.conclude();
    }

    @Test
    void oneNanOrTheLargestReachesTheMaximumFromEveryLane() {
        for (int at = 0; at < 37; at++) {
            float[] x = new float[37];
            x[at] = 1;
            assertEquals(1, Reductions.max(37, x, 0));
            x[at] = Float.NaN;
            assertEquals(Float.NaN, Reductions.max(37, x, 0));
        }
    }

    @Test
    void theMeanOfNoRowsIsNan() {
        float[] out = new float[33];
        Reductions.columnMeans(0, 33, new float[0], out);
        for (float mean : out) {
            assertTrue(Float.isNaN(mean), () -> "got " + mean);
        }
    }

    @Test
    void oneNanOrInfinityReachesTheSum() {
        for (int at = 0; at < 37; at++) {
            float[] x = new float[37];
            x[at] = Float.NaN;
            assertEquals(Float.NaN, Reductions.sum(37, x, 0));
            assertEquals(Float.NaN, Reductions.dot(37, x, 0, new float[37], 0));
            x[at] = Float.NEGATIVE_INFINITY;
            assertEquals(Float.NEGATIVE_INFINITY, Reductions.sum(37, x, 0));
        }
    }

    /** A sum in double and the sum of the absolute values of its terms. */
    private static final class Sum {

        private double value;
        private double magnitude;

        static Sum[] array(int n) {
            Sum[] sums = new Sum[n];
            for (int i = 0; i < n; i++) {
                sums[i] = new Sum();
            }
            return sums;
        }

        void add(double term) {
            value += term;
            magnitude += Math.abs(term);
        }
    }
}
