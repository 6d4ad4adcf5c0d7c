package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.unshatter.autodiff.GradientCheck;
import org.unshatter.autodiff.Tensor;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** Values, gradients, tangents and second derivatives of compositions of operations, and of single ones at inputs of any seed, against differences in double precision. */
@Fuzzed
class RandomFormulasTest {

    @Test
    void anyFormula() throws InterruptedException {
        Fuzz.run("formula", 60, random -> check(random, false));
    }

    @Test
    void anyOperation() throws InterruptedException {
        List<OperationCase> cases = OperationTable.smallCases();
        Fuzz.run("operation", 60, random -> {
            OperationCase operation = cases.get(random.nextInt(cases.size()));
            long seed = random.nextLong();
            Tensor[] inputs = operation.inputs(seed);
            try {
                GradientCheck.check(operation.operation(), operation.referenceAt(inputs), seed, inputs);
            } catch (AssertionError e) {
                throw new AssertionError(operation + ": " + e.getMessage(), e);
            }
            return "checked";
        });
    }

    /** Negative control: the last step's gradient is that of twice as much. */
    @Test
    void aWrongRuleIsCaught() {
        assertThrows(AssertionError.class, () -> Fuzz.run("wrong formula", 150, random -> check(random, true)));
    }

    private static String check(RandomGenerator random, boolean wrong) {
        RandomFormula formula = new RandomFormula(random);
        long seed = random.nextLong();
        Tensor[] inputs = Data.random(seed, formula.shapes());
        Function<Tensor[], Tensor> operation = in -> wrong ? Rules.replaced(formula.of(in), formula.of(in).scale(2)) : formula.of(in);
        Function<double[][], double[]> reference = in -> formula.of(in);
        try {
            GradientCheck.check(operation, reference, seed, inputs);
            GradientCheck.checkSecond(operation, reference, seed, inputs);
        } catch (AssertionError e) {
            throw new AssertionError(formula + ": " + e.getMessage(), e);
        }
        return "checked";
    }
}
