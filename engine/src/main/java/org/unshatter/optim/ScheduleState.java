package org.unshatter.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.unshatter.safetensors.Entry;

/** A {@link Schedule} in a training: gives the factor for each step, and is told the loss of each epoch. Used by one thread at a time. */
public final class ScheduleState {

    private static final String EPOCHS = "epochs";

    private final Schedule schedule;
    private final long stepsPerEpoch;
    private final long total;
    /** Epochs that begin later are those of the plateau rule. */
    private final long warmupSteps;
    private final Drops drops;
    private long epochs;

    ScheduleState(Schedule schedule, long stepsPerEpoch, long total) {
        Check.step(0, stepsPerEpoch, total);
        this.schedule = schedule;
        this.stepsPerEpoch = stepsPerEpoch;
        this.total = total;
        warmupSteps = schedule instanceof Warmup warmup ? warmup.steps(stepsPerEpoch) : 0;
        Schedule main = schedule instanceof Warmup warmup ? warmup.then() : schedule;
        drops = main instanceof Plateau plateau ? new Drops(plateau) : null;
    }

    /** Epochs that have ended. */
    public long epochs() {
        return epochs;
    }

    /**
     * What the chosen learning rate is multiplied by.
     *
     * @param step from 0
     * @throws IllegalArgumentException if the training has no such step
     */
    public double factor(long step) {
        double factor = schedule.at(step, stepsPerEpoch, total);
        return drops == null ? factor : factor * drops.factor();
    }

    /**
     * An epoch has ended. Only a plateau rule looks at the loss, and not at that of epochs which began during a warm-up.
     *
     * @param loss the mean training loss of the epoch
     * @return whether the rate is dropped because of it
     * @throws IllegalArgumentException if a plateau rule meets a loss that is not finite; the epoch has not been counted then
     */
    public boolean epochEnded(double loss) {
        boolean dropped = drops != null && epochs * stepsPerEpoch >= warmupSteps && drops.add(loss);
        epochs++;
        return dropped;
    }

    /** A copy of what is remembered: "epochs", and of a plateau rule "losses", "known", how many they are, "below", the times in a row, and "drops". */
    public SequencedMap<String, Entry> entries() {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        entries.put(EPOCHS, Entry.of(new long[] {epochs}));
        if (drops != null) {
            drops.save(entries);
        }
        return entries;
    }

    /**
     * Goes on from where {@link #entries} were taken.
     *
     * @throws IllegalArgumentException if these are not the entries of such a schedule; nothing has changed then
     */
    public void restore(Map<String, Entry> entries) {
        Restored restored = new Restored("schedule " + schedule, entries);
        long restoredEpochs = restored.count(EPOCHS);
        if (drops == null) {
            restored.requireAllRead();
        } else {
            drops.restore(restored);
        }
        epochs = restoredEpochs;
    }
}
