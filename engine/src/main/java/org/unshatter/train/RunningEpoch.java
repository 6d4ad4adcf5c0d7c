package org.unshatter.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.unshatter.safetensors.Entry;

/** The epoch that a training is in, and how far it has come: the same object all the time, so that looking on costs nothing. */
public final class RunningEpoch {

    private static final String COUNTS = "counts";
    private static final String SUMS = "sums";

    private final int epochs;
    private final int batches;
    private int epoch;
    private int batch;
    private long images;
    private long correct;
    private double lossSum;
    private double seconds;
    private double rate;
    private long clock;

    RunningEpoch(int epochs, int batches) {
        this.epochs = epochs;
        this.batches = batches;
    }

    /** Counted from 0. */
    public int epoch() {
        return epoch;
    }

    /** Epochs of the whole training. */
    public int epochs() {
        return epochs;
    }

    /** Batches of this epoch that have been learnt from. */
    public int batch() {
        return batch;
    }

    /** Batches of an epoch. */
    public int batches() {
        return batches;
    }

    /** Steps made in the whole training. */
    public long steps() {
        return (long) epoch * batches + batch;
    }

    /** Mean training loss of this epoch so far; NaN before its first batch. */
    public double loss() {
        return lossSum / images;
    }

    /** Training accuracy of this epoch so far; NaN before its first batch. */
    public double accuracy() {
        return (double) correct / images;
    }

    /** Learning rate of the last step. */
    public double rate() {
        return rate;
    }

    /** Training images in a second of this epoch; NaN before its first batch. */
    public double imagesPerSecond() {
        return images / seconds;
    }

    /** Until the last epoch ends, if steps go on at the pace of this epoch and validation takes no time; NaN before its first batch. */
    public double secondsLeft() {
        return seconds / batch * ((double) (epochs - epoch) * batches - batch);
    }

    void startClock() {
        clock = System.nanoTime();
    }

    void add(int count, double loss, int correctOnes, double rate) {
        long now = System.nanoTime();
        seconds += (now - clock) / 1e9;
        clock = now;
        batch++;
        images += count;
        lossSum += loss * count;
        correct += correctOnes;
        this.rate = rate;
    }

    EpochMetrics metrics(Score validation) {
        return new EpochMetrics(epoch, loss(), accuracy(), validation.loss(), validation.accuracy(), rate, seconds, imagesPerSecond());
    }

    void next() {
        epoch++;
        batch = 0;
        images = 0;
        correct = 0;
        lossSum = 0;
        seconds = 0;
    }

    SequencedMap<String, Entry> entries() {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        entries.put(COUNTS, Entry.of(new long[] {epoch, batch, images, correct}, 4));
        entries.put(SUMS, Entry.of(new double[] {lossSum, seconds, rate}, 3));
        return entries;
    }

    void restore(Map<String, Entry> entries) {
        long[] counts = entries.get(COUNTS).longs();
        double[] sums = entries.get(SUMS).doubles();
        epoch = (int) counts[0];
        batch = (int) counts[1];
        images = counts[2];
        correct = counts[3];
        lossSum = sums[0];
        seconds = sums[1];
        rate = sums[2];
    }
}
