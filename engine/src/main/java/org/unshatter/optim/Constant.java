package org.unshatter.optim;

/** The same rate throughout. */
public record Constant() implements Schedule {

    @Override
    public double at(Moment moment) {
        return 1;
    }

    @Override
    public String source() {
        return "constant";
    }

    @Override
    public String toString() {
        return "constant";
    }
}
