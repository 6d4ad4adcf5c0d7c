package org.unshatter.tests.autodiff;

import java.util.function.DoubleUnaryOperator;

/** Functions of one number, and of the rows of a matrix, in double precision. */
final class FunctionReferences {

    private FunctionReferences() {
    }

    static double[] map(double[] x, DoubleUnaryOperator f) {
        double[] y = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            y[e] = f.applyAsDouble(x[e]);
        }
        return y;
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** x·Φ(x), with Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …). Source: Marsaglia 2004. */
    static double gelu(double x) {
        if (Double.isInfinite(x)) {
            return Math.max(x, 0);
        }
        double sum = x;
        double term = x;
        for (int k = 3; k < 99; k += 2) {
            term *= x * x / k;
            sum += term;
        }
        return x * (0.5 + Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * sum);
    }

    /** eˣ/Σ eˣ of each row of {@code columns} elements. */
    static double[] softmax(int columns, double[] x) {
        return map(logSoftmax(columns, x), Math::exp);
    }

    /** Of a row with +∞, NaN: ∞ − ∞. */
    static double[] logSoftmax(int columns, double[] x) {
        double[] y = new double[x.length];
        for (int row = 0; row < x.length; row += columns) {
            double max = Double.NEGATIVE_INFINITY;
            for (int j = row; j < row + columns; j++) {
                max = Math.max(max, x[j]);
            }
            double sum = 0;
            for (int j = row; j < row + columns; j++) {
                sum += Math.exp(x[j] - max);
            }
            for (int j = row; j < row + columns; j++) {
                y[j] = x[j] - max - Math.log(sum);
            }
        }
        return y;
    }

    /** −Σ t·log softmax(x), the mean over the rows; t is 1 − s at the label, and s/classes more everywhere. */
    static double[] crossEntropy(int classes, double[] labels, double smoothing, double[] x) {
        double[] terms = logSoftmax(classes, x);
        for (int e = 0; e < x.length; e++) {
            boolean label = e % classes == labels[e / classes];
            terms[e] *= (label ? 1 - smoothing : 0) + smoothing / classes;
        }
        return References.scale(-1.0 / labels.length, References.sum(terms));
    }

    /** x where positive, elsewhere slope·x, with a slope for each feature along axis 1 of [n, features, …], or one for all. */
    static double[] prelu(int[] shape, double[] x, double[] slope) {
        double[] y = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            int feature = References.index(shape, e)[1];
            y[e] = x[e] > 0 ? x[e] : slope[slope.length == 1 ? 0 : feature] * x[e];
        }
        return y;
    }
}
