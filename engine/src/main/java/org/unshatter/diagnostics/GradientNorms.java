package org.unshatter.diagnostics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Layer;

/**
 * How large a gradient is on its way back through a net, and whether that is a fault of its own: one that has nothing to do with shattering.
 *
 * @param weights Frobenius norm of the gradient by each parameter, by its name, in the order of {@link Layer#parameters}
 * @param outputs that of the gradient by the output of each layer that is not made of others, in the order they are computed
 * @param input   that of the gradient by the input
 * @param first   the entry of {@code outputs} of the first layer of weights, where the way back ends
 * @param last    that of the last layer of weights, where it begins
 * @param decades log₁₀ of the first by the last: how the gradient has grown on its way back, or faded if negative; −∞ where nothing arrives
 */
public record GradientNorms(SequencedMap<String, Double> weights, SequencedMap<String, Double> outputs, double input, double first,
        double last, double decades, Verdict verdict) {

    /** Faded or grown by at least so many powers of ten from the last layer of weights to the first: by a factor of 1000. */
    public static final double MANY_DECADES = 3;

    /** What the norms say. */
    public enum Verdict {
        /** Between the last layer of weights and the first the gradient changes by less than {@link #MANY_DECADES}. */
        FINE,
        /** Smaller at the first layer by {@link #MANY_DECADES} or more. */
        FADING,
        /** Smaller by more than 2²⁴, so that nothing can come of it next to numbers of size 1; 0; or too small for floats to hold in full precision. */
        COLLAPSED,
        /** Larger at the first layer by {@link #MANY_DECADES} or more; or some norm is not finite. */
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
     * @throws IllegalArgumentException if no layer has weights, that is parameters with at least two axes
     */
    public static GradientNorms of(Layer net, UnaryOperator<Tensor> loss, Tensor inputs) {
        Tape tape = new Tape();
        SequencedMap<String, Tensor> variables = new LinkedHashMap<>();
        Layer onTape = net.mapParameters((name, value) -> {
            variables.put(name, tape.variable(value));
            return variables.get(name);
        });
        SequencedMap<String, Double> outputs = new LinkedHashMap<>();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        List<String> ofWeights = new ArrayList<>();
        Layer observed = Rebuilt.of(onTape, (name, layer) -> {
            boolean weights = layer.parameters().values().stream().anyMatch(parameter -> parameter.rank() >= 2);
            return in -> {
                Tensor y = layer.apply(in);
                if (weights) {
                    ofWeights.add(name);
                }
                // 0 for those that no gradient reaches
                outputs.put(name, 0.0);
                sizes.put(name, y.size());
                return y.observeGradient(gradient -> outputs.put(name, norm(gradient)));
            };
        });
        Tensor x = tape.variable(inputs);
        Tensor result = loss.apply(observed.apply(x));
        if (ofWeights.isEmpty()) {
            throw new IllegalArgumentException("the net has no layer of weights, expected at least one");
        }
        Gradients gradients = tape.gradients(result);
        SequencedMap<String, Double> weights = new LinkedHashMap<>();
        variables.forEach((name, variable) -> weights.put(name, norm(gradients.of(variable))));
        return judged(weights, outputs, norm(gradients.of(x)), ofWeights.getFirst(), ofWeights.getLast(), sizes.get(ofWeights.getFirst()));
    }

    private static GradientNorms judged(SequencedMap<String, Double> weights, SequencedMap<String, Double> outputs, double input, String first,
            String last, int size) {
        double atFirst = outputs.get(first);
        double atLast = outputs.get(last);
        double decades = atFirst == 0 ? Double.NEGATIVE_INFINITY : Math.log10(atFirst / atLast);
        boolean finite = Double.isFinite(input) && weights.values().stream().allMatch(Double::isFinite) && outputs.values().stream().allMatch(Double::isFinite);
        Verdict verdict;
        if (!finite || decades >= MANY_DECADES) {
            verdict = Verdict.EXPLODING;
        } else if (atFirst < GradientMatrix.COLLAPSED * atLast || atFirst < Float.MIN_NORMAL * Math.sqrt(size)) {
            verdict = Verdict.COLLAPSED;
        } else {
            verdict = decades <= -MANY_DECADES ? Verdict.FADING : Verdict.FINE;
        }
        return new GradientNorms(weights, outputs, input, atFirst, atLast, decades, verdict);
    }

    private static double norm(Tensor gradient) {
        double squares = 0;
        for (float element : gradient.toArray()) {
            squares += (double) element * element;
        }
        return Math.sqrt(squares);
    }
}
