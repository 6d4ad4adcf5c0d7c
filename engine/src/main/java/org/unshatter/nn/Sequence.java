package org.unshatter.nn;

import java.util.List;
import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Tensor;

/** Layers one after the other. */
public record Sequence(List<Layer> layers) implements Layer {

    public Sequence {
        layers = List.copyOf(layers);
    }

    public static Sequence of(Layer... layers) {
        return new Sequence(List.of(layers));
    }

    @Override
    public Tensor apply(Tensor x) {
        for (Layer layer : layers) {
            x = layer.apply(x);
        }
        return x;
    }

    @Override
    public Sequence mapParameters(UnaryOperator<Tensor> change) {
        return new Sequence(layers.stream().map(layer -> layer.mapParameters(change)).toList());
    }
}
