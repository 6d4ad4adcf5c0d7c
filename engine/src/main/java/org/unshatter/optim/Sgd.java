package org.unshatter.optim;

/**
 * Stochastic gradient descent with rate η: θ ← θ − η·g, with g ← g + w·θ before. With momentum, v ← μ·v + g and θ ← θ − η·v; with Nesterov's,
 * θ ← θ − η·(g + μ·v), which is Sutskever et al. 2013, equations 3 and 4, in the form of PyTorch: θ is kept at the point where the gradient is taken,
 * and η multiplies the velocity rather than the gradients that enter it. While η stays the same both forms go the same way.
 *
 * @param momentum μ; 0 for none
 * @param nesterov whether the momentum is Nesterov's
 * @param decay    w
 */
public record Sgd(double momentum, boolean nesterov, double decay) implements Optimizer {

    /** @throws IllegalArgumentException if the momentum is not in [0, 1), or is 0 and Nesterov's, or the decay negative or not finite */
    public Sgd {
        momentum = Check.fraction("momentum", momentum);
        decay = Check.notNegative("decay", decay);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("momentum is 0, expected more for Nesterov's");
        }
    }

    /** Without momentum and decay. */
    public Sgd() {
        this(0, false, 0);
    }

    @Override
    public String source() {
        return momentum == 0 ? "Robbins and Monro 1951" : nesterov ? "Sutskever et al. 2013, section 2" : "Polyak 1964";
    }

    @Override
    public String toString() {
        return Settings.text("sgd", Settings.setting("momentum", momentum, 0), nesterov ? "nesterov" : "", Settings.setting("decay", decay, 0));
    }
}
