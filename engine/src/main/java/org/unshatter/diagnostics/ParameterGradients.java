package org.unshatter.diagnostics;

import java.util.Locale;
import java.util.Optional;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Layer;

/** The gradients of each sample's number by one parameter of a net, as a {@link GradientMatrix}. */
public final class ParameterGradients {

    private ParameterGradients() {
    }

    /**
     * Row i is the gradient of the number that is read out of sample i's output, in the batch as it is.
     *
     * <p>Where samples do not see each other but through statistics of the batch held constant, these are computed once and each sample is then evaluated
     * and differentiated alone: n passes of one sample. Where a gradient flows through the statistics, or a layer is not one of
     * {@code org.unshatter.nn} so that nothing is known of it, the batch is evaluated once, and there is a reverse pass through all of it for each
     * sample: n² samples. Either way passes end at the parameter: one of the last layers costs less.
     *
     * @param parameter its name among {@link Layer#parameters}
     * @param inputs    [n, …]
     * @return n × elements of the parameter
     * @throws IllegalArgumentException if there is no such parameter, there are no samples, or the floats of the result do not fit in what memory is
     *                                  left, with the figures; nothing has been computed then
     */
    public static GradientMatrix of(Layer net, Readout readout, String parameter, Tensor inputs) {
        Tensor value = net.parameters().get(parameter);
        if (value == null) {
            throw new IllegalArgumentException("parameter is \"" + parameter + "\", expected one of " + net.parameters().keySet());
        }
        if (inputs.rank() < 2 || inputs.size() == 0 || value.size() == 0) {
            throw new IllegalArgumentException("inputs is " + inputs + " and the parameter " + value + ", expected at least one element in each");
        }
        int n = inputs.dim(0);
        requireMemory(parameter, n, value.size());
        Optional<Layer> frozen = FrozenStatistics.of(net, inputs);
        return GradientMatrix.of(frozen.isPresent() ? alone(frozen.get(), net, readout, parameter, inputs) : together(net, readout, parameter, inputs));
    }

    private static void requireMemory(String parameter, long samples, long elements) {
        Runtime runtime = Runtime.getRuntime();
        long left = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        long needed = samples * elements * Float.BYTES;
        if (needed > left) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%d gradients by the %d elements of %s need %.1f MB, expected at most the %.1f MB"
                    + " that are left: raise -Xmx, take fewer samples or a smaller parameter", samples, elements, parameter, needed / 1e6, left / 1e6));
        }
    }

    /** By the chain rule: of sample i, the numbers' gradient by its output, from one evaluation of all, goes back through the net for it alone. */
    private static float[][] alone(Layer frozen, Layer net, Readout readout, String parameter, Tensor inputs) {
        Tensor seeds = readout.gradient(net.apply(inputs)).rowMajor();
        Tensor samples = inputs.rowMajor();
        float[][] rows = new float[inputs.dim(0)][];
        for (int i = 0; i < rows.length; i++) {
            Tape tape = new Tape();
            Tensor[] variable = new Tensor[1];
            Tensor y = onTape(frozen, parameter, tape, variable).apply(samples.slice(0, i, i + 1));
            rows[i] = gradient(tape, y, seeds.slice(0, i, i + 1), variable[0]);
        }
        return rows;
    }

    private static float[][] together(Layer net, Readout readout, String parameter, Tensor inputs) {
        Tape tape = new Tape();
        Tensor[] variable = new Tensor[1];
        Tensor y = onTape(net, parameter, tape, variable).apply(inputs);
        float[] seeds = readout.gradient(y.detach()).toArray();
        float[][] rows = new float[inputs.dim(0)][];
        int outputs = seeds.length / rows.length;
        for (int i = 0; i < rows.length; i++) {
            float[] seed = new float[seeds.length];
            System.arraycopy(seeds, i * outputs, seed, i * outputs, outputs);
            rows[i] = gradient(tape, y, Tensor.of(seed, y.shape()), variable[0]);
        }
        return rows;
    }

    /** With the one parameter as a variable. */
    private static Layer onTape(Layer net, String parameter, Tape tape, Tensor[] variable) {
        return net.mapParameters((name, value) -> {
            if (!name.equals(parameter)) {
                return value;
            }
            variable[0] = tape.variable(value);
            return variable[0];
        });
    }

    private static float[] gradient(Tape tape, Tensor y, Tensor seed, Tensor variable) {
        return tape.gradients(y, seed).of(variable).toArray();
    }
}
