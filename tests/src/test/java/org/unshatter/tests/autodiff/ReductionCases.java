package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.unshatter.autodiff.Tensor;

/**
 * Sums, means, variances and maxima, over all and over any axes. Those that divide by the number of elements are multiplied by it,
 * lest their derivatives be too small for errors to show.
 */
final class ReductionCases {

    private static final int[][] SHAPES = {{1}, {67}, {1, 7}, {7, 1}, {13, 11}, {2, 131}, {3, 5, 7}, {2, 3, 5, 7}, {2999}};
    private static final int[] LARGE = {331, 101};

    private final List<OperationCase> cases = new ArrayList<>();

    private ReductionCases() {
        for (int[] s : OperationCase.SHAPES) {
            cases.add(OperationCase.of("sum()", "", t -> t[0].sum(), x -> References.sum(x[0]), x -> References.sum(Data.abs(x[0])), s));
            int n = References.size(s);
            if (n > 0) {
                cases.add(OperationCase.of("mean()", "times " + n, t -> t[0].mean().scale(n), x -> References.sum(x[0]), x -> References.sum(Data.abs(x[0])), s));
                cases.add(OperationCase.of("variance()", "times " + n, t -> t[0].variance().scale(n), x -> squaredDeviations(x[0]),
                        x -> References.sum(FunctionReferences.map(x[0], e -> 4 * e * e)), s).flatIf(n == 1));
            }
        }
        for (int[] s : SHAPES) {
            subsets(s.length).forEach(axes -> over(axes, s));
            for (int axis = 0; axis < s.length; axis++) {
                maximum(axis, s);
            }
        }
        over(new int[] {2, 0}, 3, 5, 7);
        for (int axis = 0; axis < 2; axis++) {
            over(new int[] {axis}, LARGE);
            maximum(axis, LARGE);
            sum(new int[] {axis}, 0, 5);
            sum(new int[] {axis}, 5, 0);
        }
    }

    static List<OperationCase> cases() {
        return new ReductionCases().cases;
    }

    private static double[] squaredDeviations(double[] x) {
        double mean = References.sum(x)[0] / x.length;
        return References.sum(FunctionReferences.map(x, e -> (e - mean) * (e - mean)));
    }

    private static List<int[]> subsets(int rank) {
        List<int[]> subsets = new ArrayList<>();
        for (int bits = 0; bits < 1 << rank; bits++) {
            int chosen = bits;
            subsets.add(IntStream.range(0, rank).filter(axis -> (chosen >> axis & 1) == 1).toArray());
        }
        return subsets;
    }

    private void over(int[] axes, int... s) {
        sum(axes, s);
        int n = References.size(s) / References.size(AxisReferences.reduced(s, axes));
        if (axes.length > 0) {
            add("mean(int[])", axes, t -> t.mean(axes).scale(n), x -> AxisReferences.sum(s, axes, x), x -> AxisReferences.sum(s, axes, Data.abs(x)), s);
        }
        Function<double[], double[]> variance = x -> References.scale(n, AxisReferences.variance(s, axes, x));
        cases.add(OperationCase.of("variance(int[])", Arrays.toString(axes) + " times " + n, t -> t[0].variance(axes).scale(n), x -> variance.apply(x[0]),
                x -> AxisReferences.sum(s, axes, FunctionReferences.map(x[0], e -> 4 * e * e)), s).flatIf(n == 1));
    }

    private void sum(int[] axes, int... s) {
        add("sum(int[])", axes, t -> t.sum(axes), x -> AxisReferences.sum(s, axes, x), x -> AxisReferences.sum(s, axes, Data.abs(x)), s);
        add("sumKeeping(int[])", axes, t -> t.sumKeeping(axes), x -> AxisReferences.sum(s, axes, x), x -> AxisReferences.sum(s, axes, Data.abs(x)), s);
    }

    private void maximum(int axis, int... s) {
        cases.add(OperationCase.exact("maxAlong(int)", "axis " + axis, t -> t[0].maxAlong(axis), x -> AxisReferences.max(s, axis, x[0]), s)
                .drawn(Data.withClearMaximum(axis)));
    }

    private void add(String method, int[] axes, Function<Tensor, Tensor> operation, Function<double[], double[]> reference,
                     Function<double[], double[]> magnitude, int... s) {
        cases.add(OperationCase.of(method, Arrays.toString(axes), t -> operation.apply(t[0]), x -> reference.apply(x[0]), x -> magnitude.apply(x[0]), s));
    }
}
