package org.unshatter.tests.engine.experiment;

import java.util.List;
import java.util.Optional;
import org.unshatter.experiment.Outcome;
import org.unshatter.train.EpochMetrics;

/** Outcomes by hand. */
final class Outcomes {

    private Outcomes() {
    }

    /** After one epoch of 36 s, with a training accuracy of 0.25 more than that of validation. */
    static Outcome of(String architecture, double rate, long seed, Optional<String> diverged, double validation, double test) {
        EpochMetrics epoch = new EpochMetrics(0, 1.5, validation + 0.25, 1.25, validation, rate, 36, 100);
        return new Outcome(architecture, rate, seed, 1234, diverged, List.of(epoch), diverged.isPresent() ? Double.NaN : test, diverged.isPresent() ? Double.NaN : test);
    }
}
