package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.kernels.Images;

/** Every element of a batch is found at the place that the layout's formula gives, idle lanes hold 0, and the way back restores it. */
@EveryWidth
class ImagesTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "1, 3, 5, 7", "15, 3, 4, 4", "16, 3, 32, 32", "17, 2, 3, 5", "40, 7, 9, 11", "128, 1, 1, 3"})
    void thereAndBack(int batch, int channels, int height, int width) {
        Images images = new Images(batch, channels, height, width);
        int elements = batch * channels * height * width;
        Guarded nchw = Guarded.run(elements, 3);
        int[] next = {1};
        nchw.fill(() -> next[0]++);
        Guarded x = Guarded.run(images.length(), 5).fill(Float.NaN);
        images.fromNchw(nchw.array, nchw.offset, x.array, x.offset);

        float[] expected = new float[images.length()];
        for (int i = 0; i < elements; i++) {
            int n = i / (channels * height * width);
            int rest = i % (channels * height * width);
            expected[(n / 16 * channels * height * width + rest) * 16 + n % 16] = nchw.get(i);
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], x.get(i), "element " + i);
        }
        x.assertNothingAround(images, ImagesTest.class);

        Guarded back = Guarded.run(elements, 3).fill(Float.NaN);
        images.toNchw(x.array, x.offset, back.array, back.offset);
        assertArrayEquals(nchw.array, back.array);
    }
}
