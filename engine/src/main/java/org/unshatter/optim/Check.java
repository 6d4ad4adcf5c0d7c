package org.unshatter.optim;

/** Checks of constants. They return the value, of the two zeros always the same one, so that equal values are equal. */
final class Check {

    private Check() {
    }

    static double notNegative(String name, double value) {
        if (!(value >= 0 && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a finite number, at least 0");
        }
        return value + 0.0;
    }

    static double fraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least 0 and less than 1");
        }
        return value + 0.0;
    }

    static double positive(String name, double value) {
        if (!((float) value > 0 && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a finite number above 0 in single precision");
        }
        return value;
    }

    /** What a rate is multiplied by when it is dropped. */
    static double share(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected above 0 and at most 1");
        }
        return value;
    }

    static double zeroToOne(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected 0 to 1");
        }
        return value + 0.0;
    }

    static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least 1");
        }
        return value;
    }

    /** The step must be one of the training's. */
    static void step(long step, long stepsPerEpoch, long total) {
        if (stepsPerEpoch < 1) {
            throw new IllegalArgumentException("stepsPerEpoch is " + stepsPerEpoch + ", expected at least 1");
        }
        if (step < 0 || step >= total) {
            throw new IllegalArgumentException("step is " + step + ", expected at least 0 and less than " + total + ", the steps of the training");
        }
    }
}
