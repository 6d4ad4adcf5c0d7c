package org.unshatter.nn;

import java.util.function.BiFunction;
import org.unshatter.autodiff.Tensor;

/**
 * x·Wᵀ + b.
 *
 * @param weight [outputs, inputs]
 * @param bias   [outputs], or null for none
 */
public record Dense(Tensor weight, Tensor bias) implements Layer {

    @Override
    public Tensor apply(Tensor x) {
        return bias == null ? x.matmulTransposed(weight) : x.linear(weight, bias);
    }

    @Override
    public Dense mapParameters(BiFunction<String, Tensor, Tensor> change) {
        return new Dense(change.apply("weight", weight), bias == null ? null : change.apply("bias", bias));
    }

    @Override
    public long multiplyAdds(Tensor x, Tensor y) {
        return (long) y.size() * weight.dim(1);
    }
}
