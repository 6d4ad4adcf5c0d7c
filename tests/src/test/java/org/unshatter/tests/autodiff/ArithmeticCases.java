package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.unshatter.autodiff.Tensor;

/** Sums, products and quotients, of equal shapes and with repetition. */
final class ArithmeticCases {

    /** A row, a column, a scalar, both sides, new axes in front of either, none at all, and one that threads share. */
    private static final int[][][] REPEATED = {
        {{5, 7}, {7}}, {{5, 7}, {1, 7}}, {{5, 7}, {5, 1}}, {{5, 7}, {}}, {{}, {67}}, {{1}, {3, 5, 7}}, {{5, 1}, {1, 7}}, {{3, 1, 7}, {5, 1}},
        {{2, 3, 5, 7}, {3, 1, 7}}, {{7}, {3, 5, 7}}, {{0, 5}, {5}}, {{1, 5}, {0, 1}}, {{131, 2}, {2}}, {{331, 101}, {101}}};

    private static final int[][] MATRICES = {
        {1, 1}, {1, 7}, {7, 1}, {0, 5}, {5, 0}, {3, 37}, {13, 11}, {2, 131}, {29, 101}};

    private final List<OperationCase> cases = new ArrayList<>();

    private ArithmeticCases() {
        for (int[] s : OperationCase.SHAPES) {
            ofTwo(s, s);
            ofOne(s);
        }
        for (int[][] s : REPEATED) {
            ofTwo(s);
        }
        for (int[] s : MATRICES) {
            cases.add(OperationCase.of("addBias(Tensor)", "", t -> t[0].addBias(t[1]), x -> References.addBias(x[0], x[1]),
                    x -> References.addBias(Data.abs(x[0]), Data.abs(x[1])), s, new int[] {s[1]}));
        }
    }

    static List<OperationCase> cases() {
        return new ArithmeticCases().cases;
    }

    private void ofTwo(int[]... s) {
        ofTwo("add(Tensor)", Tensor::add, (x, y) -> x + y, Double::sum, s);
        ofTwo("subtract(Tensor)", Tensor::subtract, (x, y) -> x - y, Double::sum, s);
        ofTwo("combine(float, Tensor, float)", (x, y) -> x.combine(2.5f, y, -0.7f), (x, y) -> 2.5f * x - 0.7f * y, (x, y) -> 2.5f * x + 0.7f * y, s);
        ofTwo("multiply(Tensor)", Tensor::multiply, (x, y) -> x * y, (x, y) -> x * y, s);
        ofTwo("divide(Tensor)", Tensor::divide, (x, y) -> x / y, (x, y) -> x / y, s);
    }

    /** @param magnitude of absolute values */
    private void ofTwo(String method, BinaryOperator<Tensor> operation, DoubleBinaryOperator f, DoubleBinaryOperator magnitude, int[]... s) {
        cases.add(OperationCase.of(method, "", t -> operation.apply(t[0], t[1]), x -> AxisReferences.broadcast(s[0], x[0], s[1], x[1], f),
                x -> AxisReferences.broadcast(s[0], Data.abs(x[0]), s[1], Data.abs(x[1]), magnitude), s).drawn(Data::random, Data::farFromZero));
    }

    private void ofOne(int... s) {
        cases.add(OperationCase.of("combine(float, Tensor, float)", "x with x", t -> t[0].combine(2.5f, t[0], -0.7f),
                x -> References.combine(2.5f, x[0], -0.7f, x[0]), x -> References.scale(3.2, Data.abs(x[0])), s));
        cases.add(OperationCase.of("multiply(Tensor)", "x by x", t -> t[0].multiply(t[0]), x -> FunctionReferences.map(x[0], e -> e * e),
                x -> FunctionReferences.map(x[0], e -> e * e), s));
        cases.add(OperationCase.of("scale(float)", "by −0.3", t -> t[0].scale(-0.3f), x -> References.scale(-0.3f, x[0]),
                x -> References.scale(0.3, Data.abs(x[0])), s));
        cases.add(OperationCase.of("addScalar(float)", "−0.3", t -> t[0].addScalar(-0.3f), x -> FunctionReferences.map(x[0], e -> e - 0.3f),
                x -> FunctionReferences.map(x[0], e -> Math.abs(e) + 0.3), s));
        cases.add(OperationCase.exact("negate()", "", t -> t[0].negate(), x -> References.scale(-1, x[0]), s));
    }
}
