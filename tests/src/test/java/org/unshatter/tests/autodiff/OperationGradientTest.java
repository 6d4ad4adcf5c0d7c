package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.GradientCheck;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.tests.kernels.EveryWidth;

/** The rules of each operation, by each of its inputs: gradient and tangent. */
class OperationGradientTest {

    private static final String CASES = "org.unshatter.tests.autodiff.OperationTable#cases";
    private static final String SMALL_CASES = "org.unshatter.tests.autodiff.OperationTable#smallCases";

    @EveryWidth
    @ParameterizedTest
    @MethodSource(CASES)
    void agreesWithCentralDifferences(OperationCase c) {
        Tensor[] inputs = c.inputs();
        GradientCheck.check(c.operation(), c.referenceAt(inputs), c.seed(), inputs);
    }

    /** What is not wanted is not computed; what is wanted must not depend on that. */
    @ParameterizedTest
    @MethodSource(SMALL_CASES)
    void isTheSameWhereTheOtherInputsAreConstants(OperationCase c) {
        Tensor[] inputs = c.inputs();
        Tape tape = new Tape();
        Tensor[] variables = Arrays.stream(inputs).map(tape::variable).toArray(Tensor[]::new);
        Tensor output = c.operation().apply(variables);
        Tensor v = Data.random(new SplittableRandom(c.seed()), output.shape());
        for (int i = 0; i < inputs.length && inputs.length > 1; i++) {
            Tape alone = new Tape();
            Tensor[] constants = inputs.clone();
            Tensor variable = alone.variable(inputs[i]);
            constants[i] = variable;
            float[] expected = tape.gradients(output, v).of(variables[i]).toArray();
            assertArrayEquals(expected, alone.gradients(c.operation().apply(constants), v).of(variable).toArray(), c + ", input " + i);
        }
    }

    /** An input used twice: a rule that overwrites what another use has left passes every test of a single use. */
    @ParameterizedTest
    @MethodSource(SMALL_CASES)
    void addsToTheGradientThatIsAlreadyThere(OperationCase c) {
        Tensor[] inputs = c.inputs();
        var reference = c.referenceAt(inputs);
        GradientCheck.check(t -> c.operation().apply(t).combine(1, c.operation().apply(t), 2),
                x -> References.scale(3, reference.apply(x)), c.seed(), inputs);
    }

    /** Otherwise the tests above could pass because they looked at nothing. */
    @ParameterizedTest
    @MethodSource(SMALL_CASES)
    void disagreesIfTheReferenceIsOneThousandthSteeper(OperationCase c) {
        Tensor[] inputs = c.inputs();
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].size() > 0 && c.hasSlope()) {
                int steep = i;
                AssertionError error = assertThrows(AssertionError.class, () -> GradientCheck.check(c.operation(),
                        steeperByInput(steep, c.referenceAt(inputs), Data.doubles(inputs)), c.seed(), inputs), c + ", input " + i);
                // by an input of one element the wrong terms of vᵀJ may cancel; those of Ju are looked at one by one
                assertTrue(error.getMessage().matches("(gradient by|tangent along) input " + i + "\\[.*"), error.getMessage());
            }
        }
    }

    /** The same value at the inputs, but 1.001 times the slope where input i is moved. */
    private static Function<double[][], double[]> steeperByInput(int i, Function<double[][], double[]> reference, double[][] at) {
        double[] value = reference.apply(at);
        return x -> Arrays.equals(x[i], at[i]) ? reference.apply(x) : References.combine(1.001, reference.apply(x), -0.001, value);
    }

    @ParameterizedTest
    @MethodSource(SMALL_CASES)
    void disagreesIfTheTangentIsOneThousandthSteeper(OperationCase c) {
        if (c.hasSlope()) {
            Tensor[] inputs = c.inputs();
            Function<Tensor[], Tensor> wrong = t -> {
                Tensor y = c.operation().apply(t);
                return Rules.withTangentOf(y.scale(1.001f), y);
            };
            AssertionError error = assertThrows(AssertionError.class, () -> GradientCheck.check(wrong, c.referenceAt(inputs), c.seed(), inputs));
            assertTrue(error.getMessage().startsWith("tangent along input "), error.getMessage());
            error = assertThrows(AssertionError.class, () -> GradientCheck.checkAdjoint(wrong, c.seed(), inputs));
            assertTrue(error.getMessage().startsWith("⟨v, Ju⟩"), error.getMessage());
        }
    }
}
