package org.unshatter.optim;

/**
 * The rate is multiplied after every so many epochs.
 *
 * @param every  epochs between two changes
 * @param factor what it is multiplied by
 */
public record StepDecay(int every, double factor) implements Schedule {

    /** @throws IllegalArgumentException if the number of epochs is less than 1 or the factor not above 0 and at most 1 */
    public StepDecay {
        Check.atLeastOne("every", every);
        Check.share("factor", factor);
    }

    double inEpoch(long epoch) {
        return power(factor, epoch / every);
    }

    @Override
    public String source() {
        return "factor ^ (epochs / every)";
    }

    @Override
    public String toString() {
        return Settings.text("step", Settings.setting("every", every, 30), Settings.setting("factor", factor, 0.1));
    }

    /** By multiplications: {@code StrictMath.pow} allocates, and {@code Math.pow} may give other bits once it is compiled. */
    static double power(double base, long exponent) {
        double power = 1;
        for (long i = 0; i < exponent && power > 0 && base < 1; i++) {
            power *= base;
        }
        return power;
    }
}
