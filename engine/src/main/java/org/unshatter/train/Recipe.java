package org.unshatter.train;

import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import org.unshatter.optim.Clipping;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.Schedule;

/**
 * How a net is trained: a value. Methods make others.
 *
 * @param optimizer         the rule that parameters follow
 * @param rate              the learning rate that the schedule's factors multiply
 * @param schedule          how it changes
 * @param clipping          what is done to long gradients
 * @param decayWeightsOnly  whether biases, gains and the like are spared weight decay
 * @param smoothing         of the labels in the training loss, from 0 to 1; see {@link org.unshatter.autodiff.Tensor#crossEntropy}
 * @param epochs            at most
 * @param patience          epochs in a row without a smaller validation loss after which training stops; 0 for never
 * @param statisticsBatches batches, the first of each epoch, that the statistics of evaluation are taken over where a net normalises over batches
 */
public record Recipe(Optimizer optimizer, double rate, Schedule schedule, Clipping clipping, boolean decayWeightsOnly, double smoothing, int epochs,
        int patience, int statisticsBatches) {

    /** Enough for a few thousand images: more change nothing. Wu and Johnson 2021, section 3.2. */
    private static final int STATISTICS_BATCHES = 50;

    /** @throws IllegalArgumentException if a number is out of its range */
    public Recipe {
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(clipping, "clipping");
        if (!(rate >= 0 && rate <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("rate is " + rate + ", expected a finite number, at least 0");
        }
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException("smoothing is " + smoothing + ", expected 0 to 1");
        }
        atLeast(1, "epochs", epochs);
        atLeast(0, "patience", patience);
        atLeast(1, "statisticsBatches", statisticsBatches);
    }

    /** A constant rate, all parameters decaying alike, nothing clipped, smoothed or stopped early. */
    public static Recipe of(Optimizer optimizer, double rate, int epochs) {
        return new Recipe(optimizer, rate, Schedule.parse("constant"), Clipping.none(), false, 0, epochs, 0, STATISTICS_BATCHES);
    }

    /** With another rate. */
    public Recipe rate(double other) {
        return new Recipe(optimizer, other, schedule, clipping, decayWeightsOnly, smoothing, epochs, patience, statisticsBatches);
    }

    /** With another schedule. */
    public Recipe schedule(Schedule other) {
        return new Recipe(optimizer, rate, other, clipping, decayWeightsOnly, smoothing, epochs, patience, statisticsBatches);
    }

    /** With another clipping. */
    public Recipe clipping(Clipping other) {
        return new Recipe(optimizer, rate, schedule, other, decayWeightsOnly, smoothing, epochs, patience, statisticsBatches);
    }

    /** Whether only weights decay. */
    public Recipe decayWeightsOnly(boolean only) {
        return new Recipe(optimizer, rate, schedule, clipping, only, smoothing, epochs, patience, statisticsBatches);
    }

    /** With smoothed labels. */
    public Recipe smoothing(double share) {
        return new Recipe(optimizer, rate, schedule, clipping, decayWeightsOnly, share, epochs, patience, statisticsBatches);
    }

    /** With early stopping; 0 for none. */
    public Recipe patience(int inARow) {
        return new Recipe(optimizer, rate, schedule, clipping, decayWeightsOnly, smoothing, epochs, inARow, statisticsBatches);
    }

    /** With statistics over another number of batches. */
    public Recipe statisticsBatches(int count) {
        return new Recipe(optimizer, rate, schedule, clipping, decayWeightsOnly, smoothing, epochs, patience, count);
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least " + least);
        }
    }

    /** For logs and checkpoints. */
    public SequencedMap<String, Object> description() {
        SequencedMap<String, Object> description = new LinkedHashMap<>();
        description.put("optimizer", optimizer.toString());
        description.put("rate", rate);
        description.put("schedule", schedule.toString());
        description.put("clipping", clipping.toString());
        description.put("decayWeightsOnly", decayWeightsOnly);
        description.put("smoothing", smoothing);
        description.put("epochs", epochs);
        description.put("patience", patience);
        description.put("statisticsBatches", statisticsBatches);
        return description;
    }
}
