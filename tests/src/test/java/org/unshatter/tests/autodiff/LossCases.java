package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unshatter.autodiff.Seed;
import org.unshatter.autodiff.Tensor;

/** Probabilities and losses, and dropout with the mask that it shows when it is applied to ones. */
final class LossCases {

    private static final int[][] SHAPES = {{1}, {67}, {1, 1}, {1, 7}, {7, 1}, {0, 5}, {5, 0}, {13, 11}, {2, 131}, {3, 5, 7}, {331, 101}};

    private final List<OperationCase> cases = new ArrayList<>();

    private LossCases() {
        for (int[] s : SHAPES) {
            probabilities(s);
        }
        for (int[] s : new int[][] {{1, 1}, {1, 7}, {7, 1}, {13, 11}, {3, 131}, {331, 101}}) {
            for (double smoothing : new double[] {0, 0.1, 1}) {
                crossEntropy(smoothing, s[0], s[1]);
            }
        }
        for (int[] s : new int[][] {{}, {1}, {67}, {2, 131}, {3, 5, 7}, {32869}}) {
            int n = References.size(s);
            cases.add(OperationCase.of("meanSquaredError(Tensor)", "times " + n, t -> t[0].meanSquaredError(t[1]).scale(n),
                    x -> References.sum(FunctionReferences.map(References.combine(1, x[0], -1, x[1]), e -> e * e)),
                    x -> References.sum(FunctionReferences.map(References.combine(1, Data.abs(x[0]), 1, Data.abs(x[1])), e -> e * e)), s, s));
        }
        for (int[] s : new int[][] {{0}, {67}, {2, 131}, {32869}}) {
            for (double rate : new double[] {0, 0.3, 0.9}) {
                dropout(rate, s);
            }
        }
    }

    static List<OperationCase> cases() {
        return new LossCases().cases;
    }

    private void probabilities(int... s) {
        int columns = s[s.length - 1];
        cases.add(OperationCase.of("softmax()", "", t -> t[0].softmax(), x -> FunctionReferences.softmax(columns, x[0]),
                x -> FunctionReferences.softmax(columns, x[0]), s).flatIf(columns == 1));
        // the logarithm of a sum of n exponentials of such x is below 1.1 + log n
        cases.add(OperationCase.of("logSoftmax()", "", t -> t[0].logSoftmax(), x -> FunctionReferences.logSoftmax(columns, x[0]),
                x -> FunctionReferences.map(x[0], e -> Math.abs(e) + 1.1 + Math.log(columns)), s).flatIf(columns == 1));
    }

    /** Some class for each row. */
    static Tensor labels(int n, int classes) {
        float[] labels = new float[n];
        for (int i = 0; i < n; i++) {
            labels[i] = (5 * i + 3) % classes;
        }
        return Tensor.of(labels, n);
    }

    private void crossEntropy(double smoothing, int n, int classes) {
        Tensor labels = labels(n, classes);
        cases.add(OperationCase.of("crossEntropy(Tensor, double)", "smoothed " + smoothing + " times " + n,
                t -> t[0].crossEntropy(labels, smoothing).scale(n),
                x -> References.scale(n, FunctionReferences.crossEntropy(classes, Data.doubles(labels), smoothing, x[0])),
                x -> new double[] {n * (2.2 + Math.log(classes))}, new int[] {n, classes}).flatIf(classes == 1));
    }

    private void dropout(double rate, int... s) {
        Seed seed = Seed.of(7);
        float[] ones = new float[References.size(s)];
        Arrays.fill(ones, 1);
        double[] mask = Data.doubles(Tensor.of(ones, s).dropout(rate, seed));
        cases.add(OperationCase.of("dropout(double, Seed)", "" + rate, t -> t[0].dropout(rate, seed), x -> product(x[0], mask), x -> product(Data.abs(x[0]), mask), s));
    }

    private static double[] product(double[] x, double[] y) {
        double[] z = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            z[e] = x[e] * y[e];
        }
        return z;
    }
}
