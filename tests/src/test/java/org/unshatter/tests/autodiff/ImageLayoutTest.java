package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Derivatives;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;

/** Nobody sees in which layout a tensor of images lies. */
class ImageLayoutTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 33})
    void everyElementIsWhereItWas(int batch) {
        Tensor x = Data.random(new SplittableRandom(batch), batch, 3, 2, 5);
        Tensor images = x.images();
        assertArrayEquals(x.shape(), images.shape());
        assertArrayEquals(x.toArray(), images.toArray());
        for (int i = 0; i < x.size(); i++) {
            assertEquals(x.get(i), images.get(i), "element " + i);
        }
        assertThrows(IndexOutOfBoundsException.class, () -> images.get(x.size()));
    }

    @Test
    void bringingATensorToTheLayoutItHasCostsNothing() {
        Tensor x = Tensor.zeros(2, 3, 2, 2);
        Tensor images = x.images();
        assertSame(x, x.rowMajor());
        assertSame(images, images.images());
    }

    @Test
    void aVariableInImagesHasAGradientElementByElement() {
        Tensor x = Data.random(new SplittableRandom(1), 17, 2, 1, 2);
        Tensor rowMajor = Derivatives.gradient(t -> t.multiply(t), x);
        Tensor images = Derivatives.gradient(t -> t.multiply(t), x.images());
        assertArrayEquals(x.scale(2).toArray(), rowMajor.toArray());
        assertArrayEquals(rowMajor.toArray(), images.toArray());
    }

    @Test
    void aSeedOrADirectionMayLieInTheOtherLayout() {
        Tensor x = Data.random(new SplittableRandom(2), 5, 2, 3, 3);
        Tensor w = Data.random(new SplittableRandom(3), 2, 2, 3, 3);
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        Tensor y = variable.conv2d(w, null, Window.of(3).padding(1), 1);
        Tensor seed = Data.random(new SplittableRandom(4), y.shape());
        assertArrayEquals(tape.gradients(y, seed.images()).of(variable).toArray(), tape.gradients(y, seed).of(variable).toArray());
        Tensor direction = Data.random(new SplittableRandom(5), x.shape());
        assertArrayEquals(tape.tangents(variable, direction.images()).of(y).toArray(), tape.tangents(variable, direction).of(y).toArray());
    }

    @Test
    void aSliceOfNothingIsEmptyInEitherLayout() {
        Tensor x = Tensor.zeros(3, 4, 2, 2);
        for (int axis = 0; axis < 4; axis++) {
            assertEquals(0, x.slice(axis, 1, 1).size());
            assertArrayEquals(x.slice(axis, 1, 1).shape(), x.images().slice(axis, 1, 1).shape(), "axis " + axis);
        }
    }

    @Test
    void onlyRank4CanBeImages() {
        String message = assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(2, 3, 4).images()).getMessage();
        assertTrue(message.contains("images") && message.contains("[2, 3, 4]"), message);
    }

    @Test
    void aBatchOfNoImagesIsRefusedByName() {
        String message = assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(0, 3, 4, 4).images()).getMessage();
        assertTrue(message.contains("batch"), message);
    }
}
