package org.unshatter.optim;

import java.util.Objects;

/**
 * A linear rise to the rate that another schedule begins with: step k of w has (k + 1)/w of it, so the first step is not lost and the last has it in full.
 * Then the other begins, and has the rest of the training: its epochs are counted from there.
 *
 * @param epochs how long it takes, also parts of an epoch, rounded to steps
 * @param then   the other
 */
public record Warmup(double epochs, Schedule then) implements Schedule {

    /** @throws IllegalArgumentException if the length is negative or not finite, or the other schedule is a warm-up too */
    public Warmup {
        Objects.requireNonNull(then, "then");
        epochs = Check.notNegative("epochs", epochs);
        if (then instanceof Warmup) {
            throw new IllegalArgumentException("the warm-up is followed by " + then + ", expected no other warm-up");
        }
    }

    /** Its length. */
    long steps(long stepsPerEpoch) {
        return Math.round(epochs * stepsPerEpoch);
    }

    double factor(long step, long stepsPerEpoch, long total) {
        long length = steps(stepsPerEpoch);
        long rest = Math.max(1, total - length); // of a training that ends before, too, the rate is known
        return step < length ? (step + 1.0) / length * then.at(0, stepsPerEpoch, rest) : then.at(step - length, stepsPerEpoch, rest);
    }

    @Override
    public String source() {
        return "Goyal et al. 2017, section 2.2; " + then.source();
    }

    @Override
    public String toString() {
        return Settings.text("warmup", Settings.setting("epochs", epochs, 5)) + "+" + then;
    }
}
