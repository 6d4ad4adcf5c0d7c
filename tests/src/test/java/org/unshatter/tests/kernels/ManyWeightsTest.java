package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Conv2d;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/** The sums of the gradient by very many weights are made in parts, for they would take much memory: filters do not know of each other. */
@EveryWidth
class ManyWeightsTest {

    private static final int CHANNELS = 600;
    private static final int FILTERS = 600;
    /** Two blocks and a part of one, each a chunk of its own. */
    private static final int BLOCKS = 3;
    private static final Images INPUT = new Images(33, CHANNELS, 8, 16);

    @Test
    void theGradientHasTheBitsOfThoseByHalfOfThem() {
        RandomGenerator random = Seeds.stream(0);
        Convolution whole = Convolution.of(INPUT, Window.of(1), FILTERS);
        Convolution half = Convolution.of(INPUT, Window.of(1), FILTERS / 2);
        float[] x = random(INPUT.length(), random);
        float[] dy = random(whole.output().length(), random);
        float[] dw = gradient(whole, x, dy);
        assertNotEquals(0, dw[0]);
        for (int part = 0; part < 2; part++) {
            float[] own = new float[half.output().length()];
            int block = own.length / BLOCKS;
            for (int i = 0; i < BLOCKS; i++) {
                System.arraycopy(dy, (2 * i + part) * block, own, i * block, block);
            }
            assertArrayEquals(gradient(half, x, own), Arrays.copyOfRange(dw, part * half.weights(), (part + 1) * half.weights()), Seeds.again(ManyWeightsTest.class));
        }
    }

    private static float[] random(int length, RandomGenerator random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] gradient(Convolution shape, float[] x, float[] dy) {
        float[] dw = new float[shape.weights()];
        Conv2d.gradientByWeights(shape, x, 0, dy, 0, false, dw, 0);
        return dw;
    }
}
