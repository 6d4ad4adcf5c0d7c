package org.unshatter.tests.engine;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.unshatter.autodiff.Tensor;

/** Matrices [rows][columns] in double precision, by the definitions. */
final class DoubleMatrices {

    private DoubleMatrices() {
    }

    static double[][] gaussian(int rows, int columns, RandomGenerator random) {
        double[][] a = new double[rows][columns];
        for (double[] row : a) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        return a;
    }

    /** What iterations stumble over: many equal or dependent rows and columns, many zeros, sizes from the largest to the smallest numbers. */
    static double[][] awkward(int rows, int columns, RandomGenerator random) {
        double[][] a = gaussian(rows, columns, random);
        int kind = random.nextInt(5);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                a[i][j] = switch (kind) {
                    case 0 -> random.nextInt(3) - 1;
                    case 1 -> random.nextInt(4) == 0 ? 1 : 0;
                    case 2 -> Math.pow(10, -random.nextInt(40));
                    case 3 -> a[i][j] * Math.pow(10, random.nextInt(600) - 300);
                    default -> a[i][j] * Math.pow(10, -20 * i - 13 * (7 * j % columns));
                };
            }
        }
        return a;
    }

    /** In magnitude. */
    static double largestElement(double[][] a) {
        return Arrays.stream(a).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElseThrow();
    }

    /** Orthonormal rows, at most as many as columns: Gram–Schmidt, twice. */
    static double[][] orthonormalRows(int rows, int columns, RandomGenerator random) {
        double[][] q = gaussian(rows, columns, random);
        for (int i = 0; i < rows; i++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < i; k++) {
                    double product = dot(q[k], q[i]);
                    for (int j = 0; j < columns; j++) {
                        q[i][j] -= product * q[k][j];
                    }
                }
            }
            double norm = Math.sqrt(dot(q[i], q[i]));
            for (int j = 0; j < columns; j++) {
                q[i][j] /= norm;
            }
        }
        return q;
    }

    /** U·diag(s)·Vᵀ, U and V with as many orthonormal columns as there are values. */
    static double[][] withSingularValues(double[] s, int rows, int columns, RandomGenerator random) {
        double[][] u = transposed(orthonormalRows(s.length, rows, random));
        double[][] v = orthonormalRows(s.length, columns, random);
        for (int i = 0; i < s.length; i++) {
            for (int j = 0; j < columns; j++) {
                v[i][j] *= s[i];
            }
        }
        return times(u, v);
    }

    static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[k].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    static double[] times(double[][] a, double[] x) {
        return Arrays.stream(a).mapToDouble(row -> dot(row, x)).toArray();
    }

    static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** Of a matrix. */
    static double[][] of(Tensor a) {
        double[][] rows = new double[a.dim(0)][a.dim(1)];
        for (int i = 0; i < rows.length; i++) {
            int row = i;
            Arrays.setAll(rows[i], j -> a.get(row * a.dim(1) + j));
        }
        return rows;
    }
}
