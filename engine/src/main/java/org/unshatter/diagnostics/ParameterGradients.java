package org.unshatter.diagnostics;

import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Convolution;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Flatten;
import org.unshatter.nn.GlobalPool;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Multiplier;
import org.unshatter.nn.Nonlinearity;
import org.unshatter.nn.Normalise;
import org.unshatter.nn.PaddedShortcut;
import org.unshatter.nn.Prelu;
import org.unshatter.nn.Rebuilt;

/** The gradients of each sample's number by one parameter of a net, as a {@link GradientMatrix}. */
public final class ParameterGradients {

    private ParameterGradients() {
    }

    /**
     * Row i is the gradient of the number that is read out of sample i's output, in the batch as it is.
     *
     * <p>Where no gradient passes from one sample to another, because all layers are of {@code org.unshatter.nn} and statistics of the batch are held
     * constant, one pass of the batch back to the parameter's layer gives the gradients by what that layer makes of each sample; from there on,
     * samples are taken one at a time through that layer alone. Otherwise (a gradient flows through the statistics, or a layer is the user's own, of
     * which nothing is known) there is a pass of the whole batch back to the parameter for each of the n samples: n² samples. With 64 images and 24
     * convolutions the first was 16 times faster than the second.
     *
     * @param parameter its name among {@link Layer#parameters}
     * @param inputs    [n, …]
     * @return n × elements of the parameter
     * @throws IllegalArgumentException if there is no such parameter, or there are no samples
     * @throws org.unshatter.autodiff.OutOfMemoryException if the floats of the result do not fit in what is left of the heap; nothing has been computed then
     */
    public static GradientMatrix of(Layer net, Readout readout, String parameter, Tensor inputs) {
        Tensor value = net.parameters().get(parameter);
        if (value == null) {
            throw new IllegalArgumentException("parameter is \"" + parameter + "\", expected one of " + net.parameters().keySet());
        }
        if (inputs.rank() < 2 || inputs.size() == 0 || value.size() == 0) {
            throw new IllegalArgumentException("inputs is " + inputs + " and the parameter " + value + ", expected at least one element in each");
        }
        Memory.require((long) inputs.dim(0) * value.size() * Float.BYTES, "an array of " + inputs.dim(0) + " gradients by the " + value.size() + " elements of " + parameter);
        boolean[] apart = {true};
        Rebuilt.of(net, (_, leaf) -> {
            apart[0] &= keepsApart(leaf);
            return leaf;
        });
        return GradientMatrix.of(apart[0] ? throughOneLayer(net, readout, parameter, inputs) : throughTheNet(net, readout, parameter, inputs));
    }

    /** Whether a gradient by a sample's output goes back to that sample alone. */
    private static boolean keepsApart(Layer leaf) {
        return switch (leaf) {
            case Normalise normalise -> !normalise.overBatch() || normalise.statistics() == Statistics.CONSTANT;
            case Dense _, Convolution _, Nonlinearity _, Prelu _, Multiplier _, Flatten _, GlobalPool _, PaddedShortcut _ -> true;
            default -> false;
        };
    }

    private static float[][] throughOneLayer(Layer net, Readout readout, String parameter, Tensor inputs) {
        Tape tape = new Tape();
        Layer[] layer = new Layer[1];
        String[] own = new String[1];
        Tensor[] x = new Tensor[1];
        Tensor[] made = new Tensor[1];
        Layer cut = Rebuilt.of(net, (name, leaf) -> {
            for (String inner : leaf.parameters().keySet()) {
                if (Rebuilt.join(name, inner).equals(parameter)) {
                    layer[0] = leaf;
                    own[0] = inner;
                    return in -> {
                        x[0] = in;
                        made[0] = tape.variable(leaf.apply(in));
                        return made[0];
                    };
                }
            }
            return leaf;
        });
        Tensor y = cut.apply(inputs);
        Tensor seeds = tape.gradients(y, readout.gradient(y.detach())).of(made[0]);
        if (layer[0] instanceof Normalise normalise && normalise.overBatch()) {
            return inTheBatch(layer[0], own[0], x[0], seeds);
        }
        Tensor samples = x[0].rowMajor();
        Tensor rowMajorSeeds = seeds.rowMajor();
        float[][] rows = new float[inputs.dim(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new Evaluation(layer[0], own[0], samples.slice(0, i, i + 1)).gradient(rowMajorSeeds.slice(0, i, i + 1));
        }
        return rows;
    }

    private static float[][] throughTheNet(Layer net, Readout readout, String parameter, Tensor inputs) {
        return inTheBatch(net, parameter, inputs, readout.gradient(net.apply(inputs)));
    }

    /** A pass for each sample, with the seeds of the others 0. */
    private static float[][] inTheBatch(Layer net, String parameter, Tensor inputs, Tensor seeds) {
        Evaluation evaluation = new Evaluation(net, parameter, inputs);
        float[] all = seeds.toArray();
        float[][] rows = new float[inputs.dim(0)][];
        int outputs = all.length / rows.length;
        for (int i = 0; i < rows.length; i++) {
            float[] seed = new float[all.length];
            System.arraycopy(all, i * outputs, seed, i * outputs, outputs);
            rows[i] = evaluation.gradient(Tensor.of(seed, seeds.shape()));
        }
        return rows;
    }

    /** Of a net with one parameter as the variable. */
    private static final class Evaluation {
        private final Tape tape = new Tape();
        private final Tensor output;
        private Tensor variable;

        Evaluation(Layer net, String parameter, Tensor inputs) {
            output = net.mapParameters((name, value) -> {
                if (!name.equals(parameter)) {
                    return value;
                }
                variable = tape.variable(value);
                return variable;
            }).apply(inputs);
        }

        float[] gradient(Tensor seed) {
            return tape.gradients(output, seed).of(variable).toArray();
        }
    }
}
