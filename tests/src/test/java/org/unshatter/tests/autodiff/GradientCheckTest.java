package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.GradientCheck;
import org.unshatter.autodiff.Tensor;

/** What the checker itself promises: no false alarm, no single wrong element missed, and a message that leads to it. */
class GradientCheckTest {

    @Test
    void passesACorrectRuleForEverySeed() {
        Function<Tensor[], Tensor> operation = t -> t[0].matmulTransposed(t[1]);
        Function<double[][], double[]> reference = x -> References.matmulTransposed(5, 11, 7, x[0], x[1]);
        for (long seed = 0; seed < 100; seed++) {
            Tensor[] inputs = Data.random(seed, new int[] {5, 11}, new int[] {7, 11});
            GradientCheck.check(operation, reference, seed, inputs);
            GradientCheck.checkSecond(operation, reference, seed, inputs);
            GradientCheck.checkAdjoint(operation, seed, inputs);
        }
    }

    /** 10 elements are checked one by one; 3000 only along random directions, each of which sees every element. */
    @ParameterizedTest
    @ValueSource(ints = {10, 64, 65, 3000})
    void findsASingleElementThatGotNoGradient(int size) {
        for (long seed = 0; seed < 20; seed++) {
            AssertionError error = failure(t -> Rules.replaced(t[0].sum(), t[0].slice(0, 1, size).sum()), x -> References.sum(x[0]),
                    seed, Data.random(seed, new int[] {size}));
            assertTrue(error.getMessage().startsWith("gradient by input 0[" + size + "]"), error.getMessage());
        }
    }

    @Test
    void namesTheInputTheElementBothValuesAndTheSeed() {
        AssertionError error = failure(t -> Rules.replaced(t[0].add(t[1]), t[0].add(tripledAtElement4(t[1]))),
                x -> References.combine(1, x[0], 1, x[1]), 77, Data.random(77, new int[] {6}, new int[] {6}));
        Matcher message = Pattern.compile("gradient by input 1\\[6], element 4: expected (\\S+), got (\\S+), \\S+ times the tolerance "
                + "\\(seed 77\\)").matcher(error.getMessage());
        assertTrue(message.matches(), error.getMessage());
        double expected = Double.parseDouble(message.group(1));
        assertEquals(3 * expected, Double.parseDouble(message.group(2)), 1e-5 * Math.abs(expected));
    }

    @Test
    void namesTheElementOfAWrongTangent() {
        AssertionError error = failure(t -> Rules.withTangentOf(tripledAtElement4(t[0]), t[0]), x -> x[0], 77, Data.random(77, new int[] {6}));
        assertTrue(error.getMessage().matches("tangent along input 0\\[6], element 4, element 4: expected 1.00\\d*, got 3.00\\d*, .*\\(seed 77\\)"),
                error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 64, 65, 3000})
    void findsASingleElementThatGotNoTangent(int size) {
        for (long seed = 0; seed < 20; seed++) {
            AssertionError error = failure(t -> Rules.withTangentOf(t[0].slice(0, 1, size).sum(), t[0].sum()), x -> References.sum(x[0]),
                    seed, Data.random(seed, new int[] {size}));
            assertTrue(error.getMessage().startsWith("tangent along input 0[" + size + "]"), error.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 64, 65, 3000})
    void findsASingleElementThatGotNoSecondDerivative(int size) {
        for (long seed = 0; seed < 20; seed++) {
            long of = seed;
            AssertionError error = assertThrows(AssertionError.class, () -> GradientCheck.checkSecond(
                    t -> Rules.withSecondDerivative(dy -> dy.slice(0, 1, size).pad(0, 1, 0), t[0]).sum(), x -> References.sum(x[0]), of,
                    Data.random(of, new int[] {size})));
            assertTrue(error.getMessage().startsWith("second derivative by input 0[" + size + "]"), error.getMessage());
            assertTrue(error.getMessage().endsWith("(seed " + seed + ")"), error.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3000})
    void findsThatGradientAndTangentDisagreeInASingleElement(int size) {
        for (long seed = 0; seed < 20; seed++) {
            long of = seed;
            assertThrows(AssertionError.class, () -> GradientCheck.checkAdjoint(t -> Rules.withGradientOf(t[0].slice(0, 1, size).sum(), t[0].sum()), of,
                    Data.random(of, new int[] {size})));
        }
    }

    private static Tensor tripledAtElement4(Tensor x) {
        return Tensor.concatenate(0, x.slice(0, 0, 4), x.slice(0, 4, 5).scale(3), x.slice(0, 5, 6));
    }

    @Test
    void findsAWrongValue() {
        AssertionError error = failure(t -> t[0].scale(1.001f), x -> x[0], 5, Tensor.of(new float[] {1, 2, 3}, 3));
        assertTrue(error.getMessage().startsWith("value, element 2: expected 3.00000000, got 3.003"), error.getMessage());
    }

    /** The sum is some hundred times smaller than what was summed, and so are the digits that floats have left. */
    @Test
    void excusesRoundingInASumThatNearlyCancels() {
        for (long seed = 0; seed < 20; seed++) {
            Tensor x = Data.random(new SplittableRandom(seed), 5000);
            Tensor y = Tensor.concatenate(0, x, x.scale(-1), Tensor.of(new float[] {0.3f}, 1));
            GradientCheck.check(t -> t[0].sum(), r -> References.sum(r[0]), seed, y);
        }
    }

    @Test
    void findsAValueOfAnotherSize() {
        AssertionError error = failure(t -> t[0].slice(0, 0, 2), x -> x[0], 5, Tensor.of(new float[] {1, 2, 3}, 3));
        assertTrue(error.getMessage().contains("the reference has 3 elements, the operation 2"), error.getMessage());
    }

    @Test
    void neverPassesAValueThatIsNotANumber() {
        AssertionError error = failure(t -> t[0].scale(2), x -> References.scale(2, x[0]), 5, Tensor.of(new float[] {1, Float.NaN}, 2));
        assertTrue(error.getMessage().startsWith("value, element 1"), error.getMessage());
    }

    @Test
    void neverPassesAGradientThatIsNotANumber() {
        AssertionError error = failure(t -> t[0].add(zeroWithInfiniteGradient(t[0]).subtract(zeroWithInfiniteGradient(t[0]))),
                x -> x[0], 5, Tensor.of(new float[] {1}, 1));
        assertTrue(error.getMessage().startsWith("gradient by input 0[1], element 0"), error.getMessage());
        assertTrue(error.getMessage().contains("got NaN"), error.getMessage());
    }

    /** Underflows on the way forth and overflows on the way back. */
    private static Tensor zeroWithInfiniteGradient(Tensor x) {
        return x.scale(1e-30f).scale(1e-30f).scale(1e30f).scale(1e30f);
    }

    private static AssertionError failure(Function<Tensor[], Tensor> operation, Function<double[][], double[]> reference, long seed,
                                          Tensor... inputs) {
        return assertThrows(AssertionError.class, () -> GradientCheck.check(operation, reference, seed, inputs));
    }
}
