package org.unshatter.optim;

import java.util.Arrays;
import java.util.Map;
import org.unshatter.safetensors.Entry;

/** What the rule of a {@link Plateau} remembers. */
final class Drops {

    private static final String LOSSES = "losses";
    private static final String KNOWN = "known";
    private static final String BELOW = "below";
    private static final String DROPS = "drops";

    private final Plateau rule;
    /** Of the last epochs, the oldest first; {@code known} of them are there, the others 0. */
    private final double[] losses;
    private int known;
    private int below;
    private long drops;

    Drops(Plateau rule) {
        this.rule = rule;
        losses = new double[rule.window()];
    }

    double factor() {
        return StepDecay.power(rule.factor(), drops);
    }

    /** The loss of the next epoch. Returns whether the rate is dropped. */
    boolean add(double loss) {
        if (!Double.isFinite(loss)) {
            throw new IllegalArgumentException("loss is " + loss + ", expected a finite number");
        }
        if (known < losses.length) {
            losses[known++] = loss;
            return false;
        }
        below = losses[0] - loss < rule.threshold() ? below + 1 : 0;
        System.arraycopy(losses, 1, losses, 0, losses.length - 1);
        losses[losses.length - 1] = loss;
        if (below < rule.times()) {
            return false;
        }
        below = 0;
        drops++;
        return true;
    }

    void save(Map<String, Entry> entries) {
        entries.put(LOSSES, Entry.of(losses, losses.length));
        entries.put(KNOWN, Entry.of(new long[] {known}));
        entries.put(BELOW, Entry.of(new long[] {below}));
        entries.put(DROPS, Entry.of(new long[] {drops}));
    }

    void restore(Restored restored) {
        double[] restoredLosses = restored.doubles(LOSSES, losses.length);
        int restoredKnown = lessThan(losses.length + 1, restored, KNOWN);
        int restoredBelow = lessThan(rule.times(), restored, BELOW);
        long restoredDrops = restored.count(DROPS);
        if (!Arrays.stream(restoredLosses).allMatch(Double::isFinite)) {
            throw restored.wrong(LOSSES, "are " + Arrays.toString(restoredLosses), "finite numbers");
        }
        restored.requireAllRead();
        System.arraycopy(restoredLosses, 0, losses, 0, losses.length);
        known = restoredKnown;
        below = restoredBelow;
        drops = restoredDrops;
    }

    private static int lessThan(int bound, Restored restored, String name) {
        long value = restored.count(name);
        if (value >= bound) {
            throw restored.wrong(name, "is " + value, "less than " + bound);
        }
        return (int) value;
    }
}
