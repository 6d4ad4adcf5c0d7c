package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.tests.kernels.EveryWidth;

/**
 * At exactly 0, of either sign, ReLU has derivative 0 and CReLU that from the right, (1, 0): a mirrored layer must not lose a unit
 * there. On both sides of it, however near, they have their own. The others are as documented; tangents are as gradients.
 */
@EveryWidth
class RectifierKinkTest {

    /** Repeated so that each comes in whole vectors and in the tail. */
    private static final float[] NEAR = {0f, -0f, Float.MIN_NORMAL, -Float.MIN_NORMAL, 1, -1};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void relu(int repetitions) {
        assertDerivatives(Tensor::relu, repetitions, 0, 0, 1, 0, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void firstBlockOfCrelu(int repetitions) {
        int n = repetitions * NEAR.length;
        assertDerivatives(x -> x.crelu().slice(1, 0, n), repetitions, 1, 1, 1, 0, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void secondBlockOfCrelu(int repetitions) {
        int n = repetitions * NEAR.length;
        assertDerivatives(x -> x.crelu().slice(1, n, 2 * n), repetitions, 0, 0, 0, -1, 0, -1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void theOthers(int repetitions) {
        assertDerivatives(Tensor::abs, repetitions, 0, 0, 1, -1, 1, -1);
        assertDerivatives(x -> x.max(0), repetitions, 0, 0, 1, 0, 1, 0);
        assertDerivatives(x -> x.min(0), repetitions, 0, 0, 0, 1, 0, 1);
        assertDerivatives(x -> x.clamp(0, 1), repetitions, 0, 0, 1, 0, 0, 0);
        assertDerivatives(x -> x.clamp(-1, 0), repetitions, 0, 0, 0, 1, 0, 0);
        assertDerivatives(x -> x.leakyRelu(0.25f), repetitions, 0.25f, 0.25f, 1, 0.25f, 1, 0.25f);
        assertDerivatives(x -> x.prelu(Tensor.of(new float[] {0.25f}, 1)), repetitions, 0.25f, 0.25f, 1, 0.25f, 1, 0.25f);
    }

    /** Of equal ones the first; NaN is larger than all numbers. */
    @Test
    void theLargest() {
        assertLargest(1, 1, 3, 2, 3);
        assertLargest(0, 2, 2, 2, 2);
        assertLargest(0, 0f, -0f, 0f, -0f);
        assertLargest(2, 1, Float.POSITIVE_INFINITY, Float.NaN, Float.NaN);
        assertLargest(0, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }

    private static void assertLargest(int at, float... elements) {
        Tape tape = new Tape();
        Tensor x = tape.variable(Tensor.of(elements, elements.length));
        Tensor y = x.maxAlong(0);
        float[] expected = new float[elements.length];
        expected[at] = 1;
        assertArrayEquals(expected, tape.gradients(y).of(x).toArray(), Arrays.toString(elements));
        assertEquals(at + 1f, tape.tangents(x, Tensor.of(new float[] {1, 2, 3, 4}, 4)).of(y).item(), Arrays.toString(elements));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void valuesHaveNoNegativeZero(int repetitions) {
        Tensor x = Tensor.of(repeated(repetitions, 0f, -0f), 1, 2 * repetitions);
        assertArrayEquals(new float[2 * repetitions], x.relu().toArray());
        assertArrayEquals(new float[4 * repetitions], x.crelu().toArray());
    }

    private static void assertDerivatives(UnaryOperator<Tensor> rectifier, int repetitions, float... expected) {
        Tape tape = new Tape();
        float[] data = repeated(repetitions, NEAR);
        Tensor x = tape.variable(Tensor.of(data, 1, data.length));
        Tensor y = rectifier.apply(x);
        Tensor direction = Tensor.zeros(x.shape()).addScalar(1);
        // −0 is as good as 0 here, and the delta makes them equal.
        assertArrayEquals(repeated(repetitions, expected), tape.gradients(y).of(x).toArray(), Float.MIN_VALUE);
        assertArrayEquals(repeated(repetitions, expected), tape.tangents(x, direction).of(y).toArray(), Float.MIN_VALUE);
    }

    private static float[] repeated(int times, float... pattern) {
        float[] data = Arrays.copyOf(pattern, times * pattern.length);
        for (int e = pattern.length; e < data.length; e++) {
            data[e] = data[e - pattern.length];
        }
        return data;
    }
}
