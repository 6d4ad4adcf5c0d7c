package org.unshatter.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * How the learning rate changes during a training, as factors of the rate that the user chose: 1 is that rate. A value; where the factor depends on more than
 * the step, that is kept in a {@link ScheduleState}.
 *
 * <p>As text: a name, and behind a colon what is not as it would be unless set, such as "cosine" or "step:every=60,factor=0.2". A warm-up stands before
 * another schedule: "warmup:epochs=2+cosine".
 */
public sealed interface Schedule permits Constant, StepDecay, Cosine, LinearDecay, OneCycle, Plateau, Warmup {

    /** How the texts are written, with the values of settings unless set. */
    static List<String> usages() {
        List<String> usages = new ArrayList<>(Settings.usages(Catalogue.SCHEDULES));
        usages.addAll(Settings.usages(Catalogue.WARM_UP).stream().map(usage -> usage + "+schedule").toList());
        return usages;
    }

    /**
     * Reads what {@code toString} writes.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Schedule parse(String text) {
        if (!text.startsWith("warmup")) {
            return Settings.parse("schedule", text, Catalogue.SCHEDULES);
        }
        String[] parts = text.split("\\+", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("schedule is \"" + text + "\", expected another one behind the warm-up, such as \"" + text + "+cosine\"");
        }
        if (parts[1].startsWith("warmup")) { // said here: there may be many, and each would be parsed within the one before
            throw new IllegalArgumentException("schedule behind the warm-up is another warm-up, expected one of " + Settings.usages(Catalogue.SCHEDULES));
        }
        return new Warmup(Settings.parse("warm-up", parts[0], Catalogue.WARM_UP).epochs(), parse(parts[1]));
    }

    /**
     * The factor by the step alone: that of a plateau rule is 1, as if the rate had never been dropped. Allocates nothing.
     *
     * @param step          the step that comes next, from 0
     * @param stepsPerEpoch steps of an epoch
     * @param total         steps of the whole training
     * @throws IllegalArgumentException if an epoch has no steps, or the step is not one of the training's
     */
    default double at(long step, long stepsPerEpoch, long total) {
        Check.step(step, stepsPerEpoch, total);
        double progress = (double) step / total;
        return switch (this) {
            case Constant _, Plateau _ -> 1;
            case StepDecay s -> s.inEpoch(step / stepsPerEpoch);
            case Cosine s -> s.after(progress);
            case LinearDecay _ -> 1 - progress;
            case OneCycle s -> s.after(progress);
            case Warmup s -> s.factor(step, stepsPerEpoch, total);
        };
    }

    /** The publication it comes from; for the simplest, what it is. */
    String source();

    /**
     * For a training, before its first step.
     *
     * @param stepsPerEpoch steps of an epoch
     * @param total         steps of the whole training
     * @throws IllegalArgumentException if either is less than 1
     */
    default ScheduleState start(long stepsPerEpoch, long total) {
        return new ScheduleState(this, stepsPerEpoch, total);
    }
}
