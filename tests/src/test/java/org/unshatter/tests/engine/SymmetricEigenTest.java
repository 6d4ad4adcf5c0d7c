package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.init.RandomStreams;
import org.unshatter.linalg.SymmetricEigen;

/** Eigenvalues by closed forms, eigenvectors by their definition. */
class SymmetricEigenTest {

    private final RandomGenerator random = RandomStreams.of(1, "symmetric");

    /** The Laplacian of a path of n vertices: 2 − 2·cos(πk/n). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100})
    void ofAPathAreCosines(int n) {
        double[][] a = new double[n][n];
        double[] expected = new double[n];
        for (int i = 0; i < n; i++) {
            expected[i] = 2 - 2 * Math.cos(Math.PI * i / n);
            if (i > 0) {
                a[i - 1][i - 1]++;
                a[i][i]++;
                a[i][i - 1] = -1;
                a[i - 1][i] = -1;
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(a);
        assertArrayEquals(expected, eigen.values(), 1e-13);
        assertEigen(a, eigen);
    }

    /** A circulant matrix: Σ cⱼ·cos(2πjk/n), each but the first, and the last of an even size, twice. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 33})
    void ofACirculantAreItsFourierTransform(int n) {
        double[] c = new double[n];
        for (int j = 0; j <= n / 2; j++) {
            c[j] = random.nextGaussian();
            c[(n - j) % n] = c[j];
        }
        double[][] a = new double[n][n];
        double[] expected = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = c[(i - j + n) % n];
                expected[i] += c[j] * Math.cos(2 * Math.PI * j * i / n);
            }
        }
        Arrays.sort(expected);
        SymmetricEigen eigen = SymmetricEigen.of(a);
        assertArrayEquals(expected, eigen.values(), 1e-13 * n);
        assertEigen(a, eigen);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 17, 100, 256})
    void vectorsAreEigenvectorsAndOrthonormal(int n) {
        double[][] g = DoubleMatrices.gaussian(n, n, random);
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = g[i][j] + g[j][i];
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(a);
        assertEigen(a, eigen);
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += a[i][i];
        }
        assertEquals(trace, Arrays.stream(eigen.values()).sum(), 1e-12 * n);
    }

    /** Covariance of fewer draws than dimensions: as many zeros as are missing. */
    @ParameterizedTest
    @CsvSource({"40, 7", "30, 29", "60, 1"})
    void ofACovarianceOfFewDrawsAreZeroButForTheseMany(int n, int draws) {
        double[][] g = DoubleMatrices.gaussian(draws, n, random);
        double[][] a = DoubleMatrices.times(DoubleMatrices.transposed(g), g);
        SymmetricEigen eigen = SymmetricEigen.of(a);
        assertEigen(a, eigen);
        double largest = eigen.values()[n - 1];
        for (int k = 0; k < n - draws; k++) {
            assertEquals(0, eigen.values()[k], 1e-14 * largest);
        }
        assertTrue(eigen.values()[n - draws] > 1e-6 * largest);
    }

    @Test
    void ofDiagonalMatricesAreTheDiagonal() {
        SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{3, 0, 0}, {0, -1, 0}, {0, 0, 2}});
        assertArrayEquals(new double[] {-1, 2, 3}, eigen.values());
        double[][] expected = {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}};
        for (int k = 0; k < 3; k++) {
            assertEquals(1, Math.abs(DoubleMatrices.dot(expected[k], eigen.vectors()[k])));
        }
    }

    @Test
    void ofEqualEigenvaluesAnyBasisWillDo() {
        assertEigen(new double[5][5], SymmetricEigen.of(new double[5][5]));
        double[][] q = DoubleMatrices.orthonormalRows(3, 9, random);
        double[][] projection = DoubleMatrices.times(DoubleMatrices.transposed(q), q);
        SymmetricEigen eigen = SymmetricEigen.of(projection);
        assertArrayEquals(new double[] {0, 0, 0, 0, 0, 0, 1, 1, 1}, eigen.values(), 1e-14);
        assertEigen(projection, eigen);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-305, 1e-160, 1e160, 1e305})
    void squaresDoNotOverflow(double scale) {
        SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{scale, 2 * scale, 0}, {2 * scale, scale, 0}, {0, 0, 2 * scale}});
        assertArrayEquals(new double[] {-1, 2, 3}, Arrays.stream(eigen.values()).map(value -> value / scale).toArray(), 1e-14);
    }

    /** Blocks of very different size do not spoil the vectors. */
    @Test
    void tinyElementsKeepTheVectorsOrthonormal() {
        double[][] a = DoubleMatrices.gaussian(12, 12, random);
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j <= i; j++) {
                a[i][j] *= Math.pow(10, -13 * (i + j));
                a[j][i] = a[i][j];
            }
        }
        assertEigen(a, SymmetricEigen.of(a));
    }

    @Test
    void awkwardMatricesConvergeToo() {
        for (int draw = 0; draw < 2000; draw++) {
            double[][] a = DoubleMatrices.awkward(1 + random.nextInt(8), 8, random);
            double[][] symmetric = new double[a.length][a.length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length; j++) {
                    symmetric[i][j] = a[Math.max(i, j)][Math.min(i, j)];
                }
            }
            assertEigen(symmetric, SymmetricEigen.of(symmetric));
        }
    }

    @Test
    void whatIsGivenOutIsACopy() {
        SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{2, 1}, {1, 2}});
        eigen.values()[0] = 7;
        eigen.vectors()[0][0] = 7;
        assertEigen(new double[][] {{2, 1}, {1, 2}}, eigen);
    }

    @Test
    void ofNothingThereAreNone() {
        assertEquals(0, SymmetricEigen.of(new double[0][]).values().length);
    }

    @Test
    void mirroredElementsMayDifferByRoundingOnly() {
        assertArrayEquals(new double[] {-1, 3}, SymmetricEigen.of(new double[][] {{1, 2 + 1e-13}, {2 - 1e-13, 1}}).values(), 1e-14);
        refuses("(1, 0) is 2.0 and element (0, 1) is 2.1", new double[][] {{1, 2.1}, {2, 1}});
        refuses("symmetric", new double[][] {{0, 1e-200}, {0, 0}});
    }

    @Test
    void whatHasNoSpectrumIsRefused() {
        refuses("2 × 3", new double[2][3]);
        refuses("3 × 0", new double[3][0]);
        refuses("row 1", new double[][] {{1, 2}, {2}});
        refuses("NaN", new double[][] {{1, Double.NaN}, {Double.NaN, 1}});
        refuses("Infinity", new double[][] {{Double.POSITIVE_INFINITY}});
    }

    private static void refuses(String part, double[][] a) {
        String message = assertThrows(IllegalArgumentException.class, () -> SymmetricEigen.of(a)).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static void assertEigen(double[][] a, SymmetricEigen eigen) {
        double[] values = eigen.values();
        assertArrayEquals(values, SymmetricEigen.values(a), "without vectors");
        assertEquals(0, worstError(a, values, eigen.vectors()), 1e-14 * Math.max(4, a.length));
        for (int k = 1; k < values.length; k++) {
            assertTrue(values[k - 1] <= values[k], "not ascending at " + k);
        }
    }

    /** The largest element of A·v − λ·v relative to the largest of A, and of VᵀV − I. */
    private static double worstError(double[][] a, double[] values, double[][] vectors) {
        assertEquals(a.length, values.length);
        assertEquals(a.length, vectors.length);
        double size = DoubleMatrices.largestElement(a);
        double worst = 0;
        for (int k = 0; k < values.length; k++) {
            double[] product = DoubleMatrices.times(a, vectors[k]);
            for (int i = 0; i < product.length; i++) {
                double error = Math.abs(product[i] - values[k] * vectors[k][i]);
                worst = Math.max(worst, size == 0 ? error : error / size);
            }
            for (int l = 0; l <= k; l++) {
                worst = Math.max(worst, Math.abs(DoubleMatrices.dot(vectors[k], vectors[l]) - (k == l ? 1 : 0)));
            }
        }
        return worst;
    }

    /** The controls that show the check to be one. */
    @Test
    void theCheckSeesWrongValuesAndWrongVectors() {
        double[][] a = {{2, 1}, {1, 2}};
        double h = Math.sqrt(0.5);
        assertEquals(0, worstError(a, new double[] {1, 3}, new double[][] {{h, -h}, {h, h}}), 1e-15);
        assertTrue(worstError(a, new double[] {3, 1}, new double[][] {{h, -h}, {h, h}}) > 0.1);
        assertTrue(worstError(a, new double[] {1, 1}, new double[][] {{h, -h}, {h, -h}}) > 0.1);
    }
}
