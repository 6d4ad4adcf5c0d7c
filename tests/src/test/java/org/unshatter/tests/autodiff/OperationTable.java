package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.tests.autodiff.OperationCase.Reference;

/** Every operation of Tensor on shapes that are single, empty, prime, wider than four vectors, and too large to check by element. */
final class OperationTable {

    private static final int[][] MATRICES = {
        {1, 1}, {1, 7}, {7, 1}, {0, 5}, {5, 0}, {3, 37}, {13, 11}, {2, 131}, {29, 101}};
    /** m, k, n; the last is 4 × 8 tiles and a bit. */
    private static final int[][] PRODUCTS = {
        {1, 1, 1}, {1, 7, 1}, {7, 1, 5}, {1, 1, 9}, {3, 0, 4}, {0, 3, 4}, {5, 3, 0}, {13, 17, 11}, {9, 131, 3}, {37, 29, 67}};
    /** Where ε is small, what is left of the gradient of two rows is below the rounding errors. */
    private static final float EPSILON = 0.01f;

    private final List<OperationCase> cases = new ArrayList<>();

    private OperationTable() {
        products();
        elementwise();
        rectifiers();
        normalisations();
        reductions();
        slices();
        concatenations();
    }

    static List<OperationCase> cases() {
        return new OperationTable().cases;
    }

    private void products() {
        for (int[] s : PRODUCTS) {
            int m = s[0];
            int k = s[1];
            int n = s[2];
            add("matmul(Tensor)", "", t -> t[0].matmul(t[1]), x -> References.matmul(m, k, n, x[0], x[1]),
                    x -> References.matmul(m, k, n, Data.abs(x[0]), Data.abs(x[1])), new int[] {m, k}, new int[] {k, n});
            add("matmulTransposed(Tensor)", "", t -> t[0].matmulTransposed(t[1]),
                    x -> References.matmulTransposed(m, k, n, x[0], x[1]),
                    x -> References.matmulTransposed(m, k, n, Data.abs(x[0]), Data.abs(x[1])), new int[] {m, k}, new int[] {n, k});
        }
        add("matmul(Tensor)", "x·x", t -> t[0].matmul(t[0]), x -> References.matmul(5, 5, 5, x[0], x[0]),
                x -> References.matmul(5, 5, 5, Data.abs(x[0]), Data.abs(x[0])), new int[] {5, 5});
        add("matmulTransposed(Tensor)", "x·xᵀ", t -> t[0].matmulTransposed(t[0]),
                x -> References.matmulTransposed(7, 19, 7, x[0], x[0]),
                x -> References.matmulTransposed(7, 19, 7, Data.abs(x[0]), Data.abs(x[0])), new int[] {7, 19});
    }

    private void elementwise() {
        for (int[] s : MATRICES) {
            add("addBias(Tensor)", "", t -> t[0].addBias(t[1]), x -> References.addBias(x[0], x[1]),
                    x -> References.addBias(Data.abs(x[0]), Data.abs(x[1])), s, new int[] {s[1]});
        }
        for (int[] s : new int[][] {{}, {0}, {1}, {67}, {2, 131}, {3, 5, 7}, {2999}}) {
            combination("add(Tensor)", "", 1, 1, (x, y) -> x.add(y), s);
            combination("subtract(Tensor)", "", 1, -1, (x, y) -> x.subtract(y), s);
            combination("combine(float, Tensor, float)", "2.5, −0.7", 2.5f, -0.7f, (x, y) -> x.combine(2.5f, y, -0.7f), s);
            add("combine(float, Tensor, float)", "x with x", t -> t[0].combine(2.5f, t[0], -0.7f),
                    x -> References.combine(2.5f, x[0], -0.7f, x[0]), x -> References.scale(3.2, Data.abs(x[0])), s);
            add("scale(float)", "by −0.3", t -> t[0].scale(-0.3f), x -> References.scale(-0.3f, x[0]),
                    x -> References.scale(0.3, Data.abs(x[0])), s);
        }
    }

    private interface Pair {
        Tensor apply(Tensor x, Tensor y);
    }

    private void combination(String method, String variant, float a, float b, Pair operation, int... shape) {
        add(method, variant, t -> operation.apply(t[0], t[1]), x -> References.combine(a, x[0], b, x[1]),
                x -> References.combine(Math.abs(a), Data.abs(x[0]), Math.abs(b), Data.abs(x[1])), shape, shape);
    }

    private void rectifiers() {
        for (int[] s : new int[][] {{}, {0}, {1}, {67}, {2, 131}, {3, 5, 7}, {2999}}) {
            addExact("relu()", "", t -> t[0].relu(), x -> References.relu(x[0]), s);
        }
        for (int[] s : MATRICES) {
            addExact("crelu()", "", t -> t[0].crelu(), x -> References.crelu(s[1], x[0]), s);
        }
    }

    private void normalisations() {
        for (int[] s : MATRICES) {
            for (Statistics mode : Statistics.values()) {
                boolean constant = mode == Statistics.CONSTANT;
                // One row is its own mean, whatever it is.
                boolean flat = !constant && s[0] == 1;
                cases.add(new OperationCase("center(Statistics)", mode.toString(), flat, new int[][] {s}, t -> t[0].center(mode),
                        (at, x) -> References.center(s[0], s[1], (constant ? at : x)[0], x[0]),
                        x -> magnitudeOfCentred(s, x[0])));
                cases.add(new OperationCase("batchNorm(float, Statistics)", mode.toString(), flat, new int[][] {s},
                        t -> t[0].batchNorm(EPSILON, mode),
                        (at, x) -> References.batchNorm(s[0], s[1], EPSILON, (constant ? at : x)[0], x[0]),
                        x -> magnitudeOfNormalised(s, x[0])));
            }
        }
    }

    private static double[] magnitudeOfCentred(int[] shape, double[] x) {
        return References.addBias(Data.abs(x), References.columnMeans(shape[0], shape[1], Data.abs(x)));
    }

    private static double[] magnitudeOfNormalised(int[] shape, double[] x) {
        double[] scale = References.columnScales(shape[0], shape[1], EPSILON, x);
        double[] magnitude = magnitudeOfCentred(shape, x);
        for (int e = 0; e < magnitude.length; e++) {
            magnitude[e] *= scale[e % shape[1]];
        }
        return magnitude;
    }

    private void reductions() {
        for (int[] s : new int[][] {{}, {0}, {1}, {67}, {2, 131}, {3, 5, 7}, {2999}}) {
            add("sum()", "", t -> t[0].sum(), x -> References.sum(x[0]), x -> References.sum(Data.abs(x[0])), s);
        }
    }

    private void slices() {
        slice(new int[] {0, 5}, 1, 1, 3);
        for (int[] s : new int[][] {{1}, {67}, {1, 7}, {7, 1}, {13, 11}, {3, 5, 7}, {19, 23, 2}, {2, 3, 2, 5}}) {
            for (int axis = 0; axis < s.length; axis++) {
                int n = s[axis];
                slice(s, axis, 0, n);
                slice(s, axis, n / 2, n / 2);
                if (n > 1) {
                    slice(s, axis, 0, n / 2);
                    slice(s, axis, n / 2, n);
                }
                if (n > 2) {
                    slice(s, axis, n / 3, n - n / 3);
                }
            }
        }
    }

    private void slice(int[] shape, int axis, int from, int to) {
        addExact("slice(int, int, int)", "axis " + axis + " " + from + ":" + to, t -> t[0].slice(axis, from, to),
                x -> References.slice(shape, axis, from, to, x[0]), shape);
    }

    private void concatenations() {
        for (int[] s : new int[][] {{1}, {67}, {1, 7}, {7, 1}, {13, 11}, {3, 5, 7}, {7, 13, 5}, {2, 3, 2, 5}}) {
            for (int axis = 0; axis < s.length; axis++) {
                int[] longer = resized(s, axis, s[axis] + 2);
                concatenation(axis, s);
                concatenation(axis, s, longer);
                concatenation(axis, longer, s, s);
                concatenation(axis, s, resized(s, axis, 0), longer);
                int along = axis;
                addExact("concatenate(int, Tensor[])", "axis " + axis + ", x and y and x",
                        t -> Tensor.concatenate(along, t[0], t[1], t[0]),
                        x -> References.concatenate(along, new int[][] {s, longer, s}, new double[][] {x[0], x[1], x[0]}), s, longer);
            }
        }
    }

    private void concatenation(int axis, int[]... shapes) {
        addExact("concatenate(int, Tensor[])", "axis " + axis, t -> Tensor.concatenate(axis, t),
                x -> References.concatenate(axis, shapes, x), shapes);
    }

    private static int[] resized(int[] shape, int axis, int extent) {
        int[] resized = shape.clone();
        resized[axis] = extent;
        return resized;
    }

    private void add(String method, String variant, Function<Tensor[], Tensor> operation, Function<double[][], double[]> reference,
                     Function<double[][], double[]> magnitude, int[]... shapes) {
        Reference atAnyPoint = (at, x) -> reference.apply(x);
        cases.add(new OperationCase(method, variant, false, shapes, operation, atAnyPoint, magnitude));
    }

    /** Only moves and selects elements: nothing is rounded. */
    private void addExact(String method, String variant, Function<Tensor[], Tensor> operation,
                          Function<double[][], double[]> reference, int[]... shapes) {
        add(method, variant, operation, reference, x -> new double[reference.apply(x).length], shapes);
    }
}
