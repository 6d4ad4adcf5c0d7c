package org.unshatter.optim;

/**
 * From 1 to the last factor f along half a cosine, without restarts: f + (1 − f)·(1 + cos(πp))/2 at progress p.
 *
 * @param last f
 */
public record Cosine(double last) implements Schedule {

    /** @throws IllegalArgumentException if the last factor is not between 0 and 1 */
    public Cosine {
        last = Check.zeroToOne("final", last);
    }

    /** Down to 0. */
    public Cosine() {
        this(0);
    }

    /** At progress p. */
    double after(double p) {
        // (1 + cos πp)/2 = cos²(πp/2), which does not cancel near the end; and an angle up to π/4 spares StrictMath the reduction, for which it allocates.
        double root = p <= 0.5 ? StrictMath.cos(Math.PI / 2 * p) : StrictMath.sin(Math.PI / 2 * (1 - p));
        return last + (1 - last) * root * root;
    }

    @Override
    public String source() {
        return "Loshchilov and Hutter 2017, equation 5";
    }

    @Override
    public String toString() {
        return Settings.text("cosine", Settings.setting("final", last, 0));
    }
}
