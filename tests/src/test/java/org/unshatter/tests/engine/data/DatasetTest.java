package org.unshatter.tests.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.unshatter.tests.engine.data.HandMade.NONE;
import static org.unshatter.tests.engine.data.HandMade.assertRefused;
import static org.unshatter.tests.engine.data.HandMade.counting;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;

/** A set gives back the images it was made of, and its subsets theirs. */
class DatasetTest {

    @Test
    void valuesAreReadAsUnsignedBytesByChannelRowAndColumn() {
        byte[] pixels = new byte[2 * 2 * 3 * 2];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (240 + i);
        }
        pixels[pixels.length - 1] = 5;
        Dataset data = Dataset.of(2, 3, 2, pixels, new int[] {1, 0}, List.of("no", "yes"));
        assertEquals(2, data.count());
        assertArrayEquals(new int[] {2, 3, 2}, data.shape());
        assertEquals(240, data.pixel(0, 0, 0, 0));
        assertEquals(240 + 6 + 2 * 2 + 1, data.pixel(0, 1, 2, 1));
        assertEquals(240 + 12, data.pixel(1, 0, 0, 0));
        assertEquals(5, data.pixel(1, 1, 2, 1));
        assertEquals(1, data.label(0));
        assertThrows(IndexOutOfBoundsException.class, () -> data.pixel(0, 0, 3, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> data.label(2));
    }

    @Test
    void chosenSamplesBecomeABatchInTheirOrder() {
        Dataset data = counting(5);
        assertArrayEquals(new int[] {3, 1, 2, 3}, data.images(NONE, 4, 0, 4).shape());
        assertArrayEquals(new float[] {41, 42, 43, 44, 45, 46, 1, 2, 3, 4, 5, 6}, data.images(NONE, 4, 0).toArray());
        assertArrayEquals(new float[] {3, 0, 0}, data.labels(3, 4, 0).toArray());
        assertArrayEquals(new float[] {0, 1, 2, 3, 0}, data.labels().toArray());
    }

    @Test
    void subsetsOfSubsetsCountFromTheirOwnBeginning() {
        Dataset part = counting(10).range(2, 9).take(6, 0, 0).range(0, 2);
        assertEquals(2, part.count());
        assertArrayEquals(new float[] {81, 82, 83, 84, 85, 86, 21, 22, 23, 24, 25, 26}, part.images(NONE).toArray());
        assertArrayEquals(new float[] {0, 2}, part.labels().toArray());
        assertArrayEquals(new int[] {1, 0, 1, 0}, part.histogram());
        assertThrows(IndexOutOfBoundsException.class, () -> part.label(2));
        assertThrows(IndexOutOfBoundsException.class, () -> counting(3).take(3));
        assertEquals(0, counting(3).range(3, 3).count());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        List<String> classes = List.of("a", "b");
        assertRefused(() -> Dataset.of(1, 2, 2, new byte[7], new int[2], classes), "7 pixel values", "2 images of [1, 2, 2]");
        assertRefused(() -> Dataset.of(1, 0, 2, new byte[0], new int[2], classes), "[1, 0, 2]", "at least 1");
        assertRefused(() -> Dataset.of(1 << 20, 1 << 20, 1 << 24, new byte[0], new int[0], classes), "0 pixel values");
        assertRefused(() -> Dataset.of(1, 1, 1, new byte[2], new int[] {1, 2}, classes), "sample 1 is 2", "0 to 1");
        assertRefused(() -> Dataset.of(1, 1, 1, new byte[1], new int[] {-1}, classes), "sample 0 is -1");
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "2, 1", "0, 6"})
    void aRangeOutsideTheSetIsRefused(int from, int to) {
        assertRefused(() -> counting(5).range(from, to), "range is " + from + " to " + to, "0 to 5");
    }

    /** Two channels: 1, 2, 3, 6 with mean 3 and variance (4 + 1 + 0 + 9)/4, and 255 throughout. */
    @Test
    void standardisationIsByEachChannelsMeanAndDeviation() {
        byte[] pixels = {1, 2, -1, -1, 3, 6, -1, -1};
        Dataset data = Dataset.of(2, 1, 2, pixels, new int[2], List.of("a"));
        Standardisation standardisation = Standardisation.of(data);
        assertEquals(List.of(3.0, 255.0), standardisation.mean());
        assertEquals(Math.sqrt(3.5), standardisation.deviation().get(0), 1e-12);
        assertEquals(1, standardisation.deviation().get(1), "a constant channel is not divided by 0");
        float s = (float) Math.sqrt(3.5);
        assertArrayEquals(new float[] {-2 / s, -1 / s, 0, 0, 0, 3 / s, 0, 0}, data.images(standardisation).toArray(), 1e-6f);
        assertEquals(List.of(1.5, 255.0), Standardisation.of(data.range(0, 1)).mean(), "only the subset counts");
    }

    @Test
    void aStandardisationThatIsNoneIsRefused() {
        assertRefused(() -> new Standardisation(List.of(1.0), List.of(1.0, 2.0)), "1 means and 2 deviations");
        assertRefused(() -> new Standardisation(List.of(1.0), List.of(0.0)), "deviation of channel 0 is 0.0", "positive");
        assertRefused(() -> new Standardisation(List.of(0.0, Double.NaN), List.of(1.0, 1.0)), "mean of channel 1 is NaN");
        assertRefused(() -> Standardisation.of(counting(0)), "0 samples");
        Standardisation three = new Standardisation(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        assertRefused(() -> counting(1).images(three), "3 channels", "expected 1");
    }
}
