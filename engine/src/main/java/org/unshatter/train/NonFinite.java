package org.unshatter.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Rebuilt;

/** Looks for NaN and infinities in what it is shown, in the order of computation. */
final class NonFinite {

    private final List<String> found = new ArrayList<>();
    /** For each layer in the order they are applied, what is wrong with the gradient by its output; empty for nothing. */
    private final SequencedMap<String, List<String>> layers = new LinkedHashMap<>();
    private final Map<String, List<String>> parametersOf = new LinkedHashMap<>();

    void see(String what, Tensor values) {
        describe(what, values, found);
    }

    /** A layer of which the gradient by its output is looked at when it is computed. */
    Layer watched(String name, Layer layer) {
        parametersOf.put(name, layer.parameters().keySet().stream().map(own -> Rebuilt.join(name, own)).toList());
        return x -> {
            List<String> gradient = new ArrayList<>();
            layers.put(name, gradient);
            return layer.apply(x).observeGradient(dy -> describe("the gradient by the output of " + name, dy, gradient));
        };
    }

    /** @param gradients by the parameters, which a layer makes of the gradient by its output as it does what it passes on */
    void seeGradients(Map<String, Tensor> gradients) {
        layers.reversed().forEach((name, gradient) -> {
            found.addAll(gradient);
            parametersOf.get(name).forEach(parameter -> see("the gradient by the parameter " + parameter, gradients.get(parameter)));
        });
    }

    boolean found() {
        return !found.isEmpty();
    }

    String first() {
        return found() ? found.getFirst() : "nothing, when it is computed once more";
    }

    private static void describe(String what, Tensor values, List<String> to) {
        int size = values.size();
        int wrong = 0;
        float first = 0;
        for (int i = 0; i < size; i++) {
            float value = values.get(i);
            if (!Float.isFinite(value)) {
                first = wrong++ == 0 ? value : first;
            }
        }
        if (wrong > 0) {
            to.add(what + " (" + wrong + " of " + size + " numbers, the first " + first + ")");
        }
    }
}
