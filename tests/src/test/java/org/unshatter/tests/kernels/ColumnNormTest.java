package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.ColumnNorm;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.tests.kernels.NormCase.Kind;

/** Batch normalisation of matrices and its gradients equal their definition, as near as roundings allow. */
@EveryWidth
class ColumnNormTest {

    private final NormCheck check = new NormCheck(ColumnNormTest.class);

    /** Whole vectors and every rest, one block of columns and two; an even and an odd number of rows, and one. */
    @Test
    void everyNumberOfColumnsUpToAHundred() {
        for (int columns = 1; columns <= 100; columns++) {
            for (int rows : new int[] {1, 2, 3, 8}) {
                RandomGenerator random = Seeds.stream(100L * columns + rows);
                check(NormCase.of(Kind.COLUMN, rows, columns, 1, 1).withRandomSettings(random), random);
            }
        }
        check.conclude();
    }

    @Test
    void threeHundredRandomMatrices() {
        for (int i = 0; i < 300; i++) {
            RandomGenerator random = Seeds.stream(i);
            check(NormCase.randomColumns(random), random);
        }
        check.conclude();
    }

    /** Sums in one piece, in two with a rest of one row, in three; columns that are shared among threads. */
    static Stream<NormCase> largeMatrices() {
        return Stream.of(NormCase.of(Kind.COLUMN, 256, 200, 1, 1), NormCase.of(Kind.COLUMN, 1024, 17, 1, 1), NormCase.of(Kind.COLUMN, 1025, 67, 1, 1),
                NormCase.of(Kind.COLUMN, 3001, 5, 1, 1), NormCase.of(Kind.COLUMN, 7, 5003, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("largeMatrices")
    void aThousandRowsAndMore(NormCase shape) {
        for (int i = 0; i < 4; i++) {
            RandomGenerator random = Seeds.stream(i);
            check(shape.withRandomSettings(random), random);
        }
        check.conclude();
    }

    private void check(NormCase shape, RandomGenerator random) {
        NormOperands operands = NormOperands.random(shape, random, ColumnNormTest.class);
        check.forward(operands);
        check.evaluate(operands, random);
        check.gradient(operands, random);
        check.gradientOfConstantStatistics(operands, random);
    }

    @Test
    void ofNoRowsMeanAndVarianceAreNotANumber() {
        float[] mean = new float[20];
        float[] variance = new float[20];
        ColumnNorm.forward(0, 20, true, 1e-5, Activation.NONE, new float[0], 0, null, 0, null, 0, mean, 0, variance, 0, new float[0], 0);
        for (int j = 0; j < 20; j++) {
            assertTrue(Float.isNaN(mean[j]) && Float.isNaN(variance[j]), mean[j] + ", " + variance[j]);
        }
        ColumnNorm.forward(5, 0, true, 1e-5, Activation.NONE, new float[0], 0, null, 0, null, 0, new float[0], 0, new float[0], 0, new float[0], 0);
    }

    /** A NaN belongs to its column, in whatever lane. */
    @Test
    void oneNanSpoilsItsColumnOnly() {
        int rows = 6;
        int columns = 37;
        for (int at = 0; at < rows * columns; at++) {
            float[] x = Seeds.gaussians(1, rows * columns);
            x[at] = Float.NaN;
            float[] mean = new float[columns];
            float[] variance = new float[columns];
            float[] y = new float[rows * columns];
            ColumnNorm.forward(rows, columns, true, 1e-5, Activation.RELU, x, 0, null, 0, null, 0, mean, 0, variance, 0, y, 0);
            for (int i = 0; i < y.length; i++) {
                boolean spoilt = i % columns == at % columns;
                assertTrue(Float.isNaN(y[i]) == spoilt && Float.isNaN(mean[i % columns]) == spoilt,
                        "element " + i + " is " + y[i] + ", NaN at " + at + Seeds.again(ColumnNormTest.class));
            }
        }
    }
}
