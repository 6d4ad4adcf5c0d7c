package org.unshatter.optim;

/**
 * {@link Adam} with decoupled weight decay: gradient and averages know nothing of it, and θ ← θ − η·w·θ beside Adam's step. As in PyTorch the rate η takes the
 * place of the paper's schedule multiplier.
 *
 * @param beta1   β₁
 * @param beta2   β₂
 * @param epsilon ε
 * @param decay   w
 */
public record AdamW(double beta1, double beta2, double epsilon, double decay) implements Optimizer {

    /** @throws IllegalArgumentException if β₁ or β₂ is not in [0, 1), ε not above 0 as a float, or the decay negative or not finite */
    public AdamW {
        beta1 = Check.fraction("beta1", beta1);
        beta2 = Check.fraction("beta2", beta2);
        Check.positive("epsilon", epsilon);
        decay = Check.notNegative("decay", decay);
    }

    /** With the constants of Adam's paper and a decay of 0.01, as PyTorch has it. */
    public AdamW() {
        this(0.9, 0.999, 1e-8, 0.01);
    }

    @Override
    public String source() {
        return "Loshchilov and Hutter 2019, algorithm 2";
    }

    @Override
    public String toString() {
        return Settings.text("adamw", Settings.setting("beta1", beta1, 0.9), Settings.setting("beta2", beta2, 0.999),
                Settings.setting("epsilon", epsilon, 1e-8), Settings.setting("decay", decay, 0.01));
    }
}
