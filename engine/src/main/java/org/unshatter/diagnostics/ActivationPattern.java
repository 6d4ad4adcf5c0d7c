package org.unshatter.diagnostics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Nonlinearity;
import org.unshatter.nn.Prelu;

/**
 * Which units of a layer of rectifiers are on for which inputs. Balduzzi et al. 2017, sections 2.2 and 3, figures 3 and 4.
 *
 * <p>A unit is one feature that goes into an activation; of a convolution, one pixel of one channel. It is on where that feature is above 0.
 * Of a CReLU this speaks of the positive half; the negative one is on where the feature is below 0, so that it is the other's complement.
 * Of leaky rectifiers "on" is the side with slope 1.
 *
 * <p>Memory is a few numbers for each unit and for each length of a run; a bit for each unit and input only where the raster is asked for.
 */
public final class ActivationPattern {

    private final String name;
    private final int depth;
    private final int inputs;
    /** For each unit, the number of inputs it is on for. */
    private final int[] counts;
    /** At index k, the number of runs of length k. */
    private final long[] runs;
    /** For each unit, the number of its runs. */
    private final int[] runsOfUnit;
    /** For each unit, the inputs it is on for; null where it was not asked for. */
    private final BitSet[] raster;

    private ActivationPattern(String name, int depth, Tensor x, boolean keepRaster) {
        this.name = Objects.requireNonNull(name, "name");
        if (depth < 1) {
            throw new IllegalArgumentException("depth of " + name + " is " + depth + ", expected at least 1");
        }
        if (x.rank() < 2 || x.dim(0) < 2 || x.size() == 0) {
            throw new IllegalArgumentException("the input of " + name + " is " + x
                    + ", expected shape [inputs, units …] with at least 2 inputs and a unit");
        }
        this.depth = depth;
        inputs = x.dim(0);
        int units = x.size() / inputs;
        counts = new int[units];
        runs = new long[inputs + 1];
        runsOfUnit = new int[units];
        raster = keepRaster ? new BitSet[units] : null;
        for (int unit = 0; keepRaster && unit < units; unit++) {
            raster[unit] = new BitSet(inputs);
        }
        count(x.toArray());
    }

    private void count(float[] x) {
        int units = counts.length;
        boolean[] was = new boolean[units];
        int[] length = new int[units];
        for (int input = 0, at = 0; input < inputs; input++) {
            for (int unit = 0; unit < units; unit++, at++) {
                float value = x[at];
                if (Float.isNaN(value)) {
                    throw new IllegalArgumentException("the input of " + name + " is NaN in unit " + unit + " for input " + input + ", expected numbers");
                }
                boolean on = value > 0;
                if (on != was[unit] && input > 0) {
                    runs[length[unit]]++;
                    runsOfUnit[unit]++;
                    length[unit] = 0;
                }
                was[unit] = on;
                length[unit]++;
                if (on) {
                    counts[unit]++;
                    if (raster != null) {
                        raster[unit].set(input);
                    }
                }
            }
        }
        for (int unit = 0; unit < units; unit++) {
            runs[length[unit]]++;
            runsOfUnit[unit]++;
        }
    }

    /**
     * The pattern of what goes into one activation.
     *
     * @param depth number of the activation in its net, from 1
     * @param x     [inputs, units] or [inputs, channels, height, width]
     * @throws IllegalArgumentException if the depth is below 1, there are fewer than two inputs or no unit, or a value is NaN
     */
    public static ActivationPattern of(String name, int depth, Tensor x, boolean keepRaster) {
        return new ActivationPattern(name, depth, x, keepRaster);
    }

    /** Of every layer of rectifiers, without rasters. */
    public static List<ActivationPattern> of(Layer net, Tensor inputs) {
        return of(net, inputs, depth -> false);
    }

    /**
     * Of every layer of ReLU, CReLU, PReLU or leaky rectifiers, in the order they are computed. Applies the net once.
     *
     * @param inputs  a batch; runs are counted along it, so that they mean something where neighbours are alike
     * @param rasters whether to keep the raster of the layer with this number, counting from 1
     * @throws IllegalArgumentException if there are fewer than two inputs, or a value that goes into an activation is NaN
     */
    public static List<ActivationPattern> of(Layer net, Tensor inputs, IntPredicate rasters) {
        List<ActivationPattern> patterns = new ArrayList<>();
        net.observe((name, layer, x, y) -> {
            if (rectifies(layer)) {
                int depth = patterns.size() + 1;
                patterns.add(new ActivationPattern(name, depth, x, rasters.test(depth)));
            }
        }, inputs);
        return List.copyOf(patterns);
    }

    private static boolean rectifies(Layer layer) {
        return switch (layer) {
            case Prelu _ -> true;
            case Nonlinearity act -> switch (act.activation().kind()) {
                case RELU, CRELU, LEAKY -> true;
                default -> false;
            };
            default -> false;
        };
    }

    /** That of the layer in its net, such as "layer3.act". */
    public String name() {
        return name;
    }

    /** Number of the layer among those of rectifiers, from 1. */
    public int depth() {
        return depth;
    }

    /** Number of units of the layer; of a convolution, channels times pixels. */
    public int units() {
        return counts.length;
    }

    /** Samples of the batch it was taken of. */
    public int inputs() {
        return inputs;
    }

    /** For each unit, the number of inputs it is on for. */
    public int[] counts() {
        return counts.clone();
    }

    /** Fraction of the inputs that a unit is on for, mean over the units. */
    public double activation() {
        long on = 0;
        for (int k : counts) {
            on += k;
        }
        return (double) on / counts.length / inputs;
    }

    /** Fraction of the pairs of different inputs that a unit is on for both of, mean over the units: k(k − 1)/(n(n − 1)) for k of n inputs. */
    public double coactivation() {
        double pairs = 0;
        for (int k : counts) {
            pairs += k * (k - 1.0);
        }
        return pairs / counts.length / (inputs * (inputs - 1.0));
    }

    /** Number of units that are on for no input. */
    public int dead() {
        return countsOf(0);
    }

    /** Number of units that are on for all inputs: to these the layer is linear. */
    public int alwaysOn() {
        return countsOf(inputs);
    }

    private int countsOf(int wanted) {
        int found = 0;
        for (int k : counts) {
            found += k == wanted ? 1 : 0;
        }
        return found;
    }

    /** Share of the units that are on for less than this fraction of the inputs or off for less than it. */
    public double extreme(double fraction) {
        int found = 0;
        for (int k : counts) {
            found += Math.min(k, inputs - k) < fraction * inputs ? 1 : 0;
        }
        return (double) found / counts.length;
    }

    /** At index k, the number of unbroken runs of k inputs for which a unit is on, or off; up to the number of inputs. */
    public long[] runs() {
        return runs.clone();
    }

    /** Mean length of the runs of all units together: what the paper calls contiguity. A unit that changes often has many runs and counts for more. */
    public double contiguity() {
        long number = 0;
        for (int own : runsOfUnit) {
            number += own;
        }
        return (double) counts.length * inputs / number;
    }

    /** Mean over the units of the mean length of a unit's runs: all units count alike. Never below {@link #contiguity}. */
    public double contiguityOfUnits() {
        double sum = 0;
        for (int own : runsOfUnit) {
            sum += (double) inputs / own;
        }
        return sum / counts.length;
    }

    /**
     * The inputs that a unit is on for.
     *
     * @throws IllegalStateException     if the raster was not asked for
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public BitSet onFor(int unit) {
        if (raster == null) {
            throw new IllegalStateException("the raster of " + name + " was not kept");
        }
        return (BitSet) raster[Objects.checkIndex(unit, raster.length)].clone();
    }
}
