package org.unshatter.optim;

/** From 1 to 0 in equal steps: 1 − p at progress p, which the last step has not quite reached. */
public record LinearDecay() implements Schedule {

    @Override
    public String source() {
        return "1 - step / total";
    }

    @Override
    public String toString() {
        return "linear";
    }
}
