package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.unshatter.autodiff.Tensor;

/** Results kept for comparison to the last bit; zeros of different sign differ. */
final class Bits {

    private final int[][] shapes;
    private final float[][] elements;

    private Bits(Tensor... tensors) {
        shapes = Arrays.stream(tensors).map(Tensor::shape).toArray(int[][]::new);
        elements = Arrays.stream(tensors).map(Tensor::toArray).toArray(float[][]::new);
    }

    /** Copies: what the tensors become later does not matter. */
    static Bits of(Tensor... tensors) {
        return new Bits(tensors);
    }

    void requireOf(String what, Tensor... got) {
        assertEquals(shapes.length, got.length, what + ": number of tensors");
        for (int i = 0; i < got.length; i++) {
            assertArrayEquals(shapes[i], got[i].shape(), what + ", tensor " + i + ": shape");
            assertArrayEquals(elements[i], got[i].toArray(), what + ", tensor " + i);
        }
    }
}
