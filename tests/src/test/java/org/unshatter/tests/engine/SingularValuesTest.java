package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.init.RandomStreams;
import org.unshatter.linalg.SingularValues;
import org.unshatter.linalg.SymmetricEigen;

/** Singular values against matrices that were made from theirs, closed forms and 150 decimal digits. */
class SingularValuesTest {

    private final RandomGenerator random = RandomStreams.of(1, "singular values");

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "5, 5", "7, 1", "1, 7", "40, 25", "25, 40", "200, 120", "33, 129"})
    void areThoseTheMatrixWasMadeOf(int rows, int columns) {
        double[] s = new double[Math.min(rows, columns)];
        Arrays.setAll(s, i -> 3.0 * (s.length - i) / s.length);
        s[s.length / 2] = s[0]; // one twice
        Arrays.sort(s);
        double[] values = SingularValues.of(DoubleMatrices.withSingularValues(s, rows, columns, random));
        assertArrayEquals(descending(s), values, 1e-13);
    }

    /** The matrix of differences of n numbers: 2·sin(πk/2n), k = n − 1 … 1. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 101})
    void ofTheDifferencesAreSines(int n) {
        double[][] a = new double[n - 1][n];
        double[] expected = new double[n - 1];
        for (int i = 0; i < n - 1; i++) {
            a[i][i] = -1;
            a[i][i + 1] = 1;
            expected[i] = 2 * Math.sin(Math.PI * (n - 1 - i) / (2.0 * n));
        }
        assertArrayEquals(expected, SingularValues.of(a), 1e-13);
        assertArrayEquals(expected, SingularValues.of(DoubleMatrices.transposed(a)), 1e-13);
    }

    /** Columns that shrink by 10⁵ from each to the next: the last has as many digits as the first. */
    @Test
    void smallOnesOfGradedColumnsAreAsAccurateAsLargeOnes() {
        for (int draw = 0; draw < 8; draw++) {
            double[][] a = graded();
            assertEquals(0, worstRelativeError(DecimalSingularValues.of(a), SingularValues.of(a)), 1e-13);
            assertEquals(0, worstRelativeError(DecimalSingularValues.of(a), SingularValues.of(DoubleMatrices.transposed(a))), 1e-13);
        }
    }

    /** The control that shows the test above to be a test. */
    @Test
    void theSquaresOfGradedColumnsHaveLostTheSmallOnes() {
        double[][] a = graded();
        double[] squares = SymmetricEigen.of(DoubleMatrices.times(DoubleMatrices.transposed(a), a)).values();
        double[] values = descending(Arrays.stream(squares).map(square -> Math.sqrt(Math.max(0, square))).toArray());
        double[] expected = DecimalSingularValues.of(a);
        assertEquals(expected[0], values[0], 1e-13 * expected[0]);
        assertTrue(worstRelativeError(expected, values) > 0.1);
    }

    private double[][] graded() {
        double[][] a = DoubleMatrices.gaussian(8, 6, random);
        for (double[] row : a) {
            for (int j = 0; j < 6; j++) {
                row[j] *= Math.pow(10, -5 * ((j + 2) % 6));
            }
        }
        return a;
    }

    /** Hilbert's matrix is as ill-conditioned with its columns scaled: of size 7 the smallest, 10⁻⁸ of the largest, has some 8 digits. */
    @Test
    void ofHilbertsMatrixAreAsAccurateAsItsColumnsAllow() {
        double[][] a = new double[7][7];
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                a[i][j] = 1.0 / (i + j + 1);
            }
        }
        assertEquals(0, worstRelativeError(DecimalSingularValues.of(a), SingularValues.of(a)), 1e-8);
    }

    private static double worstRelativeError(double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length);
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(actual[i] / expected[i] - 1));
        }
        return worst;
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "17, 5", "5, 17", "64, 64", "100, 31"})
    void theirSquaresAddUpToThoseOfTheElements(int rows, int columns) {
        double[][] a = DoubleMatrices.gaussian(rows, columns, random);
        double squares = Arrays.stream(a).mapToDouble(row -> DoubleMatrices.dot(row, row)).sum();
        double[] values = SingularValues.of(a);
        assertEquals(squares, DoubleMatrices.dot(values, values), 1e-13 * squares);
        for (int i = 1; i < values.length; i++) {
            assertTrue(values[i] <= values[i - 1], "not descending at " + i);
        }
    }

    @Test
    void awkwardMatricesConvergeToo() {
        for (int draw = 0; draw < 2000; draw++) {
            double[][] a = DoubleMatrices.awkward(1 + random.nextInt(8), 1 + random.nextInt(8), random);
            double size = Math.max(DoubleMatrices.largestElement(a), Double.MIN_NORMAL);
            double squares = Arrays.stream(a).flatMapToDouble(Arrays::stream).map(x -> x / size * (x / size)).sum();
            double squaresOfValues = Arrays.stream(SingularValues.of(a)).map(x -> x / size * (x / size)).sum();
            assertEquals(squares, squaresOfValues, 1e-13 * squares, () -> Arrays.deepToString(a));
        }
    }

    @Test
    void ofOrthogonalMatricesAreOne() {
        double[] ones = new double[150];
        Arrays.fill(ones, 1);
        assertArrayEquals(ones, SingularValues.of(DoubleMatrices.orthonormalRows(150, 150, random)), 1e-14);
        assertArrayEquals(ones, SingularValues.of(DoubleMatrices.orthonormalRows(150, 200, random)), 1e-14);
    }

    @Test
    void ofDiagonalAndPermutedMatricesAreExact() {
        assertArrayEquals(new double[] {1, 1, 1}, SingularValues.of(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}));
        assertArrayEquals(new double[] {5, 3, 1e-30, 0}, SingularValues.of(new double[][] {
            {0, -3, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 1e-30, 0}, {5, 0, 0, 0, 0}}));
    }

    @ParameterizedTest
    @CsvSource({"6, 4", "4, 6", "50, 50"})
    void ofRankOneIsTheProductOfTheNorms(int rows, int columns) {
        double[][] x = DoubleMatrices.gaussian(rows, 1, random);
        double[][] y = DoubleMatrices.gaussian(1, columns, random);
        double[] values = SingularValues.of(DoubleMatrices.times(x, y));
        double[] expected = new double[values.length];
        expected[0] = Math.sqrt(DoubleMatrices.dot(y[0], y[0]) * Arrays.stream(x).mapToDouble(row -> row[0] * row[0]).sum());
        assertArrayEquals(expected, values, 1e-14 * expected[0]);
    }

    @Test
    void ofARowOrAColumnIsItsNorm() {
        assertArrayEquals(new double[] {13}, SingularValues.of(new double[][] {{3, -4, 12}}), 1e-15);
        assertArrayEquals(new double[] {13}, SingularValues.of(new double[][] {{3}, {-4}, {12}}), 1e-15);
    }

    @Test
    void ofZerosAreZeroAndOfNothingThereAreNone() {
        assertArrayEquals(new double[3], SingularValues.of(new double[3][5]));
        assertArrayEquals(new double[0], SingularValues.of(new double[0][]));
        assertArrayEquals(new double[0], SingularValues.of(new double[3][0]));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-305, 1e-160, 1e160, 1e305})
    void squaresDoNotOverflow(double scale) {
        double[] values = SingularValues.of(new double[][] {{scale, scale}, {-scale, scale}, {0, 0}});
        assertArrayEquals(new double[] {Math.sqrt(2), Math.sqrt(2)}, Arrays.stream(values).map(value -> value / scale).toArray(), 1e-14);
    }

    @Test
    void theMatrixIsLeftAlone() {
        for (double[][] a : new double[][][] {{{1, 2}, {3, 4}, {5, 6}}, {{1, 2, 3}, {4, 5, 6}}}) {
            double[][] before = Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
            assertFalse(SingularValues.of(a)[1] == 0);
            assertTrue(Arrays.deepEquals(before, a));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsRefused(double value) {
        String message = assertThrows(IllegalArgumentException.class, () -> SingularValues.of(new double[][] {{1, 2}, {value, 4}})).getMessage();
        assertTrue(message.contains("(1, 0)") && message.contains("" + value), message);
    }

    @Test
    void rowsOfDifferentLengthAreRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> SingularValues.of(new double[][] {{1, 2}, {3}})).getMessage();
        assertTrue(message.contains("row 1 has 1 elements"), message);
    }

    private static double[] descending(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        double[] descending = new double[sorted.length];
        Arrays.setAll(descending, i -> sorted[sorted.length - 1 - i]);
        return descending;
    }
}
