package org.unshatter.tests.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Convolution;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Flatten;
import org.unshatter.nn.GlobalPool;
import org.unshatter.nn.Highway;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Multiplier;
import org.unshatter.nn.Network;
import org.unshatter.nn.Nonlinearity;
import org.unshatter.nn.Normalisation;
import org.unshatter.nn.Normalise;
import org.unshatter.nn.PaddedShortcut;
import org.unshatter.nn.Prelu;
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

    /** A batch of images; of vectors where height and width are 1. */
    record Batch(double[] values, int samples, int channels, int height, int width) {

        static Batch of(Tensor x) {
            boolean images = x.rank() == 4;
            return new Batch(toDouble(x.toArray()), x.dim(0), x.dim(1), images ? x.dim(2) : 1, images ? x.dim(3) : 1);
        }

        int pixels() {
            return height * width;
        }

        int at(int n, int c, int pixel) {
            return (n * channels + c) * pixels() + pixel;
        }

        Batch like(int newChannels, int newHeight, int newWidth) {
            return new Batch(new double[samples * newChannels * newHeight * newWidth], samples, newChannels, newHeight, newWidth);
        }

        Batch map(DoubleUnaryOperator f) {
            return new Batch(Arrays.stream(values).map(f).toArray(), samples, channels, height, width);
        }
    }

    /** The parameter's values as the reference sees them; a change of the array changes the net. */
    double[] parameter(Tensor tensor) {
        return parameters.computeIfAbsent(tensor, t -> toDouble(t.toArray()));
    }

    double[] apply(Batch x) {
        nextFrozen = 0;
        return apply(net, x).values;
    }

    static double[] toDouble(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private Batch apply(Layer layer, Batch x) {
        return switch (layer) {
            case Network network -> apply(network.body(), x);
            case Sequence sequence -> {
                Batch y = x;
                for (Layer inner : sequence.layers()) {
                    y = apply(inner, y);
                }
                yield y;
            }
            case Skip skip -> {
                Batch kept = apply(skip.shortcut(), x);
                Batch y = apply(skip.branch(), x);
                for (int i = 0; i < y.values.length; i++) {
                    y.values[i] = skip.keep() * kept.values[i] + skip.gain() * y.values[i];
                }
                yield y;
            }
            case Highway highway -> {
                Batch kept = apply(highway.shortcut(), x);
                Batch gate = apply(highway.gate(), x);
                Batch y = apply(highway.branch(), x);
                for (int i = 0; i < y.values.length; i++) {
                    double t = 1 / (1 + Math.exp(-gate.values[i]));
                    y.values[i] = t * y.values[i] + (1 - t) * kept.values[i];
                }
                yield y;
            }
            case Dense dense -> convolution(dense.weight(), dense.bias(), Window.of(1), x);
            case Convolution conv -> convolution(conv.weight(), conv.bias(), conv.window(), x);
            case Normalise normalise -> normalise(normalise, x);
            case Nonlinearity nonlinearity -> activation(nonlinearity.activation(), x);
            case Prelu prelu -> prelu(parameter(prelu.slope()), x);
            case Multiplier multiplier -> x.map(v -> v * parameter(multiplier.factor())[0]);
            case Flatten _ -> new Batch(x.values.clone(), x.samples, x.channels * x.pixels(), 1, 1);
            case GlobalPool _ -> {
                Batch y = x.like(x.channels, 1, 1);
                for (int i = 0; i < x.values.length; i++) {
                    y.values[i / x.pixels()] += x.values[i] / x.pixels();
                }
                yield y;
            }
            case PaddedShortcut shortcut -> padded(shortcut, x);
            default -> throw new AssertionError("the reference does not know " + layer);
        };
    }

    private Batch convolution(Tensor weight, Tensor bias, Window window, Batch x) {
        double[] w = parameter(weight);
        int filters = weight.dim(0);
        Batch y = x.like(filters, window.outHeight(x.height), window.outWidth(x.width));
        for (int n = 0; n < x.samples; n++) {
            for (int f = 0; f < filters; f++) {
                for (int p = 0; p < y.pixels(); p++) {
                    double sum = bias == null ? 0 : parameter(bias)[f];
                    for (int c = 0; c < x.channels; c++) {
                        for (int t = 0; t < window.height() * window.width(); t++) {
                            int i = p / y.width * window.strideY() - window.top() + t / window.width();
                            int j = p % y.width * window.strideX() - window.left() + t % window.width();
                            if (i >= 0 && i < x.height && j >= 0 && j < x.width) {
                                sum += x.values[x.at(n, c, i * x.width + j)] * w[(f * x.channels + c) * window.height() * window.width() + t];
                            }
                        }
                    }
                    y.values[y.at(n, f, p)] = sum;
                }
            }
        }
        return y;
    }

    private static Batch padded(PaddedShortcut shortcut, Batch x) {
        int s = shortcut.stride();
        Batch y = x.like(shortcut.channels(), Math.ceilDiv(x.height, s), Math.ceilDiv(x.width, s));
        for (int n = 0; n < x.samples; n++) {
            for (int c = 0; c < x.channels; c++) {
                for (int p = 0; p < y.pixels(); p++) {
                    y.values[y.at(n, c, p)] = x.values[x.at(n, c, p / y.width * s * x.width + p % y.width * s)];
                }
            }
        }
        return y;
    }

    /** Features over the batch and the pixels, or for layer norm each sample over its features and pixels. */
    private Batch normalise(Normalise normalise, Batch x) {
        boolean perSample = normalise.kind() == Normalisation.LAYER;
        int groups = perSample ? x.samples : x.channels;
        double[][] statistics = new double[groups][];
        for (int g = 0; g < groups; g++) {
            int group = g;
            statistics[g] = statistics(normalise,
                    IntStream.range(0, x.values.length).filter(i -> group(perSample, i, x) == group).mapToDouble(i -> x.values[i]).toArray());
        }
        Batch y = x.like(x.channels, x.height, x.width);
        for (int i = 0; i < x.values.length; i++) {
            double[] s = statistics[group(perSample, i, x)];
            int c = group(false, i, x);
            double z = (x.values[i] - s[0]) * s[1];
            y.values[i] = normalise.gain() == null ? z : z * parameter(normalise.gain())[c] + parameter(normalise.shift())[c];
        }
        return y;
    }

    private static int group(boolean perSample, int i, Batch x) {
        return perSample ? i / (x.channels * x.pixels()) : i / x.pixels() % x.channels;
    }

    /** What to subtract and what to multiply by. */
    private double[] statistics(Normalise normalise, double... members) {
        boolean constant = normalise.statistics() == Statistics.CONSTANT && normalise.kind() != Normalisation.LAYER;
        if (constant && nextFrozen < frozen.size()) {
            return frozen.get(nextFrozen++);
        }
        double mean = Arrays.stream(members).average().orElseThrow();
        double variance = Arrays.stream(members).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double[] statistics = switch (normalise.kind()) {
            case NONE -> new double[] {0, 1};
            case CENTER -> new double[] {mean, 1};
            case BATCH, LAYER -> new double[] {mean, 1 / Math.sqrt(variance + 1e-5)};
        };
        if (constant) {
            frozen.add(statistics);
            nextFrozen++;
        }
        return statistics;
    }

    private static Batch prelu(double[] slopes, Batch x) {
        Batch y = x.map(v -> v);
        for (int i = 0; i < y.values.length; i++) {
            y.values[i] *= x.values[i] > 0 ? 1 : slopes[group(false, i, x)];
        }
        return y;
    }

    private static Batch activation(Activation activation, Batch x) {
        return switch (activation.kind()) {
            case LINEAR -> x;
            case RELU -> x.map(v -> Math.max(v, 0));
            case LEAKY -> x.map(v -> v > 0 ? v : activation.slope() * v);
            case TANH -> x.map(Math::tanh);
            case SIGMOID -> x.map(v -> 1 / (1 + Math.exp(-v)));
            case SOFTPLUS -> x.map(v -> Math.log1p(Math.exp(v)));
            case GELU -> x.map(v -> v * normalDistribution(v));
            case PRELU -> throw new AssertionError("is a layer of its own");
            case CRELU -> {
                Batch y = x.like(2 * x.channels, x.height, x.width);
                for (int n = 0; n < x.samples; n++) {
                    for (int c = 0; c < x.channels; c++) {
                        for (int p = 0; p < x.pixels(); p++) {
                            double v = x.values[x.at(n, c, p)];
                            y.values[y.at(n, c, p)] = Math.max(v, 0);
                            y.values[y.at(n, x.channels + c, p)] = Math.max(-v, 0);
                        }
                    }
                }
                yield y;
            }
        };
    }

    /** By Simpson's rule from 0: error below 1e-13 for the |z| < 6 met here. */
    private static double normalDistribution(double z) {
        int steps = 400;
        double width = z / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double t = i * width;
            sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.exp(-t * t / 2);
        }
        return 0.5 + sum * width / 3 / Math.sqrt(2 * Math.PI);
    }
}
