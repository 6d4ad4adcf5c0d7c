package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.GradientCheck;
import org.unshatter.autodiff.Tensor;

/** The rules of the rules: the derivatives of each operation's gradient. */
class OperationSecondDerivativeTest {

    @ParameterizedTest
    @MethodSource("org.unshatter.tests.autodiff.OperationTable#cases")
    void agreesWithSecondDifferences(OperationCase c) {
        Tensor[] inputs = c.inputs();
        GradientCheck.checkSecond(c.operation(), c.referenceAt(inputs), c.seed(), inputs);
    }

    @ParameterizedTest
    @MethodSource("org.unshatter.tests.autodiff.OperationTable#smallCases")
    void disagreesIfTheGradientIsOneThousandthSteeper(OperationCase c) {
        if (c.hasSlope()) {
            Tensor[] inputs = c.inputs();
            AssertionError error = assertThrows(AssertionError.class, () -> GradientCheck.checkSecond(
                    t -> c.operation().apply(Arrays.stream(t).map(x -> Rules.withSecondDerivative(dy -> dy.scale(1.001f), x)).toArray(Tensor[]::new)),
                    c.referenceAt(inputs), c.seed(), inputs));
            assertTrue(error.getMessage().startsWith("second derivative by input "), error.getMessage());
        }
    }
}
