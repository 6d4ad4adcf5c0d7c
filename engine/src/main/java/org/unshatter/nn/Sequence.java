package org.unshatter.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import org.unshatter.autodiff.Tensor;

/**
 * Layers one after the other; without any, the identity.
 *
 * @param parts the layers by their names, in their order
 */
public record Sequence(SequencedMap<String, Layer> parts) implements Composite {

    /** Keeps its own copy. */
    public Sequence {
        parts.values().forEach(part -> Objects.requireNonNull(part, "part"));
        parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
    }

    /** Layers named by their numbers, from 0. */
    public static Sequence of(Layer... layers) {
        SequencedMap<String, Layer> parts = new LinkedHashMap<>();
        for (Layer layer : layers) {
            parts.put(Integer.toString(parts.size()), layer);
        }
        return new Sequence(parts);
    }

    /** The parts without their names, in order. */
    public List<Layer> layers() {
        return List.copyOf(parts.values());
    }

    @Override
    public Tensor observe(Observer observer, Tensor x) {
        Tensor y = x;
        for (Map.Entry<String, Layer> part : parts.entrySet()) {
            y = part.getValue().observe(observer.within(part.getKey()), y);
        }
        return y;
    }

    @Override
    public Sequence mapParameters(BiFunction<String, Tensor, Tensor> change) {
        SequencedMap<String, Layer> mapped = new LinkedHashMap<>();
        parts.forEach((name, part) -> mapped.put(name, Composite.mapped(name, part, change)));
        return new Sequence(mapped);
    }
}
