package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.unshatter.autodiff.GradientCheck;
import org.unshatter.autodiff.Tensor;

/**
 * A wrong rule for an operation of the table; its value is right.
 *
 * @param right case of the table whose reference holds
 * @param input by which the derivative is wrong
 */
record Mistake(OperationCase right, int input, String name, Function<Tensor[], Tensor> wrong) {

    private static final int SEEDS = 5;

    static Mistake of(String rightCase, int input, String name, Function<Tensor[], Tensor> wrong) {
        OperationCase right = OperationTable.cases().stream().filter(c -> c.toString().equals(rightCase)).findAny()
                .orElseThrow(() -> new IllegalArgumentException("no such case: " + rightCase));
        return new Mistake(right, input, name, wrong);
    }

    /** Of an operation of one input. */
    static Mistake of(String rightCase, String name, UnaryOperator<Tensor> wrong) {
        return of(rightCase, 0, name, t -> wrong.apply(t[0]));
    }

    private interface Check {
        void apply(Function<Tensor[], Tensor> operation, Function<double[][], double[]> reference, long seed, Tensor... inputs);
    }

    void isCaughtInTheGradient() {
        isCaught(GradientCheck::check, "gradient by input " + input + "[");
    }

    /** By differences of the reference, and without a reference by the gradient, which is right. */
    void isCaughtInTheTangent() {
        isCaught(GradientCheck::check, "tangent along input " + input + "[");
        isCaught((operation, reference, seed, inputs) -> GradientCheck.checkAdjoint(operation, seed, inputs), "⟨v, Ju⟩");
    }

    void isCaughtInTheSecondDerivative() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Tensor[] inputs = right.inputs(seed);
            GradientCheck.check(wrong, right.referenceAt(inputs), seed, inputs); // first derivatives are right
        }
        isCaught(GradientCheck::checkSecond, "second derivative by input ");
    }

    private void isCaught(Check check, String where) {
        for (long seed = 0; seed < SEEDS; seed++) {
            long of = seed;
            Tensor[] inputs = right.inputs(seed);
            AssertionError error = assertThrows(AssertionError.class, () -> check.apply(wrong, right.referenceAt(inputs), of, inputs), this + ", seed " + seed);
            assertTrue(error.getMessage().startsWith(where), this + ": " + error.getMessage());
        }
    }

    @Override
    public String toString() {
        return right + ": " + name;
    }
}
