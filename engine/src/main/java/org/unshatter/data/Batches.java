package org.unshatter.data;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.unshatter.init.RandomStreams;

/**
 * How a set is divided into batches, epoch by epoch. An immutable value; the settings make others.
 *
 * <p>In the order of the set, without augmentation and with the incomplete last batch unless set otherwise, as evaluation wants it.
 * Batch i of epoch e depends on the settings, e and i alone: whoever continues a run needs to keep nothing but these.
 */
public final class Batches {

    private final Dataset data;
    private final Standardisation standardisation;
    private final int size;
    private final boolean shuffled;
    private final long seed;
    /** Null for none. */
    private final Augmentation augmentation;
    private final boolean completeOnly;

    private Batches(Dataset data, Standardisation standardisation, int size, boolean shuffled, long seed, Augmentation augmentation, boolean completeOnly) {
        this.data = data;
        this.standardisation = standardisation;
        this.size = size;
        this.shuffled = shuffled;
        this.seed = seed;
        this.augmentation = augmentation;
        this.completeOnly = completeOnly;
    }

    /**
     * Batches of a size.
     *
     * @throws IllegalArgumentException if the set is empty, the size is below 1 or too large for an array, or the standardisation is for another number of channels
     */
    public static Batches of(Dataset data, Standardisation standardisation, int size) {
        if (data.count() == 0) {
            throw new IllegalArgumentException("the set has 0 samples, expected at least 1");
        }
        if (size < 1 || (long) Math.min(size, data.count()) * data.size() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("batch size is " + size + ", expected 1 to " + (Integer.MAX_VALUE - 8) / data.size());
        }
        standardisation.tables(data);
        return new Batches(data, standardisation, size, false, 0, null, false);
    }

    /** In another random order in each epoch. */
    public Batches shuffled(long seed) {
        return new Batches(data, standardisation, size, true, seed, augmentation, completeOnly);
    }

    /**
     * With images placed at random, by the seed of {@link #shuffled}, the epoch and the number of the sample in the set.
     *
     * @throws IllegalStateException if the order is not shuffled, so that there is no seed
     */
    public Batches augmented(Augmentation augmentation) {
        if (!shuffled) {
            throw new IllegalStateException("the batches are augmented but not shuffled, expected shuffled(seed) before");
        }
        return new Batches(data, standardisation, size, true, seed, Objects.requireNonNull(augmentation, "augmentation"), completeOnly);
    }

    /**
     * Without the samples at the end of an epoch that do not fill a batch; another order leaves out others.
     *
     * @throws IllegalArgumentException if no batch would be left
     */
    public Batches completeOnly() {
        if (size > data.count()) {
            throw new IllegalArgumentException("batch size is " + size + ", expected at most " + data.count() + " as only complete batches are wanted");
        }
        return new Batches(data, standardisation, size, shuffled, seed, augmentation, true);
    }

    /** Batches of an epoch. */
    public int count() {
        return completeOnly ? data.count() / size : (int) (((long) data.count() + size - 1) / size);
    }

    /**
     * The numbers of the samples in the order of an epoch, those without a batch as well.
     *
     * @throws IllegalArgumentException if the epoch is negative
     */
    public int[] order(int epoch) {
        requireEpoch(epoch);
        int[] order = IntStream.range(0, data.count()).toArray();
        if (shuffled) {
            RandomGenerator random = RandomStreams.of(seed, "order of epoch " + epoch);
            for (int i = order.length - 1; i > 0; i--) { // Fisher and Yates, as Durstenfeld 1964, algorithm 235
                int j = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
        }
        return order;
    }

    /**
     * One batch, in arrays of its own.
     *
     * @throws IllegalArgumentException if the epoch is negative or has no batch of this number
     */
    public Batch get(int epoch, int index) {
        requireIndex(epoch, index);
        return new Filler(this).fill(new Filler.Buffers(), epoch, index);
    }

    /** A batch of each size that there is: a whole one, and, where an epoch ends with it, an incomplete one. */
    public List<Batch> ofEachSize() {
        Batch last = get(0, count() - 1);
        return last.count() == samples(0) ? List.of(last) : List.of(get(0, 0), last);
    }

    /**
     * The batches from one on, made by a thread of their own ahead of their use.
     *
     * @param epoch  the epoch to begin with
     * @param index  the batch of it to begin with; the number of batches for the beginning of the next epoch
     * @param epochs where it ends: the epoch before which it does, counted from 0 and not from where it begins
     * @throws IllegalArgumentException if the epoch or the index is negative or too large
     */
    public BatchStream stream(int epoch, int index, int epochs) {
        requireEpoch(epoch);
        if (index < 0 || index > count()) {
            throw new IllegalArgumentException("batch is " + index + ", expected 0 to " + count());
        }
        if (epochs < epoch) {
            throw new IllegalArgumentException("epochs is " + epochs + ", expected at least " + epoch + ", where it begins");
        }
        return new BatchStream(this, epoch, index, epochs);
    }

    /** All batches of the first epoch, for evaluation. */
    public BatchStream once() {
        return stream(0, 0, 1);
    }

    private static void requireEpoch(int epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch is " + epoch + ", expected at least 0");
        }
    }

    private void requireIndex(int epoch, int index) {
        requireEpoch(epoch);
        if (index < 0 || index >= count()) {
            throw new IllegalArgumentException("batch is " + index + ", expected 0 to " + (count() - 1));
        }
    }

    Dataset data() {
        return data;
    }

    Standardisation standardisation() {
        return standardisation;
    }

    /** Samples of a batch. */
    int samples(int index) {
        return (int) Math.min(size, data.count() - (long) index * size);
    }

    /** Where a batch begins in the order of its epoch. */
    int begin(int index) {
        return index * size;
    }

    Placement placement(int epoch, int sample) {
        return augmentation == null ? Placement.UNCHANGED : augmentation.draw(RandomStreams.of(seed, "augmentation of sample " + sample + " in epoch " + epoch));
    }
}
