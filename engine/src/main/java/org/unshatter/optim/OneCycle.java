package org.unshatter.optim;

/**
 * Up to 1 and down again in straight lines, and at the end far below where it began. The momentum, which the paper moves against the rate, stays as it is.
 * The paper leaves the lengths and the ratios to the user: those taken unless set are this project's.
 *
 * @param start the factor at the beginning, and when it is down again
 * @param up    part of the training that the way up takes, and again the way down
 * @param last  the factor towards which the rest of the training goes
 */
public record OneCycle(double start, double up, double last) implements Schedule {

    /** @throws IllegalArgumentException if a factor is not between 0 and 1, or the way up not longer than 0 or longer than half of the training */
    public OneCycle {
        start = Check.zeroToOne("start", start);
        last = Check.zeroToOne("final", last);
        if (!(up > 0 && up <= 0.5)) {
            throw new IllegalArgumentException("up is " + up + ", expected above 0 and at most 0.5");
        }
    }

    /** From a tenth up in 45 % of the training, down again, and in the last 10 % to 1/10000. */
    public OneCycle() {
        this(0.1, 0.45, 1e-4);
    }

    /** At progress p. */
    double after(double p) {
        return p < up ? between(start, 1, p / up)
                : p < 2 * up ? between(1, start, (p - up) / up)
                : between(start, last, (p - 2 * up) / (1 - 2 * up));
    }

    private static double between(double from, double to, double part) {
        return from + (to - from) * part;
    }

    @Override
    public String source() {
        return "Smith and Topin 2019, section 3";
    }

    @Override
    public String toString() {
        return Settings.text("one-cycle", Settings.setting("start", start, 0.1), Settings.setting("up", up, 0.45), Settings.setting("final", last, 1e-4));
    }
}
