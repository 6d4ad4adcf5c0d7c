package org.unshatter.nn;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/** The same net with other layers in place of those that are not made of others, which have the names that {@link Layer#observe} gives them. */
public final class Rebuilt {

    private Rebuilt() {
    }

    /** @param change makes of a layer's name and the layer what comes in its place */
    public static Layer of(Layer net, BiFunction<String, Layer, Layer> change) {
        return of("", net, change);
    }

    private static Layer of(String name, Layer layer, BiFunction<String, Layer, Layer> change) {
        return switch (layer) {
            case Network network -> of(name, network.body(), change);
            case Sequence sequence -> {
                SequencedMap<String, Layer> parts = new LinkedHashMap<>();
                sequence.parts().forEach((part, inner) -> parts.put(part, of(join(name, part), inner, change)));
                yield new Sequence(parts);
            }
            case Skip skip -> new Skip(of(join(name, "branch"), skip.branch(), change), of(join(name, "shortcut"), skip.shortcut(), change),
                    skip.keep(), skip.gain());
            case Highway highway -> new Highway(of(join(name, "branch"), highway.branch(), change), of(join(name, "gate"), highway.gate(), change),
                    of(join(name, "shortcut"), highway.shortcut(), change));
            default -> change.apply(name, layer);
        };
    }

    /** The name of a part's part, or of its parameter. */
    public static String join(String name, String part) {
        return name.isEmpty() ? part : name + "." + part;
    }
}
