package org.unshatter.optim;

/**
 * Adam with rate η: m ← β₁·m + (1 − β₁)·g and v ← β₂·v + (1 − β₂)·g², where g includes w·θ; at step t
 * θ ← θ − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
 *
 * @param beta1   β₁
 * @param beta2   β₂
 * @param epsilon ε
 * @param decay   w, which the rates of the parameters divide as they divide the gradient; {@link AdamW} keeps it apart
 */
public record Adam(double beta1, double beta2, double epsilon, double decay) implements Optimizer {

    /** @throws IllegalArgumentException if β₁ or β₂ is not in [0, 1), ε not above 0 as a float, or the decay negative or not finite */
    public Adam {
        beta1 = Check.fraction("beta1", beta1);
        beta2 = Check.fraction("beta2", beta2);
        Check.positive("epsilon", epsilon);
        decay = Check.notNegative("decay", decay);
    }

    /** With the constants of the paper. */
    public Adam() {
        this(0.9, 0.999, 1e-8, 0);
    }

    @Override
    public String source() {
        return "Kingma and Ba 2015, algorithm 1";
    }

    @Override
    public String toString() {
        return Settings.text("adam", Settings.setting("beta1", beta1, 0.9), Settings.setting("beta2", beta2, 0.999),
                Settings.setting("epsilon", epsilon, 1e-8), Settings.setting("decay", decay, 0));
    }
}
