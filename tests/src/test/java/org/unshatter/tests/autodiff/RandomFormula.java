package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.unshatter.autodiff.Tensor;

/**
 * A smooth function of two matrices of one shape and a square one, drawn by chance: steps of which each reads one or two earlier results, several of them the
 * same. It can be worked out by tensors or in double precision. Its values stay of order one: where tanh is nearly 1, little is left of 1 − tanh² in floats.
 */
final class RandomFormula {

    private static final int STEPS = 6;

    private enum Rule { ADD, SUBTRACT, MULTIPLY, DIVIDE, TANH, SIGMOID, SOFTPLUS, SCALE, PRODUCT, SOFTMAX }

    private record Step(Rule rule, int x, int y) {
    }

    private final int rows;
    private final int columns;
    private final List<Step> steps = new ArrayList<>();

    RandomFormula(RandomGenerator random) {
        rows = random.nextInt(1, 6);
        columns = random.nextInt(1, 6);
        for (int n = random.nextInt(2, STEPS + 1); n > 0; n--) {
            int known = 2 + steps.size();
            steps.add(new Step(Rule.values()[random.nextInt(Rule.values().length)], random.nextInt(known), random.nextBoolean() ? known - 1 : random.nextInt(known)));
        }
    }

    int[][] shapes() {
        return new int[][] {{rows, columns}, {rows, columns}, {columns, columns}};
    }

    Tensor of(Tensor... in) {
        List<Tensor> known = new ArrayList<>(List.of(in[0], in[1]));
        for (Step step : steps) {
            Tensor x = known.get(step.x);
            Tensor y = known.get(step.y);
            known.add(switch (step.rule) {
                case ADD -> x.add(y).scale(0.5f);
                case SUBTRACT -> x.scale(0.5f).subtract(y.scale(0.5f));
                case MULTIPLY -> x.multiply(y);
                case DIVIDE -> x.divide(y.multiply(y).addScalar(1));
                case TANH -> y.tanh();
                case SIGMOID -> y.sigmoid();
                case SOFTPLUS -> y.softplus();
                case SCALE -> y.scale(-0.5f);
                case PRODUCT -> y.matmul(in[2]).scale(1f / columns);
                case SOFTMAX -> y.softmax();
            });
        }
        return known.getLast();
    }

    double[] of(double[]... in) {
        List<double[]> known = new ArrayList<>(List.of(in[0], in[1]));
        for (Step step : steps) {
            double[] x = known.get(step.x);
            double[] y = known.get(step.y);
            known.add(switch (step.rule) {
                case ADD -> each(x, y, (a, b) -> (a + b) / 2);
                case SUBTRACT -> each(x, y, (a, b) -> (a - b) / 2);
                case MULTIPLY -> each(x, y, (a, b) -> a * b);
                case DIVIDE -> each(x, y, (a, b) -> a / (b * b + 1));
                case TANH -> each(y, y, (a, b) -> Math.tanh(a));
                case SIGMOID -> each(y, y, (a, b) -> 1 / (1 + Math.exp(-a)));
                case SOFTPLUS -> each(y, y, (a, b) -> Math.log1p(Math.exp(a)));
                case SCALE -> References.scale(-0.5, y);
                case PRODUCT -> References.scale(1f / columns, References.matmul(rows, columns, columns, y, in[2]));
                case SOFTMAX -> softmax(y);
            });
        }
        return known.getLast();
    }

    private static double[] each(double[] x, double[] y, BinaryOperator<Double> rule) {
        return IntStream.range(0, x.length).mapToDouble(i -> rule.apply(x[i], y[i])).toArray();
    }

    private double[] softmax(double[] x) {
        double[] exponentials = Arrays.stream(x).map(Math::exp).toArray();
        return IntStream.range(0, x.length).mapToDouble(i -> exponentials[i]
                / Arrays.stream(exponentials, i / columns * columns, i / columns * columns + columns).sum()).toArray();
    }

    @Override
    public String toString() {
        return rows + " × " + columns + ": " + steps;
    }
}
