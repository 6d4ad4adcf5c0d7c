package org.unshatter.tests.autodiff;

/** The operations in double precision, one element at a time, written from their definitions and sharing nothing with the engine. */
final class References {

    private References() {
    }

    /** [m, k] · [k, n]. */
    static double[] matmul(int m, int k, int n, double[] x, double[] b) {
        double[] y = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < k; p++) {
                    y[i * n + j] += x[i * k + p] * b[p * n + j];
                }
            }
        }
        return y;
    }

    /** [m, k] · [n, k]ᵀ. */
    static double[] matmulTransposed(int m, int k, int n, double[] x, double[] b) {
        return matmul(m, k, n, x, transpose(n, k, b));
    }

    static double[] transpose(int rows, int columns, double[] x) {
        double[] y = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            y[e % columns * rows + e / columns] = x[e];
        }
        return y;
    }

    static double[] addBias(double[] x, double[] bias) {
        double[] y = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            y[e] = x[e] + bias[e % bias.length];
        }
        return y;
    }

    static double[] combine(double a, double[] x, double b, double[] y) {
        double[] z = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            z[e] = a * x[e] + b * y[e];
        }
        return z;
    }

    static double[] scale(double factor, double[] x) {
        return combine(factor, x, 0, new double[x.length]);
    }

    static double[] relu(double[] x) {
        double[] y = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            y[e] = Math.max(x[e], 0);
        }
        return y;
    }

    static double[] crelu(int columns, double[] x) {
        double[] y = new double[2 * x.length];
        for (int e = 0; e < x.length; e++) {
            int row = e / columns;
            int column = e % columns;
            y[row * 2 * columns + column] = Math.max(x[e], 0);
            y[row * 2 * columns + columns + column] = Math.max(-x[e], 0);
        }
        return y;
    }

    static double[] columnMeans(int rows, int columns, double[] x) {
        double[] mean = new double[columns];
        for (int e = 0; e < x.length; e++) {
            mean[e % columns] += x[e] / rows;
        }
        return mean;
    }

    /** 1/√(σ² + ε) of each column, with the biased variance. */
    static double[] columnScales(int rows, int columns, double epsilon, double[] x) {
        double[] mean = columnMeans(rows, columns, x);
        double[] squares = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            squares[e] = (x[e] - mean[e % columns]) * (x[e] - mean[e % columns]);
        }
        double[] scale = columnMeans(rows, columns, squares);
        for (int j = 0; j < columns; j++) {
            scale[j] = 1 / Math.sqrt(scale[j] + epsilon);
        }
        return scale;
    }

    /** (x − mean of the statistics' columns); {@code statistics} is x itself, or a point at which they are frozen. */
    static double[] center(int rows, int columns, double[] statistics, double[] x) {
        return addBias(x, scale(-1, columnMeans(rows, columns, statistics)));
    }

    /** (x − mean)·scale of the statistics' columns; {@code statistics} is x itself, or a point at which they are frozen. */
    static double[] batchNorm(int rows, int columns, double epsilon, double[] statistics, double[] x) {
        double[] scale = columnScales(rows, columns, epsilon, statistics);
        double[] y = center(rows, columns, statistics, x);
        for (int e = 0; e < y.length; e++) {
            y[e] *= scale[e % columns];
        }
        return y;
    }

    static double[] sum(double[] x) {
        return new double[] {sum(x, 0, x.length)};
    }

    /** By halves: differences of large sums must not drown in their rounding errors. */
    private static double sum(double[] x, int from, int to) {
        if (to - from < 2) {
            return to == from ? 0 : x[from];
        }
        int middle = (from + to) >>> 1;
        return sum(x, from, middle) + sum(x, middle, to);
    }

    static double[] slice(int[] shape, int axis, int from, int to, double[] x) {
        int[] part = shape.clone();
        part[axis] = to - from;
        double[] y = new double[size(part)];
        for (int e = 0; e < y.length; e++) {
            int[] index = index(part, e);
            index[axis] += from;
            y[e] = x[position(shape, index)];
        }
        return y;
    }

    static double[] concatenate(int axis, int[][] shapes, double[][] parts) {
        int[] whole = shapes[0].clone();
        whole[axis] = 0;
        for (int[] shape : shapes) {
            whole[axis] += shape[axis];
        }
        double[] y = new double[size(whole)];
        int offset = 0;
        for (int i = 0; i < parts.length; i++) {
            for (int e = 0; e < parts[i].length; e++) {
                int[] index = index(shapes[i], e);
                index[axis] += offset;
                y[position(whole, index)] = parts[i][e];
            }
            offset += shapes[i][axis];
        }
        return y;
    }

    static int size(int... shape) {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        return size;
    }

    static int[] index(int[] shape, int position) {
        int[] index = new int[shape.length];
        for (int d = shape.length - 1; d >= 0; d--) {
            index[d] = position % shape[d];
            position /= shape[d];
        }
        return index;
    }

    static int position(int[] shape, int[] index) {
        int position = 0;
        for (int d = 0; d < shape.length; d++) {
            position = position * shape[d] + index[d];
        }
        return position;
    }
}
