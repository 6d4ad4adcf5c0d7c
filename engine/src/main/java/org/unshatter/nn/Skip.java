package org.unshatter.nn;

import java.util.function.BiFunction;
import org.unshatter.autodiff.Tensor;

/**
 * A branch beside a skip connection: keep·shortcut(x) + gain·branch(x). Both must give the same shape.
 *
 * <p>Residual layers α(x + β·F(x)) have keep = α and gain = α·β (Balduzzi et al. 2017, eq. 2);
 * highway layers with scalar gates have keep = γ₁ and gain = γ₂ (section 3.4 there).
 *
 * @param branch   the layers beside the skip
 * @param shortcut the empty {@link Sequence} where the branch keeps the shape
 * @param keep     factor of the shortcut
 * @param gain     factor of the branch
 */
public record Skip(Layer branch, Layer shortcut, float keep, float gain) implements Composite {

    /** With the identity as shortcut. */
    public Skip(Layer branch, float keep, float gain) {
        this(branch, Sequence.of(), keep, gain);
    }

    /** @throws IllegalArgumentException as {@link Layer#observe}, and if branch and shortcut give different shapes */
    @Override
    public Tensor observe(Observer observer, Tensor x) {
        Tensor kept = shortcut.observe(observer.within("shortcut"), x);
        Tensor added = Composite.beside(kept, "branch", branch.observe(observer.within("branch"), x));
        return kept.combine(keep, added, gain);
    }

    @Override
    public Skip mapParameters(BiFunction<String, Tensor, Tensor> change) {
        return new Skip(Composite.mapped("branch", branch, change), Composite.mapped("shortcut", shortcut, change), keep, gain);
    }
}
