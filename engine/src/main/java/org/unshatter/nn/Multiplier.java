package org.unshatter.nn;

import java.util.function.BiFunction;
import org.unshatter.autodiff.Tensor;

/**
 * A learned number that everything is multiplied by: at the end of a branch, what SkipInit (De and Smith 2020) and ReZero (Bachlechner et al. 2020) add to it.
 *
 * @param factor of shape []
 */
public record Multiplier(Tensor factor) implements Layer {

    /** @throws IllegalArgumentException if the factor is not a single number of shape [] */
    public Multiplier {
        if (factor.rank() != 0) {
            throw new IllegalArgumentException("factor is " + factor + ", expected shape []");
        }
    }

    @Override
    public Tensor apply(Tensor x) {
        return x.multiply(factor);
    }

    @Override
    public Multiplier mapParameters(BiFunction<String, Tensor, Tensor> change) {
        return new Multiplier(change.apply("factor", factor));
    }
}
