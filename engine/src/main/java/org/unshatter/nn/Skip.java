package org.unshatter.nn;

import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Tensor;

/**
 * A branch beside a skip connection: keep·x + gain·branch(x). The branch must keep the shape.
 *
 * <p>Residual layers α(x + β·F(x)) have keep = α and gain = α·β (Balduzzi et al. 2017, eq. 2);
 * highway layers with scalar gates have keep = γ₁ and gain = γ₂ (section 3.4 there).
 */
public record Skip(Layer branch, float keep, float gain) implements Layer {

    @Override
    public Tensor apply(Tensor x) {
        return x.combine(keep, branch.apply(x), gain);
    }

    @Override
    public Skip mapParameters(UnaryOperator<Tensor> change) {
        return new Skip(branch.mapParameters(change), keep, gain);
    }
}
