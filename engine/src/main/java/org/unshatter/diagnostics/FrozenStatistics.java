package org.unshatter.diagnostics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Convolution;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Flatten;
import org.unshatter.nn.GlobalPool;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Multiplier;
import org.unshatter.nn.Nonlinearity;
import org.unshatter.nn.Normalisation;
import org.unshatter.nn.Normalise;
import org.unshatter.nn.PaddedShortcut;
import org.unshatter.nn.Prelu;

/** A net as each sample of a batch sees it if the statistics of the batch are constants: it can then be applied to any one of them alone. */
final class FrozenStatistics {

    private FrozenStatistics() {
    }

    /**
     * Takes one evaluation.
     *
     * @return a net with the same parameters; none if a gradient flows through the statistics, or a layer is not known not to look at other samples
     */
    static Optional<Layer> of(Layer net, Tensor inputs) {
        Map<String, Layer> frozen = new HashMap<>();
        boolean[] alone = {true};
        net.observe((name, layer, x, _) -> {
            switch (layer) {
                case Normalise normalise when normalise.kind() == Normalisation.CENTER || normalise.kind() == Normalisation.BATCH -> {
                    alone[0] &= normalise.statistics() == Statistics.CONSTANT;
                    frozen.put(name, Affine.of(normalise, x));
                }
                case Normalise _, Dense _, Convolution _, Nonlinearity _, Prelu _, Multiplier _, Flatten _, GlobalPool _, PaddedShortcut _ -> { }
                default -> alone[0] = false;
            }
        }, inputs);
        return alone[0] ? Optional.of(Rebuilt.of(net, frozen::getOrDefault)) : Optional.empty();
    }

    /**
     * (x − mean)·factor, then the gain and the shift of the original, whose names they keep.
     *
     * @param mean   of the rank of the inputs, extent 1 in all axes but that of the features
     * @param factor likewise
     */
    private record Affine(Tensor mean, Tensor factor, Normalise original) implements Layer {

        static Affine of(Normalise normalise, Tensor x) {
            float[] values = x.toArray();
            int features = x.dim(1);
            int pixels = values.length / (x.dim(0) * features);
            double members = (double) x.dim(0) * pixels;
            double[] mean = new double[features];
            for (int i = 0; i < values.length; i++) {
                mean[i / pixels % features] += values[i] / members;
            }
            double[] variance = new double[features];
            for (int i = 0; i < values.length; i++) {
                int f = i / pixels % features;
                variance[f] += (values[i] - mean[f]) * (values[i] - mean[f]) / members;
            }
            float[] means = new float[features];
            float[] factors = new float[features];
            for (int f = 0; f < features; f++) {
                means[f] = (float) mean[f];
                factors[f] = normalise.kind() == Normalisation.CENTER ? 1 : (float) (1 / Math.sqrt(variance[f] + Normalise.EPSILON));
            }
            return new Affine(along(Tensor.of(means, features), x), along(Tensor.of(factors, features), x), normalise);
        }

        private static Tensor along(Tensor vector, Tensor x) {
            int features = vector.size();
            return x.rank() == 4 ? vector.reshape(1, features, 1, 1) : vector.reshape(1, features);
        }

        @Override
        public Tensor apply(Tensor x) {
            Tensor y = x.subtract(mean).multiply(factor);
            return original.gain() == null ? y : y.multiply(along(original.gain(), x)).add(along(original.shift(), x));
        }

        @Override
        public Affine mapParameters(BiFunction<String, Tensor, Tensor> change) {
            return new Affine(mean, factor, original.mapParameters(change));
        }
    }
}
