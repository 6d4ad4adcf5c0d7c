package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.GradientCheck;
import org.unshatter.autodiff.Tensor;

/** The rule of each operation, by each of its inputs. */
class OperationGradientTest {

    private static final String CASES = "org.unshatter.tests.autodiff.OperationTable#cases";

    @Tag("everywidth")
    @ParameterizedTest
    @MethodSource(CASES)
    void agreesWithCentralDifferences(OperationCase c) {
        Tensor[] inputs = c.inputs();
        GradientCheck.check(c.operation(), c.referenceAt(inputs), c.seed(), inputs);
    }

    /** An input used twice: a rule that overwrites what another use has left passes every test of a single use. */
    @ParameterizedTest
    @MethodSource(CASES)
    void addsToTheGradientThatIsAlreadyThere(OperationCase c) {
        Tensor[] inputs = c.inputs();
        var reference = c.referenceAt(inputs);
        GradientCheck.check(t -> c.operation().apply(t).combine(1, c.operation().apply(t), 2),
                x -> References.scale(3, reference.apply(x)), c.seed(), inputs);
    }

    /** Otherwise the tests above could pass because they looked at nothing. */
    @ParameterizedTest
    @MethodSource(CASES)
    void disagreesIfTheReferenceIsOneThousandthSteeper(OperationCase c) {
        Tensor[] inputs = c.inputs();
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].size() > 0 && !c.flat() && !c.isEmpty()) {
                int steep = i;
                AssertionError error = assertThrows(AssertionError.class, () -> GradientCheck.check(c.operation(),
                        steeperByInput(steep, c.referenceAt(inputs), Data.doubles(inputs)), c.seed(), inputs), c + ", input " + i);
                assertTrue(error.getMessage().startsWith("gradient by input " + i + "["), error.getMessage());
            }
        }
    }

    /** The same value at the inputs, but 1.001 times the slope where input i is moved. */
    private static Function<double[][], double[]> steeperByInput(int i, Function<double[][], double[]> reference, double[][] at) {
        double[] value = reference.apply(at);
        return x -> Arrays.equals(x[i], at[i]) ? reference.apply(x) : References.combine(1.001, reference.apply(x), -0.001, value);
    }
}
