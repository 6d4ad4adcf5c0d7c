package org.unshatter.nn;

import java.util.function.BiFunction;
import org.unshatter.autodiff.Tensor;

/**
 * Leaky rectifiers whose slope is learned. He et al. 2015, equation 1.
 *
 * @param slope [features]
 */
public record Prelu(Tensor slope) implements Layer {

    @Override
    public Tensor apply(Tensor x) {
        return x.prelu(slope);
    }

    @Override
    public Prelu mapParameters(BiFunction<String, Tensor, Tensor> change) {
        return new Prelu(change.apply("slope", slope));
    }
}
