package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.init.RandomStreams;
import org.unshatter.linalg.Lanczos;
import org.unshatter.linalg.SingularValues;

/** Extreme singular values from products alone, and whether what is said of their errors is true. */
class LanczosTest {

    private final RandomGenerator random = RandomStreams.of(1, "Lanczos");

    @ParameterizedTest
    @CsvSource({"200, 120", "120, 200", "40, 40", "1, 9", "9, 1"})
    void ofRandomMatricesAreThoseOfTheFullDecomposition(int rows, int columns) {
        for (int draw = 0; draw < 5; draw++) {
            double[][] a = DoubleMatrices.gaussian(rows, columns, random);
            double[] all = SingularValues.of(a);
            Lanczos.Result result = of(a, 1e-9, 1000);
            assertTrue(result.largest().converged() && result.smallest().converged(), result.toString());
            assertEquals(all[0], result.largest().value(), result.largest().residual() + 1e-12);
            assertEquals(all[all.length - 1], result.smallest().value(), result.smallest().residual() + 1e-12);
            assertTrue(result.steps() <= all.length);
            assertEquals(result.steps(), result.values().size());
        }
    }

    /** With so few steps hardly any has converged. Wide and tall, as the longer side has zeros of its own. */
    @ParameterizedTest
    @CsvSource({"60, 40", "40, 60", "100, 100"})
    void aSingularValueLiesWithinEachResidual(int rows, int columns) {
        int open = 0;
        for (int maxSteps : new int[] {1, 2, 3, 5, 10, 20, 30}) {
            double[][] a = DoubleMatrices.gaussian(rows, columns, random);
            double[] all = SingularValues.of(a);
            Lanczos.Result result = of(a, 1e-12, maxSteps);
            assertEquals(maxSteps, result.steps());
            for (Lanczos.RitzValue ritz : result.values()) {
                double distance = Arrays.stream(all).map(value -> Math.abs(value - ritz.value())).min().orElseThrow();
                assertTrue(distance <= ritz.residual() + 1e-12, ritz + " is " + distance + " from the nearest of " + Arrays.toString(all));
                assertEquals(ritz.residual() <= 1e-12 * result.largest().value(), ritz.converged());
                open += ritz.converged() ? 0 : 1;
            }
            assertTrue(result.largest().value() <= all[0] + 1e-12 && result.smallest().value() >= all[all.length - 1] - 1e-12);
            assertFalse(result.exact());
        }
        assertTrue(open > 20);
    }

    @Test
    void ofAnOrthogonalMatrixOneStepTellsAll() {
        Lanczos.Result result = of(DoubleMatrices.orthonormalRows(50, 50, random), 0, 50);
        assertEquals(1, result.steps());
        assertTrue(result.exact() && result.largest().converged() && result.smallest().converged());
        assertEquals(1, result.largest().value(), 1e-14);
        assertEquals(1, result.smallest().value(), 1e-14);
    }

    /** A function may give back what it was given. */
    @Test
    void ofTheIdentityOneStepTellsAll() {
        Lanczos.Result result = Lanczos.of(v -> v, u -> u, 3000, 3000, 0, 3000, random);
        assertEquals(1, result.steps());
        assertTrue(result.exact());
        assertEquals(1, result.smallest().value(), 1e-14);
    }

    @Test
    void asManyStepsAsThereAreDifferentValuesTellAll() {
        double[] s = new double[60];
        Arrays.setAll(s, i -> 1 + i % 3);
        Lanczos.Result result = of(DoubleMatrices.withSingularValues(s, 80, 60, random), 0, 60);
        assertEquals(3, result.steps());
        assertTrue(result.exact());
        for (int k = 0; k < 3; k++) {
            assertEquals(3 - k, result.values().get(k).value(), 1e-13);
        }
    }

    @ParameterizedTest
    @CsvSource({"60, 40", "40, 60", "40, 40"})
    void ofDeficientRankTheSmallestIsZeroAndThatIsCertain(int rows, int columns) {
        double[] s = {7, 6, 5, 4, 3, 2, 1};
        for (double tolerance : new double[] {0, 1e-6}) {
            Lanczos.Result result = of(DoubleMatrices.withSingularValues(s, rows, columns, random), tolerance, 100);
            assertEquals(8, result.steps());
            assertTrue(result.exact() && result.smallest().converged(), result.toString());
            assertEquals(0, result.smallest().value());
            for (int k = 0; k < s.length; k++) {
                assertEquals(s[k], result.values().get(k).value(), 1e-12);
            }
        }
    }

    /** Products with errors of 10⁻⁹ an element leave no exact zeros: those within the tolerance are taken as such, with a residual that says so. */
    @Test
    void ofInexactProductsTheToleranceDecidesWhatIsZero() {
        double[][] a = DoubleMatrices.withSingularValues(new double[] {3, 2, 1}, 50, 40, random);
        double[][] transposed = DoubleMatrices.transposed(a);
        UnaryOperator<double[]> noise = x -> Arrays.stream(x).map(element -> element + 1e-9 * random.nextGaussian()).toArray();
        Lanczos.Result result = Lanczos.of(v -> noise.apply(DoubleMatrices.times(a, v)), u -> noise.apply(DoubleMatrices.times(transposed, u)),
                50, 40, 1e-6, 40, random);
        assertEquals(4, result.steps());
        assertTrue(result.largest().converged() && result.smallest().converged() && !result.exact(), result.toString());
        assertEquals(3, result.largest().value(), 1e-7);
        assertEquals(0, result.smallest().value());
        assertTrue(result.smallest().residual() > 1e-10, result.toString());
    }

    @Test
    void ofZeroIsZero() {
        Lanczos.Result result = of(new double[5][3], 1e-6, 9);
        assertEquals(1, result.steps());
        assertTrue(result.exact() && result.largest().converged());
        assertEquals(0, result.largest().value());
        assertEquals(0, result.smallest().residual());
    }

    /** 3000 dimensions, no matrix: a crowd between 1 and 2, and one on each side of it. */
    @Test
    void ofALargeOperatorTheOutliersAreFoundInFewSteps() {
        double[] diagonal = crowd(1, 2);
        diagonal[1234] = 0.1;
        diagonal[77] = -5;
        AtomicInteger products = new AtomicInteger();
        UnaryOperator<double[]> product = x -> {
            products.incrementAndGet();
            return times(diagonal, x);
        };
        Lanczos.Result result = Lanczos.of(product, product, 3000, 3000, 1e-9, 200, random);
        assertEquals(5, result.largest().value(), 1e-8);
        assertEquals(0.1, result.smallest().value(), 1e-8);
        assertTrue(result.largest().converged() && result.smallest().converged() && !result.exact());
        assertTrue(result.steps() < 100, "took " + result.steps());
        assertEquals(2 * result.steps(), products.get());
    }

    @Test
    void whatHasNotConvergedSaysSo() {
        double[] diagonal = crowd(1e-6, 1);
        diagonal[5] = 2;
        UnaryOperator<double[]> product = x -> times(diagonal, x);
        Lanczos.Result result = Lanczos.of(product, product, 3000, 3000, 1e-8, 25, random);
        assertEquals(25, result.steps());
        assertTrue(result.largest().converged(), result.toString());
        assertEquals(2, result.largest().value(), 1e-7);
        assertFalse(result.smallest().converged(), result.toString());
        assertTrue(result.smallest().value() > 1e-4 && result.smallest().residual() > 1e-4, result.toString());
        assertFalse(result.exact());
    }

    private static double[] crowd(double from, double to) {
        double[] diagonal = new double[3000];
        Arrays.setAll(diagonal, i -> from + (to - from) * i / 2999);
        return diagonal;
    }

    private static double[] times(double[] diagonal, double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= diagonal[i]; // in place: what a function is given is its own
        }
        return x;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-100, 1e100})
    void sizeDoesNotMatter(double scale) {
        double[][] a = {{3 * scale, 0, 0}, {0, 2 * scale, 0}, {0, 0, scale}, {0, 0, 0}};
        Lanczos.Result result = of(a, 1e-9, 9);
        assertEquals(3, result.steps());
        for (int k = 0; k < 3; k++) {
            assertEquals(3 - k, result.values().get(k).value() / scale, 1e-13);
        }
    }

    @Test
    void theSameSeedGivesTheSame() {
        double[][] a = DoubleMatrices.gaussian(30, 30, random);
        Lanczos.Result first = of(a, 1e-9, 5, RandomStreams.of(1, "start"));
        assertEquals(first, of(a, 1e-9, 5, RandomStreams.of(1, "start")));
        assertNotEquals(first, of(a, 1e-9, 5, RandomStreams.of(2, "start")));
    }

    @Test
    void wrongArgumentsAreRefused() {
        UnaryOperator<double[]> same = v -> v;
        refuses("rows is 0", () -> Lanczos.of(same, same, 0, 3, 0.1, 1, random));
        refuses("columns is -1", () -> Lanczos.of(same, same, 3, -1, 0.1, 1, random));
        refuses("maxSteps is 0", () -> Lanczos.of(same, same, 3, 3, 0.1, 0, random));
        for (double tolerance : new double[] {-1e-9, 1, Double.NaN}) {
            refuses("tolerance is " + tolerance, () -> Lanczos.of(same, same, 3, 3, tolerance, 1, random));
        }
        refuses("2 elements, expected 3", () -> Lanczos.of(v -> new double[2], same, 3, 3, 0.1, 1, random));
        refuses("4 elements, expected 3", () -> Lanczos.of(same, u -> new double[4], 3, 3, 0.1, 1, random));
        refuses("element 1 of a product is NaN", () -> Lanczos.of(v -> new double[] {0, Double.NaN}, same, 2, 2, 0.1, 1, random));
    }

    private static void refuses(String part, Runnable work) {
        String message = assertThrows(IllegalArgumentException.class, work::run).getMessage();
        assertTrue(message.contains(part), message);
    }

    private Lanczos.Result of(double[][] a, double tolerance, int maxSteps) {
        return of(a, tolerance, maxSteps, random);
    }

    private static Lanczos.Result of(double[][] a, double tolerance, int maxSteps, RandomGenerator random) {
        double[][] transposed = DoubleMatrices.transposed(a);
        return Lanczos.of(v -> DoubleMatrices.times(a, v), u -> DoubleMatrices.times(transposed, u),
                a.length, a[0].length, tolerance, maxSteps, random);
    }
}
