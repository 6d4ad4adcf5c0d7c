package org.unshatter.nn;

import java.util.function.BiFunction;
import org.unshatter.autodiff.Tensor;

/**
 * A branch and a skip connection that a learned gate decides between, feature by feature: T·branch(x) + (1 − T)·shortcut(x), T = σ(gate(x)).
 * Srivastava et al. 2015, equation 3.
 *
 * @param branch   gives the shape of the shortcut
 * @param gate     a layer of weights whose bias starts negative, so that the net begins by passing its input on; section 2.2 there
 * @param shortcut the empty {@link Sequence} where the branch keeps the shape
 */
public record Highway(Layer branch, Layer gate, Layer shortcut) implements Composite {

    /** @throws IllegalArgumentException as {@link Layer#observe}, and if gate, branch and shortcut give different shapes */
    @Override
    public Tensor observe(Observer observer, Tensor x) {
        Tensor kept = shortcut.observe(observer.within("shortcut"), x);
        Tensor t = Composite.beside(kept, "gate", gate.observe(observer.within("gate"), x)).sigmoid();
        return kept.add(t.multiply(Composite.beside(kept, "branch", branch.observe(observer.within("branch"), x)).subtract(kept)));
    }

    @Override
    public Highway mapParameters(BiFunction<String, Tensor, Tensor> change) {
        return new Highway(Composite.mapped("branch", branch, change), Composite.mapped("gate", gate, change),
                Composite.mapped("shortcut", shortcut, change));
    }
}
