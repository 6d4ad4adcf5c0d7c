package org.unshatter.train;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.unshatter.autodiff.OutOfMemoryException;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;
import org.unshatter.nn.Rebuilt;

/** A net whose parameters are trained: it reads them from where the optimiser changes them. */
final class LiveNetwork {

    private final Network net;
    private final List<String> names;
    private final Parameters parameters;

    /** Copies the parameters. */
    LiveNetwork(Network original) {
        names = List.copyOf(original.parameters().keySet());
        parameters = Parameters.of(List.copyOf(original.parameters().values()));
        int[] next = {0};
        net = original.mapParameters((_, _) -> parameters.value(next[0]++));
    }

    Network net() {
        return net;
    }

    List<String> names() {
        return names;
    }

    Parameters parameters() {
        return parameters;
    }

    /** The net on a tape, of variables in the order of the parameters. */
    Network on(List<Tensor> variables) {
        Iterator<Tensor> next = variables.iterator();
        return net.mapParameters((_, _) -> next.next());
    }

    /** The parameters by name as they are now; copies. */
    SequencedMap<String, Tensor> values() {
        SequencedMap<String, Tensor> values = new LinkedHashMap<>();
        net.parameters().forEach((name, value) -> values.put(name, Tensor.of(value.toArray(), value.shape())));
        return values;
    }

    /** Takes other values, all of which are checked first. */
    void restore(SequencedMap<String, Tensor> values) {
        net.withParameters(values);
        for (int i = 0; i < names.size(); i++) {
            values.get(names.get(i)).assignTo(parameters.value(i));
        }
    }

    /** Loss and output of a batch, with the gradients written to where they belong. */
    Tensor[] gradients(double smoothing, Tensor images, Tensor labels) {
        return gradients(smoothing, images, labels, UnaryOperator.identity());
    }

    private Tensor[] gradients(double smoothing, Tensor images, Tensor labels, UnaryOperator<Layer> watched) {
        Tape tape = new Tape();
        List<Tensor> variables = parameters.on(tape);
        Tensor logits = watched.apply(on(variables)).apply(images);
        Tensor loss = logits.crossEntropy(labels, smoothing);
        parameters.assign(tape.gradients(loss), variables);
        return new Tensor[] {loss, logits.rowMajor()};
    }

    /**
     * Where on a batch the first number comes up that is not finite: forwards among images, parameters, the layers' outputs and the loss, then backwards
     * among the gradients by each layer's output and parameters.
     */
    String firstNotFinite(double smoothing, Tensor images, Tensor labels) {
        NonFinite search = new NonFinite();
        search.see("the images", images);
        net.parameters().forEach((name, value) -> search.see("the parameter " + name, value));
        try { // a captured step needs far less memory
            Tensor logits = net.observe((name, layer, x, y) -> search.see("the output of " + name, y), images);
            search.see("the loss", logits.crossEntropy(labels, smoothing));
        } catch (OutOfMemoryException | OutOfMemoryError e) {
            return search.found() ? search.first() : "an output or a gradient, but there is not the memory to compute them one operation at a time";
        }
        if (!search.found()) {
            try {
                gradients(smoothing, images, labels, layer -> Rebuilt.of(layer, search::watched));
            } catch (OutOfMemoryException | OutOfMemoryError e) {
                return "a gradient, but there is not the memory to compute them one operation at a time";
            }
            SequencedMap<String, Tensor> gradients = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                gradients.put(names.get(i), parameters.gradient(i));
            }
            search.seeGradients(gradients);
        }
        return search.first();
    }
}
