package org.unshatter.optim;

/** The same rate throughout. */
public record Constant() implements Schedule {

    @Override
    public String source() {
        return "constant";
    }

    @Override
    public String toString() {
        return "constant";
    }
}
