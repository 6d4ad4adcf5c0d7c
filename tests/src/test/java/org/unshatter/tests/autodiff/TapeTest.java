package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** What a tape records, and whose gradients it gives. */
class TapeTest {

    private final Tape tape = new Tape();
    private final Tensor x = tape.variable(vector(1, -2, 3));

    @Test
    void theGradientOfAVectorIsThatOfItsSum() {
        assertGradient(x.scale(3), x, 3, 3, 3);
    }

    @Test
    void theGradientOfAVariableByItselfIsTheSeed() {
        assertArrayEquals(new float[] {5, 6, 7}, tape.gradients(x, vector(5, 6, 7)).of(x).toArray());
    }

    @Test
    void gradientsHaveTheShapeOfTheVariable() {
        Tensor matrix = tape.variable(Tensor.zeros(2, 3));
        assertArrayEquals(new int[] {2, 3}, tape.gradients(matrix.sum()).of(matrix).shape());
    }

    @Test
    void aTensorUsedSeveralTimesGathersAllItsGradients() {
        assertGradient(x.add(x).add(x.scale(5)), x, 7, 7, 7);
    }

    @Test
    void anIntermediateTensorUsedTwiceGathersBothBeforeItPassesThemOn() {
        Tensor y = x.scale(2);
        assertGradient(y.scale(3).add(y.relu()), x, 8, 6, 8);
    }

    @Test
    void theGradientOfAVariableThatTheOutputDoesNotDependOnIsZeros() {
        Tensor unused = tape.variable(vector(4, 5));
        unused.scale(7);
        assertGradient(x.sum(), unused, 0, 0);
    }

    @Test
    void operationsAfterTheOutputDoNotCount() {
        Tensor y = x.scale(2);
        y.scale(100);
        assertGradient(y, x, 2, 2, 2);
    }

    @Test
    void whatIsComputedFromConstantsIsOnNoTape() {
        Tensor constant = vector(1, 2, 3).scale(2).add(vector(4, 5, 6));
        assertRefused("output is not on this tape", () -> tape.gradients(constant));
        assertSame(constant, constant.detach());
    }

    @Test
    void aConstantAmongTheInputsHasNoGradient() {
        Tensor constant = vector(1, 2, 3);
        Tensor y = x.subtract(constant);
        assertGradient(y, x, 1, 1, 1);
        assertRefused("is not a variable of the tape", () -> tape.gradients(y).of(constant));
    }

    @Test
    void anIntermediateTensorHasNoGradientToAskFor() {
        Tensor y = x.scale(2);
        String message = assertRefused("is not a variable of the tape", () -> tape.gradients(y.sum()).of(y));
        assertTrue(message.contains("[3]") && message.contains("Tape.variable"), message);
    }

    @Test
    void anotherTapesTensorsAreRefused() {
        Tensor other = new Tape().variable(vector(1, 2, 3));
        assertRefused("output is not on this tape", () -> tape.gradients(other));
        assertRefused("is not a variable of the tape", () -> tape.gradients(x).of(other));
    }

    @Test
    void oneOperationCannotJoinTwoTapes() {
        Tensor square = Tensor.zeros(3, 3);
        List<BinaryOperator<Tensor>> operations = List.of(Tensor::matmul, Tensor::matmulTransposed, Tensor::add, Tensor::subtract,
                (a, b) -> a.combine(2, b, 3), (a, b) -> Tensor.concatenate(0, a, b), (a, b) -> Tensor.concatenate(0, a, square, b));
        for (BinaryOperator<Tensor> operation : operations) {
            Tensor here = tape.variable(square);
            Tensor there = new Tape().variable(square);
            assertRefused("the inputs are on different tapes", () -> operation.apply(here, there));
        }
        Tensor bias = new Tape().variable(Tensor.zeros(3));
        assertRefused("the inputs are on different tapes", () -> tape.variable(square).addBias(bias));
    }

    @Test
    void aRefusedOperationLeavesTheTapeAsItWas() {
        Tensor y = x.scale(2);
        assertThrows(IllegalArgumentException.class, () -> y.add(vector(1, 2)));
        assertGradient(y.sum(), x, 2, 2, 2);
    }

    @Test
    void theSeedMustHaveTheShapeOfTheOutput() {
        String message = assertRefused("gradients: ", () -> tape.gradients(x.scale(2), Tensor.zeros(1, 3)));
        assertTrue(message.contains("[3] and [1, 3]"), message);
    }

    @Test
    void theSeedIsNotChanged() {
        Tensor seed = vector(5, 6, 7);
        tape.gradients(x.add(x), seed);
        assertArrayEquals(new float[] {5, 6, 7}, seed.toArray());
    }

    private void assertGradient(Tensor output, Tensor variable, float... expected) {
        assertArrayEquals(expected, tape.gradients(output).of(variable).toArray());
    }

    @Test
    void asManyDirectionsAsVariables() {
        assertRefused("directions are 2, expected one for each of the 1 variables", () -> tape.tangents(List.of(x), List.of(x, x)));
        assertRefused("directions are 0", () -> tape.tangents(List.of(x), List.of()));
    }

    private static String assertRefused(String expected, Runnable action) {
        String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
        assertTrue(message.contains(expected), message);
        return message;
    }

    private static Tensor vector(float... data) {
        return Tensor.of(data, data.length);
    }
}
