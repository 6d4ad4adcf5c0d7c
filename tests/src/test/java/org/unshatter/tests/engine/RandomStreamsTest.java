package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.unshatter.init.RandomStreams;

/** A stream belongs to its seed and its label, and to nothing else. */
class RandomStreamsTest {

    @Test
    void theSameLabelIsTheSameStream() {
        assertArrayEquals(RandomStreams.of(7, "fig2 run 3").longs(100).toArray(), RandomStreams.of(7, "fig2 run 3").longs(100).toArray());
    }

    @Test
    void everyOtherLabelOrSeedIsAnother() {
        Set<Long> first = new HashSet<>();
        String[] labels = {"", " ", "run 1", "run 11", "run 2", "Run 1", "run 1 ", "β = 1", "β = 0.1"};
        long[] seeds = {0, 1, 2, 11, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32};
        for (long seed : seeds) {
            for (String label : labels) {
                first.add(RandomStreams.of(seed, label).nextLong());
            }
        }
        assertEquals(labels.length * seeds.length, first.size(), "different first numbers");
    }

    /** Neighbouring labels and seeds, which a poor mixing of the two would correlate. */
    @Test
    void neighboursAreIndependent() {
        double[][] pairs = Laboratory.overSeeds(4000, i -> {
            double here = RandomStreams.of(1, "run " + i).nextGaussian();
            double nextLabel = RandomStreams.of(1, "run " + (i + 1)).nextGaussian();
            double nextSeed = RandomStreams.of(2, "run " + i).nextGaussian();
            return new double[] {here, here * here, here * nextLabel, here * nextSeed};
        });
        double[] expected = {0, 1, 0, 0};
        for (int k = 0; k < expected.length; k++) {
            Interval.assertMean(expected[k], Laboratory.column(pairs, k), "moment " + k);
        }
    }
}
