package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Softmax;

/** Gradients of the softmax family: of L = Σ dy·f(x), by central differences of L in double. They are added to what dx held. */
@EveryWidth
class SoftmaxGradientsTest {

    private static final double STEP = 1e-5;

    private final Verdict verdict = new Verdict(SoftmaxGradientsTest.class);

    /** One row of x in double to the values of the function, one or as many. */
    private interface Definition {
        double[] of(double[] row);
    }

    private interface Gradient {
        void add(int rows, int columns, float[] x, float[] y, float[] dy, float[] dx);
    }

    @Test
    void softmax() {
        everyShape(SoftmaxGradientsTest::softmax, false, (rows, columns, x, y, dy, dx) -> {
            Softmax.softmax(rows, columns, x, 0, y, 0);
            Softmax.addSoftmaxGradient(rows, columns, y, 0, dy, 0, dx, 0);
        });
    }

    @Test
    void logSoftmax() {
        everyShape(row -> Arrays.stream(softmax(row)).map(Math::log).toArray(), false, (rows, columns, x, y, dy, dx) -> {
            Softmax.logSoftmax(rows, columns, x, 0, y, 0);
            Softmax.addLogSoftmaxGradient(rows, columns, y, 0, dy, 0, dx, 0);
        });
    }

    @Test
    void logSumExp() {
        everyShape(row -> new double[] {Math.log(Arrays.stream(row).map(Math::exp).sum())}, true, (rows, columns, x, y, dy, dx) -> {
            Softmax.logSumExp(rows, columns, x, 0, y, 0);
            Softmax.addLogSumExpGradient(rows, columns, x, 0, y, 0, dy, 0, dx, 0);
        });
    }

    private void everyShape(Definition definition, boolean onePerRow, Gradient gradient) {
        for (int rows : new int[] {1, 3}) {
            for (int columns : new int[] {1, 2, 3, 5, 9, 15, 16, 17, 31, 33, 97, 131}) {
                RandomGenerator random = Seeds.stream(100L * columns + rows);
                Guarded x = Guarded.dense(rows, columns).fill(random::nextGaussian);
                Guarded y = Guarded.dense(rows, onePerRow ? 1 : columns);
                Guarded dy = Guarded.dense(rows, onePerRow ? 1 : columns).fill(random::nextGaussian);
                Guarded dx = Guarded.dense(rows, columns).fill(random::nextGaussian);
                Guarded old = dx.copy();
                gradient.add(rows, columns, x.array, y.array, dy.array, dx.array);
                for (int i = 0; i < rows; i++) {
                    check(definition, x, dy, old, dx, i);
                }
                dx.assertNothingAround(rows + " × " + columns, SoftmaxGradientsTest.class);
            }
        }
        verdict.conclude();
    }

    private void check(Definition definition, Guarded x, Guarded dy, Guarded old, Guarded dx, int i) {
        double[] row = new double[x.columns];
        double magnitude = 1e-3;
        for (int j = 0; j < x.columns; j++) {
            row[j] = x.get(i, j);
        }
        for (int j = 0; j < dy.columns; j++) {
            magnitude += Math.abs(dy.get(i, j));
        }
        for (int j = 0; j < x.columns; j++) {
            double slope = 0;
            for (int sign : new int[] {1, -1}) {
                double[] moved = row.clone();
                moved[j] += sign * STEP;
                double[] values = definition.of(moved);
                for (int k = 0; k < values.length; k++) {
                    slope += sign * dy.get(i, k) * values[k] / (2 * STEP);
                }
            }
            verdict.near(old.get(i, j) + slope, Math.abs(old.get(i, j)) + magnitude, dx.get(i, j), x.rows + " × " + x.columns, j);
        }
    }

    /** Each array at an offset of its own, poison around it: the bits are those of arrays without. */
    @Test
    void offsetsChangeNoBit() {
        int rows = 3;
        int columns = 37;
        int n = rows * columns;
        Guarded x = Guarded.matrix(rows, columns, 1, columns).fill(Seeds.stream(1)::nextGaussian);
        Guarded dy = Guarded.matrix(rows, columns, 2, columns).fill(Seeds.stream(2)::nextGaussian);
        float[] plainX = Arrays.copyOfRange(x.array, 1, 1 + n);
        float[] plainDy = Arrays.copyOfRange(dy.array, 2, 2 + n);
        Guarded y = Guarded.matrix(rows, columns, 3, columns).fill(Float.NaN);
        Guarded dx = Guarded.matrix(rows, columns, 4, columns).fill(1);
        Guarded sums = Guarded.run(rows, 5).fill(Float.NaN);
        float[] plainY = new float[n];
        float[] plainDx = new float[n];
        float[] plainSums = new float[rows];
        Arrays.fill(plainDx, 1);
        Softmax.softmax(rows, columns, x.array, 1, y.array, 3);
        Softmax.softmax(rows, columns, plainX, 0, plainY, 0);
        same(plainY, y);
        Softmax.addSoftmaxGradient(rows, columns, y.array, 3, dy.array, 2, dx.array, 4);
        Softmax.addSoftmaxGradient(rows, columns, plainY, 0, plainDy, 0, plainDx, 0);
        same(plainDx, dx);
        Softmax.logSoftmax(rows, columns, x.array, 1, y.array, 3);
        Softmax.logSoftmax(rows, columns, plainX, 0, plainY, 0);
        same(plainY, y);
        Softmax.addLogSoftmaxGradient(rows, columns, y.array, 3, dy.array, 2, dx.array, 4);
        Softmax.addLogSoftmaxGradient(rows, columns, plainY, 0, plainDy, 0, plainDx, 0);
        same(plainDx, dx);
        Softmax.logSumExp(rows, columns, x.array, 1, sums.array, 5);
        Softmax.logSumExp(rows, columns, plainX, 0, plainSums, 0);
        same(plainSums, sums);
        Softmax.addLogSumExpGradient(rows, columns, x.array, 1, sums.array, 5, dy.array, 2, dx.array, 4);
        Softmax.addLogSumExpGradient(rows, columns, plainX, 0, plainSums, 0, plainDy, 0, plainDx, 0);
        same(plainDx, dx);
    }

    private static void same(float[] expected, Guarded actual) {
        assertArrayEquals(expected, Arrays.copyOfRange(actual.array, actual.offset, actual.offset + expected.length),
                () -> Seeds.again(SoftmaxGradientsTest.class));
        actual.assertNothingAround("with offsets", SoftmaxGradientsTest.class);
    }

    @Test
    void inPlaceEqualsSeparate() {
        int rows = 3;
        int columns = 1500;
        float[] y = new float[rows * columns];
        Softmax.softmax(rows, columns, Seeds.gaussians(1, y.length), 0, y, 0);
        float[] dy = Seeds.gaussians(2, y.length);
        float[] separate = dy.clone();
        Softmax.addSoftmaxGradient(rows, columns, y, 0, dy, 0, separate, 0);
        float[] same = dy.clone();
        Softmax.addSoftmaxGradient(rows, columns, y, 0, same, 0, same, 0);
        assertTrue(Arrays.equals(separate, same), Seeds.again(SoftmaxGradientsTest.class));
        separate = y.clone();
        Softmax.addLogSoftmaxGradient(rows, columns, y, 0, dy, 0, separate, 0);
        same = y.clone();
        Softmax.addLogSoftmaxGradient(rows, columns, same, 0, dy, 0, same, 0);
        assertTrue(Arrays.equals(separate, same), Seeds.again(SoftmaxGradientsTest.class));
    }

    private static double[] softmax(double[] row) {
        double sum = Arrays.stream(row).map(Math::exp).sum();
        return Arrays.stream(row).map(x -> Math.exp(x) / sum).toArray();
    }
}
