package org.unshatter.diagnose;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.ActivationPattern;
import org.unshatter.diagnostics.GradientNorms;
import org.unshatter.diagnostics.Mirror;
import org.unshatter.diagnostics.PathLengths;
import org.unshatter.diagnostics.Readout;
import org.unshatter.diagnostics.Shattering;
import org.unshatter.nn.Highway;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.nn.Normalisation;
import org.unshatter.nn.Normalise;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;

/**
 * All that is measured of one network.
 *
 * @param name       for people: the architecture, or the file it was read from
 * @param shattering correlation
 * @param norms      size
 * @param layers     what its rectifiers do, in their order; empty if it has none
 * @param mirror     mean of ‖Δ‖/‖S‖ over the layers that read CReLU, but for those whose weights are all 0; empty if there are none
 * @param paths      the gradient by the number of branches it comes through, of a few images or all inputs of a dense net; empty unless there are skips and a gradient
 */
public record Diagnosis(String name, Network network, Shattering shattering, GradientNorms norms, List<Units> layers, OptionalDouble mirror,
                        List<PathLengths.Part> paths) {

    /** Images whose gradients are followed layer by layer: all that lies between is kept at once. */
    private static final int NORM_IMAGES = 64;

    /** Images and lengths that paths are followed for: all of a deep net would take its depth times as long as the rest. */
    static final int PATH_IMAGES = 8;
    private static final int LONGEST_PATH = 16;

    /**
     * What the units of one layer of rectifiers do over the inputs.
     *
     * @param on      share of inputs that a unit is on for, mean over the units
     * @param both    share of pairs of inputs that a unit is on for both, likewise
     * @param dead    share of units that are never on
     * @param alwaysOn share of units that are always on
     */
    public record Units(String name, double on, double both, double dead, double alwaysOn) {

        private static Units of(ActivationPattern pattern) {
            return new Units(pattern.name(), pattern.activation(), pattern.coactivation(), (double) pattern.dead() / pattern.units(),
                    (double) pattern.alwaysOn() / pattern.units());
        }
    }

    /**
     * Measures.
     *
     * @param inputs a batch; the gradients are those of one random combination of the outputs
     * @param seed   of that
     */
    public static Diagnosis of(String name, Network network, Tensor inputs, long seed) {
        Readout readout = Readout.random(seed);
        Shattering shattering = Shattering.examine(network, readout, inputs, seed);
        GradientNorms norms = GradientNorms.of(network, readout::of, some(inputs, NORM_IMAGES));
        boolean finite = shattering.verdict() != Shattering.Verdict.EXPLODED;
        List<Units> layers = finite ? ActivationPattern.of(network, inputs).stream().map(Units::of).toList() : List.of();
        List<Mirror> mirrors = Mirror.of(network, first(inputs, 1));
        List<PathLengths.Part> paths = finite && shattering.verdict() != Shattering.Verdict.COLLAPSED && Skips.of(network) == Skips.FIXED
                ? PathLengths.of(network, some(inputs, PATH_IMAGES), Math.min(LONGEST_PATH, PathLengths.longest(network))).parts() : List.of();
        return new Diagnosis(name, network, shattering, norms, layers, mirrors.stream().mapToDouble(Mirror::ratio).filter(ratio -> !Double.isNaN(ratio)).average(), paths);
    }

    /**
     * The first images, of whose pixels each is a sample to batch norm; but all inputs of a dense net: batch norm over B of them multiplies gradients by
     * √(B/(B − 3)) in each layer, see {@link org.unshatter.theory.FiniteBatch}, so that over few, sizes and paths would be those of another net.
     */
    private static Tensor some(Tensor inputs, int images) {
        return inputs.rank() == 2 ? inputs : first(inputs, images);
    }

    private static Tensor first(Tensor inputs, int count) {
        return inputs.slice(0, 0, Math.min(count, inputs.dim(0)));
    }

    /** The layer of rectifiers with the most units that never change, if there is one with a hundredth of them. */
    public Optional<Units> stuck() {
        return layers.stream().filter(layer -> layer.dead + layer.alwaysOn >= 0.01)
                .max((x, y) -> Double.compare(x.dead + x.alwaysOn, y.dead + y.alwaysOn));
    }

    /** Whether there is a batch norm anywhere. */
    boolean batchNorm() {
        return batchNorm(network);
    }

    private static boolean batchNorm(Layer layer) {
        return switch (layer) {
            case Network net -> batchNorm(net.body());
            case Sequence sequence -> sequence.layers().stream().anyMatch(Diagnosis::batchNorm);
            case Skip skip -> batchNorm(skip.branch()) || batchNorm(skip.shortcut());
            case Highway highway -> batchNorm(highway.branch()) || batchNorm(highway.shortcut());
            case Normalise normalise -> normalise.kind() == Normalisation.BATCH;
            default -> false;
        };
    }

    /** What kinds of skips a net has. */
    private enum Skips {
        NONE, FIXED, LEARNED_GATES;

        static Skips of(Layer layer) {
            return switch (layer) {
                case Highway _ -> LEARNED_GATES;
                case Skip skip -> most(FIXED, of(skip.branch()), of(skip.shortcut()));
                case Network network -> of(network.body());
                case Sequence sequence -> most(sequence.layers().stream().map(Skips::of).toArray(Skips[]::new));
                default -> NONE;
            };
        }

        private static Skips most(Skips... kinds) {
            return Arrays.stream(kinds).max(Enum::compareTo).orElse(NONE);
        }
    }
}
