package org.unshatter.optim;

/**
 * RMSprop with rate η: v ← ρ·v + (1 − ρ)·g², where g includes w·θ; then θ ← θ − η·g/(√v + ε). With momentum, u ← μ·u + g/(√v + ε) and θ ← θ − η·u.
 * The average v starts at 0 and is not corrected for it, so the first steps are up to 1/√(1 − ρ) times as long.
 *
 * @param smoothing ρ; 0.9 in the lecture, 0.99 unless set in PyTorch
 * @param epsilon   ε
 * @param momentum  μ; 0 for none
 * @param decay     w
 */
public record RmsProp(double smoothing, double epsilon, double momentum, double decay) implements Optimizer {

    /** @throws IllegalArgumentException if ρ or μ is not in [0, 1), ε not above 0 as a float, or the decay negative or not finite */
    public RmsProp {
        smoothing = Check.fraction("smoothing", smoothing);
        Check.positive("epsilon", epsilon);
        momentum = Check.fraction("momentum", momentum);
        decay = Check.notNegative("decay", decay);
    }

    /** With the constants of the lecture. */
    public RmsProp() {
        this(0.9, 1e-8, 0, 0);
    }

    @Override
    public String source() {
        return "Tieleman and Hinton 2012, lecture 6.5";
    }

    @Override
    public String toString() {
        return Settings.text("rmsprop", Settings.setting("smoothing", smoothing, 0.9), Settings.setting("epsilon", epsilon, 1e-8),
                Settings.setting("momentum", momentum, 0), Settings.setting("decay", decay, 0));
    }
}
