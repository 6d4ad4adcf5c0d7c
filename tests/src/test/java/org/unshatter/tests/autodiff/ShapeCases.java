package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.unshatter.autodiff.Tensor;

/** Operations that only move, repeat and select elements. */
final class ShapeCases {

    private static final int[][] SHAPES = {{1}, {67}, {1, 7}, {7, 1}, {13, 11}, {3, 5, 7}, {19, 23, 2}, {2, 3, 2, 5}};
    /** From, to. */
    private static final int[][][] EXPANSIONS = {
        {{}, {7}}, {{1}, {67}}, {{1}, {3, 1}}, {{5, 1}, {5, 7}}, {{1, 7}, {3, 7}}, {{7}, {5, 7}}, {{7}, {2, 1, 7}}, {{2, 1, 3, 1}, {2, 5, 3, 7}},
        {{1, 5}, {0, 5}}, {{3, 5}, {3, 5}}, {{101}, {331, 101}}};
    /** Shape, axes. */
    private static final int[][][] PERMUTATIONS = {
        {{5, 7}, {1, 0}}, {{5, 7}, {0, 1}}, {{1, 7}, {1, 0}}, {{0, 7}, {1, 0}}, {{3, 5, 7}, {2, 0, 1}}, {{5, 5, 5}, {2, 0, 1}}, {{3, 5, 7}, {0, 2, 1}},
        {{3, 5, 7}, {2, 1, 0}}, {{67}, {0}}, {{}, {}}, {{2, 3, 5, 7}, {2, 0, 3, 1}}, {{331, 101}, {1, 0}}};
    /** From, to. */
    private static final int[][][] RESHAPES = {
        {{6}, {2, 3}}, {{2, 3}, {3, -1}}, {{1}, {}}, {{}, {1, 1}}, {{0, 5}, {7, 0}}, {{3, 5, 7}, {-1}}, {{2, 3}, {2, 3}}};

    private final List<OperationCase> cases = new ArrayList<>();

    private ShapeCases() {
        slice(new int[] {0, 5}, 1, 1, 3);
        for (int[] s : SHAPES) {
            for (int axis = 0; axis < s.length; axis++) {
                slices(s, axis);
                pad(s, axis, 0, 0);
                pad(s, axis, 2, 3);
                concatenations(s, axis);
            }
        }
        pad(new int[] {0, 5}, 0, 1, 2);
        for (int[][] s : EXPANSIONS) {
            exact("expandTo(int[])", Arrays.toString(s[1]), t -> t[0].expandTo(s[1]), x -> AxisReferences.expand(s[0], s[1], x[0]), s[0]);
        }
        for (int[][] s : PERMUTATIONS) {
            exact("transpose(int[])", Arrays.toString(s[1]), t -> t[0].transpose(s[1]), x -> AxisReferences.permute(s[0], s[1], x[0]), s[0]);
        }
        for (int[][] s : RESHAPES) {
            exact("reshape(int[])", Arrays.toString(s[1]), t -> t[0].reshape(s[1]), x -> x[0], s[0]);
        }
        exact("transpose(int[])", "", t -> t[0].transpose(), x -> References.transpose(13, 11, x[0]), new int[] {13, 11});
        exact("observeGradient(Consumer)", "", t -> t[0].observeGradient(gradient -> { }), x -> x[0], new int[] {3, 5});
        rows();
    }

    static List<OperationCase> cases() {
        return new ShapeCases().cases;
    }

    private void rows() {
        int[][] rows = {{0}, {2, 0, 1}, {1, 1, 1}, {2, 0, 2, 2, 1, 0, 2}, {}};
        for (int[] s : new int[][] {{3}, {3, 7}, {3, 67}, {3, 2, 5}, {3, 0}}) {
            for (int[] index : rows) {
                float[] indices = new float[index.length];
                for (int i = 0; i < index.length; i++) {
                    indices[i] = index[i];
                }
                exact("gatherRows(Tensor)", Arrays.toString(index), t -> t[0].gatherRows(Tensor.of(indices, indices.length)),
                        x -> AxisReferences.gatherRows(s, index, x[0]), s);
            }
        }
    }

    private void slices(int[] s, int axis) {
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

    private void slice(int[] s, int axis, int from, int to) {
        exact("slice(int, int, int)", "axis " + axis + " " + from + ":" + to, t -> t[0].slice(axis, from, to), x -> References.slice(s, axis, from, to, x[0]), s);
    }

    private void pad(int[] s, int axis, int before, int after) {
        exact("pad(int, int, int)", "axis " + axis + " " + before + ", " + after, t -> t[0].pad(axis, before, after),
                x -> AxisReferences.pad(s, axis, before, after, x[0]), s);
    }

    private void concatenations(int[] s, int axis) {
        int[] longer = AxisReferences.resized(s, axis, s[axis] + 2);
        concatenation(axis, s);
        concatenation(axis, s, longer);
        concatenation(axis, longer, s, s);
        concatenation(axis, s, AxisReferences.resized(s, axis, 0), longer);
        exact("concatenate(int, Tensor[])", "axis " + axis + ", x and y and x", t -> Tensor.concatenate(axis, t[0], t[1], t[0]),
                x -> References.concatenate(axis, new int[][] {s, longer, s}, new double[][] {x[0], x[1], x[0]}), s, longer);
    }

    private void concatenation(int axis, int[]... shapes) {
        exact("concatenate(int, Tensor[])", "axis " + axis, t -> Tensor.concatenate(axis, t), x -> References.concatenate(axis, shapes, x), shapes);
    }

    private void exact(String method, String variant, Function<Tensor[], Tensor> operation,
                       Function<double[][], double[]> reference, int[]... shapes) {
        cases.add(OperationCase.exact(method, variant, operation, reference, shapes));
    }
}
