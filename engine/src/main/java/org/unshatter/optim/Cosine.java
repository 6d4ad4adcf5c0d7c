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
        // (1 + cos πp)/2 = cos²(πp/2), which does not cancel near the end
        double x = Math.PI / 2 * (p <= 0.5 ? p : 1 - p);
        double root = p <= 0.5 ? series(x * x, 18) : x * series(x * x, 19);
        return last + (1 - last) * root * root;
    }

    /**
     * Taylor's series of cos x (n even) or of sin x/x (n odd) with z = x², up to xⁿ: at most π/4, to rounding. StrictMath has the same bits everywhere, too, but once a
     * large angle was given to it anywhere it allocates at each call, and no step must.
     */
    private static double series(double z, int n) {
        double sum = 1;
        for (int k = n; k > 1; k -= 2) {
            sum = 1 - z / ((k - 1) * k) * sum;
        }
        return sum;
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
