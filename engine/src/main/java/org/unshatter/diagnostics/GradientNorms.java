package org.unshatter.diagnostics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Rebuilt;

/**
 * How large a gradient is on its way back through a net, and whether that is a fault of its own: one that has nothing to do with shattering.
 *
 * <p>The verdict is by the way from the net's output to its input, which all nets have. A single layer proves nothing: a branch beside a skip that starts
 * at 0 has no gradient, and the net does not need it.
 *
 * @param weights Frobenius norm of the gradient by each parameter, by its name, in the order of {@link Layer#parameters}
 * @param outputs that of the gradient by the output of each layer that is not made of others, in the order they are computed
 * @param input   that of the gradient by the net's input, where the way back ends
 * @param output  that of the gradient by the net's output, where it begins
 * @param decades log₁₀(input/output): how the gradient has grown on its way back, or faded if negative; −∞ where nothing arrives
 * @param verdict by the decades alone: see {@link #MANY_DECADES}
 */
public record GradientNorms(SequencedMap<String, Double> weights, SequencedMap<String, Double> outputs, double input, double output,
        double decades, Verdict verdict) {

    /** Faded or grown by at least so many powers of ten from the output to the input: by a factor of 1000. */
    public static final double MANY_DECADES = 3;

    /** What the norms say. */
    public enum Verdict {
        /** Between output and input the gradient changes by less than {@link #MANY_DECADES}. */
        FINE,
        /** Smaller at the input by {@link #MANY_DECADES} or more. */
        FADING,
        /** Smaller by more than 2²⁴, so that nothing comes of it next to numbers of size 1; or 0; or too small for floats of full precision. */
        COLLAPSED,
        /** Larger at the input by {@link #MANY_DECADES} or more; or some norm is not finite. */
        EXPLODING
    }

    /** Keeps its own copies. */
    public GradientNorms {
        weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
        outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
    }

    /**
     * Takes an evaluation and a pass back.
     *
     * @param loss of the net's output; the gradient is that of the sum of its elements. A {@link Readout} does: {@code readout::of}
     */
    public static GradientNorms of(Layer net, UnaryOperator<Tensor> loss, Tensor inputs) {
        Tape tape = new Tape();
        SequencedMap<String, Tensor> variables = new LinkedHashMap<>();
        Layer onTape = net.mapParameters((name, value) -> {
            variables.put(name, tape.variable(value));
            return variables.get(name);
        });
        SequencedMap<String, Double> outputs = new LinkedHashMap<>();
        Layer observed = Rebuilt.of(onTape, (name, layer) -> in -> {
            outputs.put(name, 0.0); // where no gradient arrives
            return layer.apply(in).observeGradient(gradient -> outputs.put(name, norm(gradient)));
        });
        double[] output = new double[1];
        Tensor x = tape.variable(inputs);
        Tensor y = observed.apply(x).observeGradient(gradient -> output[0] = norm(gradient));
        Gradients gradients = tape.gradients(loss.apply(y));
        SequencedMap<String, Double> weights = new LinkedHashMap<>();
        variables.forEach((name, variable) -> weights.put(name, norm(gradients.of(variable))));
        double input = norm(gradients.of(x));
        double decades = input == 0 ? Double.NEGATIVE_INFINITY : Math.log10(input / output[0]);
        boolean finite = Stream.concat(weights.values().stream(), outputs.values().stream()).allMatch(Double::isFinite)
                && Double.isFinite(input) && Double.isFinite(output[0]);
        // a root mean square that floats hold in full precision
        boolean full = input >= Float.MIN_NORMAL * Math.sqrt(inputs.size());
        return new GradientNorms(weights, outputs, input, output[0], decades, verdict(finite, full, decades));
    }

    private static Verdict verdict(boolean finite, boolean full, double decades) {
        if (!finite || decades >= MANY_DECADES) {
            return Verdict.EXPLODING;
        }
        if (!full || decades < Math.log10(GradientMatrix.COLLAPSED)) {
            return Verdict.COLLAPSED;
        }
        return decades <= -MANY_DECADES ? Verdict.FADING : Verdict.FINE;
    }

    private static double norm(Tensor gradient) {
        double squares = 0;
        for (float element : gradient.toArray()) {
            squares += (double) element * element;
        }
        return Math.sqrt(squares);
    }
}
