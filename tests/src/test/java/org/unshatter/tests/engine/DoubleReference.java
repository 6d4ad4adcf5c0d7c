package org.unshatter.tests.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Normalise;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;

/**
 * A net evaluated in double precision by plain loops, to be compared with and to be differentiated by finite differences.
 *
 * <p>Statistics that a gradient holds constant are remembered from the first evaluation and used again in all later ones:
 * then finite differences hold them constant as well.
 */
final class DoubleReference {

    private final Layer net;
    private final Map<Tensor, double[]> parameters = new IdentityHashMap<>();
    private final List<double[]> frozen = new ArrayList<>();
    private int nextFrozen;

    DoubleReference(Layer net) {
        this.net = net;
    }

    /** The parameter's values as the reference sees them; a change of the array changes the net. */
    double[] parameter(Tensor tensor) {
        return parameters.computeIfAbsent(tensor, t -> toDouble(t.toArray()));
    }

    /** @param x row-major, {@code rows} samples */
    double[] apply(double[] x, int rows) {
        nextFrozen = 0;
        return apply(net, x, rows);
    }

    static double[] toDouble(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private double[] apply(Layer layer, double[] x, int rows) {
        return switch (layer) {
            case Sequence sequence -> {
                double[] y = x;
                for (Layer inner : sequence.layers()) {
                    y = apply(inner, y, rows);
                }
                yield y;
            }
            case Skip skip -> {
                double[] y = apply(skip.branch(), x, rows);
                for (int i = 0; i < y.length; i++) {
                    y[i] = skip.keep() * x[i] + skip.gain() * y[i];
                }
                yield y;
            }
            case Dense dense -> dense(dense, x, rows);
            case Normalise normalise -> normalise(normalise, x, rows);
            case Activation activation -> activation(activation, x, rows);
            default -> throw new AssertionError("the reference does not know " + layer);
        };
    }

    private double[] dense(Dense dense, double[] x, int rows) {
        int outputs = dense.weight().dim(0);
        int inputs = dense.weight().dim(1);
        double[] weight = parameter(dense.weight());
        double[] y = new double[rows * outputs];
        for (int i = 0; i < rows; i++) {
            for (int o = 0; o < outputs; o++) {
                double sum = dense.bias() == null ? 0 : parameter(dense.bias())[o];
                for (int k = 0; k < inputs; k++) {
                    sum += x[i * inputs + k] * weight[o * inputs + k];
                }
                y[i * outputs + o] = sum;
            }
        }
        return y;
    }

    private double[] normalise(Normalise normalise, double[] x, int rows) {
        int columns = x.length / rows;
        double[] y = x.clone();
        for (int j = 0; j < columns; j++) {
            double[] statistics = statistics(normalise, x, rows, columns, j);
            for (int i = 0; i < rows; i++) {
                y[i * columns + j] = (x[i * columns + j] - statistics[0]) * statistics[1];
            }
        }
        return y;
    }

    /** What to subtract and what to multiply by, for one column. */
    private double[] statistics(Normalise normalise, double[] x, int rows, int columns, int j) {
        boolean constant = normalise.statistics() == Statistics.CONSTANT;
        if (constant && nextFrozen < frozen.size()) {
            return frozen.get(nextFrozen++);
        }
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < rows; i++) {
            mean += x[i * columns + j] / rows;
        }
        for (int i = 0; i < rows; i++) {
            variance += Math.pow(x[i * columns + j] - mean, 2) / rows;
        }
        double[] statistics = switch (normalise.kind()) {
            case NONE -> new double[] {0, 1};
            case CENTER -> new double[] {mean, 1};
            case BATCH -> new double[] {mean, 1 / Math.sqrt(variance + 1e-5f)};
        };
        if (constant) {
            frozen.add(statistics);
            nextFrozen++;
        }
        return statistics;
    }

    private static double[] activation(Activation activation, double[] x, int rows) {
        int columns = x.length / rows;
        double[] y = new double[x.length * (activation == Activation.CRELU ? 2 : 1)];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double value = x[i * columns + j];
                switch (activation) {
                    case LINEAR -> y[i * columns + j] = value;
                    case RELU -> y[i * columns + j] = Math.max(value, 0);
                    case CRELU -> {
                        y[i * 2 * columns + j] = Math.max(value, 0);
                        y[i * 2 * columns + columns + j] = Math.max(-value, 0);
                    }
                }
            }
        }
        return y;
    }
}
