package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.tests.kernels.EveryWidth;

/** What each operation computes, element by element. */
class OperationValueTest {

    private static final String CASES = "org.unshatter.tests.autodiff.OperationTable#cases";
    private static final String SMALL_CASES = "org.unshatter.tests.autodiff.OperationTable#smallCases";

    @EveryWidth
    @ParameterizedTest
    @MethodSource(CASES)
    void agreesWithTheReferenceToErrorRatio(OperationCase c) {
        Tensor[] inputs = c.inputs();
        double[][] x = Data.doubles(inputs);
        ErrorRatio.check(c + ", seed " + c.seed(), c.referenceAt(inputs).apply(x), c.magnitude().apply(x), c.operation().apply(inputs));
    }

    @ParameterizedTest
    @MethodSource(SMALL_CASES)
    void leavesTheInputsAsTheyWere(OperationCase c) {
        Tensor[] inputs = c.inputs();
        c.operation().apply(inputs);
        Tensor[] same = c.inputs();
        for (int i = 0; i < inputs.length; i++) {
            assertArrayEquals(same[i].toArray(), inputs[i].toArray(), c + ", input " + i);
        }
    }

    @ParameterizedTest
    @MethodSource(SMALL_CASES)
    void hasTheSameBitsOnATapeAndOff(OperationCase c) {
        Tape tape = new Tape();
        Tensor on = c.operation().apply(Arrays.stream(c.inputs()).map(tape::variable).toArray(Tensor[]::new));
        Tensor off = c.operation().apply(c.inputs());
        assertArrayEquals(off.shape(), on.shape(), c.toString());
        assertArrayEquals(off.toArray(), on.toArray(), c + ", seed " + c.seed());
    }
}
