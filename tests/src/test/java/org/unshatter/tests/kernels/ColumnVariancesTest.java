package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Reductions;

/** Variances in two passes: they must survive a mean that is large against the spread. */
@EveryWidth
class ColumnVariancesTest {

    private static final int ROWS = 257;
    private static final float LARGE = 1e4f;

    private final Verdict verdict = new Verdict(ColumnVariancesTest.class);

    @Test
    void everyWidthOfARow() {
        for (int rows : new int[] {1, 2, 5, 67}) {
            for (int columns : Sizes.lengths()) {
                RandomGenerator random = Seeds.stream(100L * columns + rows);
                Guarded x = Guarded.dense(rows, columns).fill(random::nextGaussian);
                check(x, Guarded.run(columns, 0).fill(random::nextGaussian));
            }
        }
        verdict.conclude();
    }

    /** Deviations of neighbouring floats are exact, so the bound is as tight as without the large mean. */
    @Test
    void aLargeMeanCostsNothing() {
        Guarded x = farFromZero(35);
        check(x, Guarded.run(35, 0).fill(LARGE));
        verdict.conclude();
    }

    /** With the mean of {@link Reductions#columnMeans}, whose own rounding (below 0.1) enters squared. */
    @Test
    void meanAndVarianceTogether() {
        int columns = 35;
        Guarded x = farFromZero(columns);
        float[] mean = new float[columns];
        float[] variance = new float[columns];
        Reductions.columnMeans(ROWS, columns, x.array, mean);
        Reductions.columnVariances(ROWS, columns, x.array, mean, variance);
        double worstOfOnePass = 0;
        for (int j = 0; j < columns; j++) {
            double exact = variance(x, j, mean(x, j));
            assertEquals(exact, variance[j], 0.01 * exact, Seeds.again(ColumnVariancesTest.class));
            worstOfOnePass = Math.max(worstOfOnePass, Math.abs(varianceInOnePass(x, j) - exact) / exact);
        }
        assertTrue(worstOfOnePass > 0.5, "data on which E[x²] − E[x]² does well too prove nothing: " + worstOfOnePass
                + Seeds.again(ColumnVariancesTest.class));
    }

    private void check(Guarded x, Guarded mean) {
        Guarded out = Guarded.run(x.columns, 0).fill(Float.NaN);
        Guarded xBefore = x.copy();
        Guarded meanBefore = mean.copy();
        Reductions.columnVariances(x.rows, x.columns, x.array, mean.array, out.array);
        String where = x.rows + " × " + x.columns;
        for (int j = 0; j < x.columns; j++) {
            double expected = variance(x, j, mean.get(j));
            verdict.near(expected, expected, out.get(j), where, j);
        }
        out.assertNothingAround(where, ColumnVariancesTest.class);
        x.assertSameBits(xBefore, where, ColumnVariancesTest.class);
        mean.assertSameBits(meanBefore, where, ColumnVariancesTest.class);
    }

    private static Guarded farFromZero(int columns) {
        RandomGenerator random = Seeds.stream(0);
        return Guarded.dense(ROWS, columns).fill(() -> LARGE + random.nextGaussian());
    }

    private static double mean(Guarded x, int column) {
        double sum = 0;
        for (int i = 0; i < x.rows; i++) {
            sum += x.get(i, column);
        }
        return sum / x.rows;
    }

    private static double variance(Guarded x, int column, double mean) {
        double sum = 0;
        for (int i = 0; i < x.rows; i++) {
            double deviation = x.get(i, column) - mean;
            sum += deviation * deviation;
        }
        return sum / x.rows;
    }

    /** The method that the kernel must not use. */
    private static double varianceInOnePass(Guarded x, int column) {
        float sum = 0;
        float squares = 0;
        for (int i = 0; i < x.rows; i++) {
            sum += x.get(i, column);
            squares += x.get(i, column) * x.get(i, column);
        }
        return squares / x.rows - (sum / x.rows) * (sum / x.rows);
    }
}
