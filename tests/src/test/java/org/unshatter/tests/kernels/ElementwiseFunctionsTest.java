package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Elementwise;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** Roots, logarithms, powers and the like against their definition in double: over all magnitudes of floats, at every length, in place, at the corners. */
@EveryWidth
class ElementwiseFunctionsTest {

    private static final String EVERY = "org.unshatter.tests.kernels.ElementwiseFunction#all";

    /** A prime, so that the low bits of the floats visited vary: some hundred thousand of either sign. */
    private static final int STRIDE = 20_011;

    private static final float[] CORNERS = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE,
        -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, 1, -1, 2, -2, 0.3f, 0.70710677f, 0.7071068f};

    /** By their bits, NaN included. */
    @ParameterizedTest
    @MethodSource(EVERY)
    void overAllFloatsTheErrorIsWithinBounds(ElementwiseFunction f) {
        int count = (int) ((1L << 32) / STRIDE);
        Guarded x = Guarded.run(count, 1);
        for (int i = 0; i < count; i++) {
            x.array[x.offset + i] = Float.intBitsToFloat(Integer.MIN_VALUE + i * STRIDE);
        }
        Guarded y = Guarded.run(count, 2).fill(-7);
        f.pass().apply(count, x.array, x.offset, y.array, y.offset);
        check(f, x, y);
    }

    /** Where the logarithm is small, and where powers are not. */
    @ParameterizedTest
    @MethodSource(EVERY)
    void nearOneTheErrorIsWithinBounds(ElementwiseFunction f) {
        RandomGenerator random = Seeds.stream(7);
        Guarded x = Guarded.run(200_003, 3).fill(() -> random.nextBoolean() ? 1 + random.nextGaussian() / 1000 : random.nextDouble(0.4, 2.5));
        Guarded y = Guarded.run(x.columns, 1).fill(-7);
        f.pass().apply(x.columns, x.array, x.offset, y.array, y.offset);
        check(f, x, y);
    }

    @ParameterizedTest
    @MethodSource(EVERY)
    void everyLengthStaysInsideItsRun(ElementwiseFunction f) {
        for (int n : Sizes.lengths()) {
            for (int shift = 0; shift <= 3; shift++) {
                RandomGenerator random = Seeds.stream(4L * n + shift);
                Guarded x = Guarded.run(n, shift).fill(() -> 4 * random.nextGaussian());
                Guarded before = x.copy();
                Guarded y = Guarded.run(n, 3 - shift).fill(-7);
                f.pass().apply(n, x.array, x.offset, y.array, y.offset);
                check(f, x, y);
                x.assertSameBits(before, f + " of " + n, ElementwiseFunctionsTest.class);
                y.assertNothingAround(f + " of " + n, ElementwiseFunctionsTest.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(EVERY)
    void inPlaceEqualsSeparate(ElementwiseFunction f) {
        int n = 2333;
        float[] x = Seeds.gaussians(5, n + 3);
        float[] separate = x.clone();
        f.pass().apply(n, x, 3, separate, 3);
        float[] same = x.clone();
        f.pass().apply(n, same, 3, same, 3);
        assertEquals(Arrays.toString(separate), Arrays.toString(same), () -> f + Seeds.again(ElementwiseFunctionsTest.class));
        assertFalse(Arrays.equals(x, same) && !f.name().equals("pow 1.0"), "the pass changed nothing");
    }

    /** Of any floats, by value or by their bits. */
    @Test
    @Fuzzed
    void anyFunctionOfAnyFloats() throws InterruptedException {
        List<ElementwiseFunction> functions = Stream.concat(ElementwiseFunction.all(),
                Activation.all().map(f -> new ElementwiseFunction(f.name(), f.pass(), f.ulps(), f.value()))).toList();
        Fuzz.run("functions", 60, random -> check(functions.get(random.nextInt(functions.size())), random), "bits", "values");
    }

    /** Negative control: kernels that leave out a last element, write one too many, change their input, or round once too often. */
    @Test
    @Fuzzed
    void brokenKernelsAreCaught() {
        List<Activation.Pass> broken = List.of(
                (n, x, xOffset, y, yOffset) -> Elementwise.sqrt(n % 8 == 1 ? n - 1 : n, x, xOffset, y, yOffset),
                (n, x, xOffset, y, yOffset) -> {
                    Elementwise.sqrt(n, x, xOffset, y, yOffset);
                    y[yOffset + n] = n % 8 == 7 ? 0 : y[yOffset + n];
                },
                (n, x, xOffset, y, yOffset) -> {
                    Elementwise.sqrt(n, x, xOffset, y, yOffset);
                    x[xOffset + n / 2] = -x[xOffset + n / 2];
                },
                (n, x, xOffset, y, yOffset) -> {
                    Elementwise.sqrt(n, x, xOffset, y, yOffset);
                    Elementwise.scale(n, 3, y, yOffset, y, yOffset);
                    Elementwise.scale(n, 1 / 3f, y, yOffset, y, yOffset);
                });
        for (Activation.Pass pass : broken) {
            ElementwiseFunction f = new ElementwiseFunction("broken sqrt", pass, 0.500001, Math::sqrt);
            assertThrows(AssertionError.class, () -> Fuzz.run("broken kernel", 300, random -> check(f, random)));
        }
    }

    private static String check(ElementwiseFunction f, RandomGenerator random) {
        int n = Sizes.random(random, 20_000);
        boolean bits = random.nextInt(3) == 0;
        Guarded x = Guarded.run(n, random.nextInt(4));
        for (int i = 0; i < n; i++) {
            x.array[x.offset + i] = bits ? Float.intBitsToFloat(random.nextInt()) : (float) (4 * random.nextGaussian());
        }
        Guarded before = x.copy();
        Guarded y = Guarded.run(n, random.nextInt(4)).fill(-7);
        f.pass().apply(n, x.array, x.offset, y.array, y.offset);
        check(f, x, y);
        x.assertSameBits(before, f + " of " + n, ElementwiseFunctionsTest.class);
        y.assertNothingAround(f + " of " + n, ElementwiseFunctionsTest.class);
        return bits ? "bits" : "values";
    }

    /** In every lane and in the tail. */
    @ParameterizedTest
    @MethodSource(EVERY)
    void cornersHaveTheirLimitsAndDisturbNoNeighbour(ElementwiseFunction f) {
        for (float corner : CORNERS) {
            for (int at = 0; at < 37; at++) {
                Guarded x = Guarded.run(37, 0).fill(0.5f);
                x.array[at] = corner;
                Guarded y = Guarded.run(37, 0).fill(-7);
                f.pass().apply(37, x.array, 0, y.array, 0);
                check(f, x, y);
            }
        }
    }

    /** Signs of zeros too, which tell 1/y apart. */
    @Test
    void powersOfCornersAreThoseOfTheJdk() {
        double[] exponents = {0, -0.0, 1, -1, 2, -2, 3, -3, 63, 64, -64, 65, 66, -65, 1e9 + 1, 0.5, -0.5, 1.5, 2.5, 1e-300, 1e300, -1e300,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Double.MIN_VALUE, 4503599627370497.0, 9007199254740993.0};
        float[] y = new float[CORNERS.length];
        for (double exponent : exponents) {
            Elementwise.pow(CORNERS.length, exponent, CORNERS, 0, y, 0);
            for (int i = 0; i < y.length; i++) {
                float expected = (float) StrictMath.pow(CORNERS[i], exponent);
                assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(y[i]),
                        CORNERS[i] + " to the power of " + exponent + ": expected " + expected + ", got " + y[i]);
            }
        }
    }

    @Test
    void zeroHasNoSign() {
        for (float zero : new float[] {0f, -0f}) {
            float[] y = new float[37];
            Arrays.fill(y, zero);
            Elementwise.sign(37, y, 0, y, 0);
            for (float value : y) {
                assertEquals(0, Float.floatToRawIntBits(value));
            }
        }
    }

    @Test
    void anythingOrNotANumberIsNotANumber() {
        float[] y = new float[37];
        Elementwise.max(37, Float.NaN, new float[37], 0, y, 0);
        assertEquals(Float.NaN, y[0]);
        assertEquals(Float.NaN, y[36]);
        Elementwise.min(37, Float.NaN, new float[37], 0, y, 0);
        assertEquals(Float.NaN, y[0]);
        assertEquals(Float.NaN, y[36]);
    }

    @Test
    void divide() {
        Verdict verdict = new Verdict(ElementwiseFunctionsTest.class);
        for (int n : Sizes.lengths()) {
            RandomGenerator random = Seeds.stream(n);
            Guarded x = Guarded.run(n, 1).fill(random::nextGaussian);
            Guarded y = Guarded.run(n, 2).fill(random::nextGaussian);
            Guarded before = y.copy();
            Guarded z = Guarded.run(n, 3).fill(Float.NaN);
            Elementwise.divide(n, x.array, 1, y.array, 2, z.array, 3);
            for (int i = 0; i < n; i++) {
                verdict.exact(x.get(i) / y.get(i), z.get(i), "divide of " + n, i);
            }
            y.assertSameBits(before, n, ElementwiseFunctionsTest.class);
            z.assertNothingAround(n, ElementwiseFunctionsTest.class);
            Elementwise.divide(n, x.array, 1, y.array, 2, y.array, 2);
            for (int i = 0; i < n; i++) {
                verdict.exact(z.get(i), y.get(i), "divide of " + n + ", z = y", i);
            }
        }
        verdict.conclude();
    }

    private static void check(ElementwiseFunction f, Guarded x, Guarded y) {
        for (int i = 0; i < x.columns; i++) {
            int at = i;
            float argument = x.get(i);
            double expected = f.value().applyAsDouble(argument);
            float nearest = (float) expected;
            boolean right = Float.isFinite(nearest)
                    ? Math.abs(y.get(i) - expected) <= f.ulps() * Math.ulp(nearest)
                    : Float.compare(nearest, y.get(i)) == 0;
            assertTrue(right, () -> f + " of " + argument + ", element " + at + " of " + x.columns + ": expected " + expected + ", got "
                    + y.get(at) + ", " + Math.abs(y.get(at) - expected) / Math.ulp(nearest) + " ulps"
                    + Seeds.again(ElementwiseFunctionsTest.class));
        }
    }
}
