package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Tensor;

/** Shape, elements, and what a tensor refuses. */
class TensorTest {

    @Test
    void wrapsTheArrayAndCopiesTheShape() {
        float[] data = {1, 2, 3, 4, 5, 6};
        int[] shape = {2, 3};
        Tensor x = Tensor.of(data, shape);
        data[0] = 7;
        shape[0] = 9;
        x.shape()[1] = 9;
        assertArrayEquals(new float[] {7, 2, 3, 4, 5, 6}, x.toArray());
        assertArrayEquals(new int[] {2, 3}, x.shape());
        assertEquals(2, x.rank());
        assertEquals(3, x.dim(1));
        assertEquals(6, x.size());
    }

    @Test
    void givesACopyOfItsElements() {
        Tensor x = Tensor.of(new float[] {1, 2}, 2);
        x.toArray()[0] = 9;
        assertArrayEquals(new float[] {1, 2}, x.toArray());
    }

    @Test
    void givesEachElementByItsIndex() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        assertEquals(6f, x.get(5));
        assertThrows(IndexOutOfBoundsException.class, () -> x.get(6));
        assertThrows(IndexOutOfBoundsException.class, () -> x.get(-1));
    }

    @Test
    void zerosAreZero() {
        assertArrayEquals(new float[6], Tensor.zeros(2, 3).toArray());
        assertArrayEquals(new float[0], Tensor.zeros(2, 0, 3).toArray());
    }

    @Test
    void theEmptyShapeIsAScalar() {
        Tensor scalar = Tensor.zeros();
        assertEquals(0, scalar.rank());
        assertEquals(1, scalar.size());
    }

    @Test
    void itemIsTheOnlyElementWhateverTheRank() {
        assertEquals(7f, Tensor.scalar(7).item());
        assertArrayEquals(new int[0], Tensor.scalar(7).shape());
        assertEquals(7f, Tensor.of(new float[] {7}).item());
        assertEquals(7f, Tensor.of(new float[] {7}, 1, 1).item());
    }

    @Test
    void itemOfSeveralElementsOrNoneIsRefused() {
        String message = assertThrows(IllegalStateException.class, () -> Tensor.zeros(2, 3).item()).getMessage();
        assertTrue(message.contains("[2, 3]"), message);
        assertThrows(IllegalStateException.class, () -> Tensor.zeros(0).item());
    }

    @Test
    void anAxisOutOfRangeIsRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> Tensor.zeros(2, 3).dim(2));
        assertThrows(IndexOutOfBoundsException.class, () -> Tensor.zeros(2, 3).dim(-1));
    }

    @Test
    void theArrayMustFillTheShape() {
        String message = assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[5], 2, 3)).getMessage();
        assertTrue(message.contains("5") && message.contains("6") && message.contains("[2, 3]"), message);
    }

    @Test
    void aNegativeDimensionIsRefusedEvenIfTheProductFits() {
        String message = assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[6], -2, -3)).getMessage();
        assertTrue(message.contains("[-2, -3]"), message);
    }

    @Test
    void printsItsShapeAndAFewElements() {
        assertEquals("Tensor[1, 2] [3.0, 4.0]", Tensor.of(new float[] {3, 4}, 1, 2).toString());
        assertEquals("Tensor[100]", Tensor.zeros(100).toString());
    }
}
