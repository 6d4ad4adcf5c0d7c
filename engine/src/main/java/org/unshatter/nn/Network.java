package org.unshatter.nn;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import org.unshatter.autodiff.Tensor;

/**
 * A network as it was built: the layers, and what is to be known of them.
 *
 * @param architecture the text it can be built from again, as the builders in {@code org.unshatter.arch} read it
 * @param body         the layers
 * @param input        shape of one sample: [features] or [channels, height, width]
 * @param starts       for the name of each layer of weights, how these started
 */
public record Network(String architecture, Sequence body, int[] input, SequencedMap<String, String> starts) implements Composite {

    /** Keeps its own copies. */
    public Network {
        input = input.clone();
        starts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(starts));
    }

    @Override
    public int[] input() {
        return input.clone();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if x is not a batch of samples of the input's shape
     */
    @Override
    public Tensor observe(Observer observer, Tensor x) {
        if (x.rank() != input.length + 1 || !Arrays.equals(input, 0, input.length, x.shape(), 1, x.rank())) {
            throw new IllegalArgumentException("the network's input is " + Arrays.toString(x.shape()) + ", expected a batch of " + Arrays.toString(input));
        }
        return body.observe(observer, x);
    }

    @Override
    public Network mapParameters(BiFunction<String, Tensor, Tensor> change) {
        return new Network(architecture, body.mapParameters(change), input, starts);
    }

    @Override
    public Network withParameters(Map<String, Tensor> values) {
        return (Network) Composite.super.withParameters(values);
    }

    /** The table of its layers. */
    public Summary summary() {
        return Summary.of(body, starts, input);
    }
}
