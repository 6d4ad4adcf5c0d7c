package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** A detached tensor keeps its value and ends the gradient. */
class DetachTest {

    private final Tape tape = new Tape();
    private final Tensor x = tape.variable(Tensor.of(new float[] {2, -3}, 1, 2));

    @Test
    void keepsTheElementsAndTheShape() {
        assertArrayEquals(new float[] {2, -3}, x.detach().toArray());
        assertArrayEquals(new int[] {1, 2}, x.detach().shape());
    }

    @Test
    void hasNoTape() {
        Tensor detached = x.scale(3).detach().scale(2);
        assertThrows(IllegalArgumentException.class, () -> tape.gradients(detached));
    }

    @Test
    void stopsTheGradientOnItsPathOnly() {
        // d/dx (x·cᵀ) with c = x held constant is x, not 2x.
        Tensor y = x.matmulTransposed(x.detach());
        assertArrayEquals(new float[] {2, -3}, tape.gradients(y).of(x).toArray());
    }

    @Test
    void maySeedAnotherTape() {
        Tape second = new Tape();
        Tensor start = second.variable(x.scale(2).detach());
        assertArrayEquals(new float[] {5, 5}, second.gradients(start.scale(5)).of(start).toArray());
    }
}
