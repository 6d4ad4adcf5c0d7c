package org.unshatter.tests.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.tests.engine.data.HandMade.NONE;
import static org.unshatter.tests.engine.data.HandMade.assertRefused;
import static org.unshatter.tests.engine.data.HandMade.counting;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unshatter.data.Batch;
import org.unshatter.data.Batches;
import org.unshatter.data.Standardisation;

/** An epoch's batches hold each sample once, in an order that the seed decides. */
class BatchesTest {

    @Test
    void withoutShufflingTheBatchesFollowTheSet() {
        Batches batches = Batches.of(counting(5), NONE, 2);
        assertEquals(3, batches.count());
        assertArrayEquals(new float[] {21, 22, 23, 24, 25, 26, 31, 32, 33, 34, 35, 36}, batches.get(0, 1).images().toArray());
        assertArrayEquals(new float[] {2, 3}, batches.get(7, 1).labels().toArray());
        Batch last = batches.get(0, 2);
        assertEquals(1, last.count());
        assertArrayEquals(new int[] {1, 1, 2, 3}, last.images().shape());
        assertArrayEquals(new float[] {41, 42, 43, 44, 45, 46}, last.images().toArray());
    }

    @Test
    void anIncompleteBatchCanBeLeftOut() {
        assertEquals(2, Batches.of(counting(5), NONE, 2).completeOnly().count());
        assertEquals(2, Batches.of(counting(4), NONE, 2).completeOnly().count());
        assertEquals(2, Batches.of(counting(4), NONE, 2).count());
        assertEquals(1, Batches.of(counting(4), NONE, Integer.MAX_VALUE).count());
        assertRefused(() -> Batches.of(counting(5), NONE, 2).completeOnly().get(0, 2), "batch is 2", "0 to 1");
    }

    @Test
    void aShuffledEpochHoldsTheSamplesOfItsOrder() {
        Batches batches = Batches.of(counting(7), NONE, 3).shuffled(11);
        int[] order = batches.order(2);
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        assertArrayEquals(IntStream.range(0, 7).toArray(), sorted);
        for (int i = 0; i < 7; i++) {
            Batch batch = batches.get(2, i / 3);
            assertEquals(10 * order[i] + 1, batch.images().get(i % 3 * 6), "first pixel");
            assertEquals(order[i] % 4, batch.labels().get(i % 3));
        }
    }

    @Test
    void seedsAndEpochsHaveOrdersOfTheirOwn() {
        Batches batches = Batches.of(counting(20), NONE, 4).shuffled(1);
        assertArrayEquals(batches.order(5), Batches.of(counting(20), NONE, 7).shuffled(1).order(5), "the same seed and epoch");
        assertFalse(Arrays.equals(batches.order(5), batches.order(6)), "another epoch");
        assertFalse(Arrays.equals(batches.order(5), batches.shuffled(2).order(5)), "another seed");
    }

    /** Pearson's statistic over the 120 orders of 5 samples has mean 119 and deviation √238. */
    @Test
    void allOrdersAreEquallyLikely() {
        Batches batches = Batches.of(counting(5), NONE, 5);
        int draws = 12_000;
        int[] counts = new int[55_555];
        for (int i = 0; i < draws; i++) {
            int[] order = batches.shuffled(i / 2).order(i % 2);
            counts[Arrays.stream(order).reduce(0, (number, digit) -> 10 * number + digit)]++;
        }
        int[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertEquals(120, seen.length);
        double statistic = Arrays.stream(seen).mapToDouble(count -> (count - 100.0) * (count - 100.0) / 100).sum();
        assertEquals(0, (statistic - 119) / Math.sqrt(238), 4, "deviations from the mean of chi-square");
    }

    @Test
    void whatMakesNoBatchesIsRefused() {
        Batches batches = Batches.of(counting(5), NONE, 2);
        assertRefused(() -> Batches.of(counting(5), NONE, 0), "batch size is 0");
        assertRefused(() -> Batches.of(counting(0), NONE, 1), "0 samples");
        assertRefused(() -> Batches.of(counting(5), NONE, 6).completeOnly(), "batch size is 6", "at most 5");
        assertRefused(() -> Batches.of(counting(5), new Standardisation(List.of(0.0, 0.0), List.of(1.0, 1.0)), 2), "2 channels", "expected 1");
        assertRefused(() -> batches.get(0, 3), "batch is 3", "0 to 2");
        assertRefused(() -> batches.get(-1, 0), "epoch is -1");
        assertRefused(() -> batches.order(-1), "epoch is -1");
        assertRefused(() -> batches.stream(-1, 0, 1), "epoch is -1");
        assertRefused(() -> batches.stream(0, 4, 1), "batch is 4", "0 to 3");
        assertRefused(() -> batches.stream(2, 0, 1), "epochs is 1", "at least 2");
        assertTrue(batches.get(0, 0).count() == 2, "it still works");
    }
}
