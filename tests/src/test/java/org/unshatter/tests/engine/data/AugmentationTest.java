package org.unshatter.tests.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.tests.engine.data.HandMade.NONE;
import static org.unshatter.tests.engine.data.HandMade.assertRefused;
import static org.unshatter.tests.engine.data.HandMade.counting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.data.Augmentation;
import org.unshatter.data.Batches;
import org.unshatter.data.Dataset;
import org.unshatter.data.Placement;
import org.unshatter.data.Standardisation;
import org.unshatter.init.RandomStreams;

/** Images are mirrored and moved as if by hand, and what they leave free is 0 after standardisation. */
class AugmentationTest {

    /** The image is 123/456. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, false, 123456", "0, 0, true, 321654", "1, 0, false, 000123", "-1, 0, false, 456000", "0, 1, false, 012045", "0, -1, false, 230560",
        "1, -2, false, 000300", "-1, 2, true, 006000", "0, 1, true, 032065", "0, -1, true, 210540", "2, 0, false, 000000", "0, -3, false, 000000",
        "2147483647, 0, true, 000000", "-2147483648, -2147483648, false, 000000", "0, 2147483647, true, 000000"
    })
    void thePlacementIsDoneToThePixels(int down, int right, boolean mirrored, String expected) {
        float[] values = new float[6];
        for (int i = 0; i < 6; i++) {
            values[i] = expected.charAt(i) - '0';
        }
        Batches batches = Batches.of(counting(1), NONE, 1).shuffled(1).augmented(random -> new Placement(down, right, mirrored));
        assertArrayEquals(values, batches.get(0, 0).images().toArray());
    }

    @Test
    void theBorderIsTheMeanOfEachChannel() {
        Dataset data = Dataset.of(2, 1, 2, new byte[] {10, 20, 30, 50}, new int[1], List.of("a"));
        Standardisation standardisation = Standardisation.of(data);
        Batches batches = Batches.of(data, standardisation, 1).shuffled(1).augmented(random -> new Placement(0, 1, false));
        assertArrayEquals(new float[] {0, -1, 0, -1}, batches.get(0, 0).images().toArray());
    }

    /** Pearson's statistic of 2·81 equally likely placements has 161 degrees of freedom: mean 161, deviation √322. */
    @Test
    void allPlacementsAreEquallyLikely() {
        assertChiSquare(162, 40_000, Augmentation.shiftsAndFlips(4));
        assertChiSquare(81, 20_000, Augmentation.shifts(4));
    }

    /** A lit pixel in the middle shows where each of the samples of one epoch is moved: 9 places, of which Pearson's statistic has mean 8 and deviation 4. */
    @Test
    void theSamplesOfAnEpochAreMovedIndependently() {
        int samples = 4500;
        byte[] pixels = new byte[9 * samples];
        for (int i = 0; i < samples; i++) {
            pixels[9 * i + 4] = 1;
        }
        Dataset data = Dataset.of(1, 3, 3, pixels, new int[samples], List.of("dot"));
        float[] images = Batches.of(data, NONE, samples).shuffled(8).augmented(Augmentation.shifts(1)).get(0, 0).images().toArray();
        int[] counts = new int[9];
        for (int k = 0; k < images.length; k++) {
            counts[k % 9] += (int) images[k];
        }
        assertEquals(samples, Arrays.stream(counts).sum());
        double statistic = Arrays.stream(counts).mapToDouble(count -> (count - 500.0) * (count - 500.0) / 500).sum();
        assertEquals(0, (statistic - 8) / 4, 4, () -> "deviations from the mean of chi-square: " + Arrays.toString(counts));
    }

    private static void assertChiSquare(int kinds, int draws, Augmentation augmentation) {
        RandomGenerator random = RandomStreams.of(1, "placements");
        Map<Placement, Integer> counts = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            Placement placement = augmentation.draw(random);
            assertTrue(Math.abs(placement.down()) <= 4 && Math.abs(placement.right()) <= 4, placement::toString);
            counts.merge(placement, 1, Integer::sum);
        }
        assertEquals(kinds, counts.size());
        double expected = (double) draws / kinds;
        double statistic = counts.values().stream().mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
        assertEquals(0, (statistic - (kinds - 1)) / Math.sqrt(2 * (kinds - 1)), 4, "deviations from the mean of chi-square");
    }

    /** In another order and in another epoch: sample i of an epoch is always placed alike, and differently in others. */
    @Test
    void anImagesPlacementDependsOnSeedEpochAndSampleAlone() {
        Dataset data = counting(24);
        Batches large = Batches.of(data, NONE, 24).shuffled(5).augmented(Augmentation.shiftsAndFlips(1));
        Batches small = Batches.of(data, NONE, 1).shuffled(5).augmented(Augmentation.shiftsAndFlips(1));
        float[] all = large.get(3, 0).images().toArray();
        for (int i = 23; i >= 0; i--) {
            assertArrayEquals(Arrays.copyOfRange(all, 6 * i, 6 * i + 6), small.get(3, i).images().toArray());
        }
        assertTrue(changed(large, large, 24, 3, 4) > 12, "epochs 3 and 4 are placed alike");
        Batches otherSeed = large.shuffled(6).augmented(Augmentation.shiftsAndFlips(1));
        assertTrue(changed(large, otherSeed, 24, 3, 3) > 12, "seeds 5 and 6 are placed alike");
        assertEquals(0, changed(large, large, 24, 3, 3));
    }

    /** Samples whose image differs, whatever their place in the order. */
    private static int changed(Batches one, Batches other, int samples, int epoch, int otherEpoch) {
        Map<Integer, List<Float>> first = bySample(one, samples, epoch);
        Map<Integer, List<Float>> second = bySample(other, samples, otherEpoch);
        return (int) first.keySet().stream().filter(sample -> !first.get(sample).equals(second.get(sample))).count();
    }

    private static Map<Integer, List<Float>> bySample(Batches batches, int samples, int epoch) {
        int[] order = batches.order(epoch);
        float[] images = batches.get(epoch, 0).images().toArray();
        Map<Integer, List<Float>> result = new HashMap<>();
        for (int i = 0; i < samples; i++) {
            List<Float> image = new ArrayList<>();
            for (int k = 0; k < 6; k++) {
                image.add(images[6 * i + k]);
            }
            result.put(order[i], image);
        }
        return result;
    }

    @Test
    void aNegativeShiftAndAugmentationWithoutSeedAreRefused() {
        assertRefused(() -> Augmentation.shiftsAndFlips(-1), "shift is -1");
        String message = assertThrows(IllegalStateException.class, () -> Batches.of(counting(3), NONE, 1).augmented(Augmentation.shifts(1))).getMessage();
        assertTrue(message.contains("not shuffled"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "shifts:1", "shifts:4", "shifts-flips:4", "shifts-flips:0"})
    void theTextIsReadAsItIsWritten(String text) {
        assertEquals(text, Augmentation.parse(text).toString());
    }

    @Test
    void theTextStandsForTheAugmentation() {
        assertEquals(Augmentation.shiftsAndFlips(4), Augmentation.parse("shifts-flips:4"));
        assertEquals(Augmentation.shifts(2), Augmentation.parse("shifts:2"));
        assertEquals(Augmentation.none(), Augmentation.parse("shifts:0"));
        assertEquals(Placement.UNCHANGED, Augmentation.parse("none").draw(RandomStreams.of(1, "placements")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None", "none:0", "shifts", "shifts:", "shifts:x", "shifts:1.5", "shifts:1:2", "shifts-flips", "flips:1", "shifts:99999999999"})
    void otherTextsAreRefused(String text) {
        assertRefused(() -> Augmentation.parse(text), "augmentation is \"" + text + "\"", "expected none, shifts:pixels or shifts-flips:pixels");
    }

    @Test
    void aTextWithANegativeShiftIsRefused() {
        assertRefused(() -> Augmentation.parse("shifts:-1"), "shift is -1", "expected 0 to 1048576");
    }
}
