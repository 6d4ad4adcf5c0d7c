package org.unshatter.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Tensor;

/**
 * A function of one tensor, with parameters. A layer is a value: applying it changes nothing, so several threads may apply one at once, and a network is a layer too.
 * The input is a batch: [samples, features] or [samples, channels, height, width].
 *
 * <p>A layer without parameters is any function of tensors. One with parameters says what they are called by {@link #mapParameters}:
 * <pre>{@code
 * record Shift(Tensor by) implements Layer {
 *     public Tensor apply(Tensor x) {
 *         return x.add(by);
 *     }
 *
 *     public Layer mapParameters(BiFunction<String, Tensor, Tensor> change) {
 *         return new Shift(change.apply("by", by));
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface Layer extends UnaryOperator<Tensor> {

    /**
     * The same layer with every parameter replaced by what {@code change} makes of its name and its value. Names are unique within a layer;
     * a layer made of others puts the part's name and a dot before those of the part.
     */
    default Layer mapParameters(BiFunction<String, Tensor, Tensor> change) {
        return this;
    }

    /** The same, whatever the names: {@code layer.mapParameters(tape::variable)} puts the parameters on a tape. */
    default Layer mapParameters(UnaryOperator<Tensor> change) {
        return mapParameters((name, value) -> change.apply(value));
    }

    /**
     * The parameters by name, in their order.
     *
     * @throws IllegalStateException if two have the same name
     */
    default SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
        mapParameters((name, value) -> {
            if (parameters.put(name, value) != null) {
                throw new IllegalStateException("two parameters are named " + name + ", expected different names");
            }
            return value;
        });
        return parameters;
    }

    /**
     * The same layer with other values of its parameters, such as those read from a file.
     *
     * @throws IllegalArgumentException if a parameter has no value or one of another shape, or a value no parameter
     */
    default Layer withParameters(Map<String, Tensor> values) {
        SequencedMap<String, Tensor> known = parameters();
        for (String name : values.keySet()) {
            if (!known.containsKey(name)) {
                throw new IllegalArgumentException("there is a value for the parameter " + name + ", expected one of " + known.keySet());
            }
        }
        return mapParameters((name, value) -> {
            Tensor other = values.get(name);
            if (other == null || !Arrays.equals(other.shape(), value.shape())) {
                throw new IllegalArgumentException("the value for the parameter " + name + " is " + other + ", expected the shape "
                        + Arrays.toString(value.shape()));
            }
            return other;
        });
    }

    /**
     * Applies the layer, and shows the observer what goes into each of its parts and what comes out, in the order they are computed. A layer made of others overrides
     * this, or nobody knows of those: a {@link Normalise} among them goes on with the statistics of the batch where a trained net is evaluated.
     */
    default Tensor observe(Observer observer, Tensor x) {
        Tensor y = apply(x);
        observer.see("", this, x, y);
        return y;
    }

    /** Products of a weight and an input, each with an addition, that make y of x. */
    default long multiplyAdds(Tensor x, Tensor y) {
        return 0;
    }
}
