package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activation functions against their definition in double: over all magnitudes of floats, at every length, in place, at the corners. */
@EveryWidth
class ActivationValuesTest {

    private static final String EVERY = "org.unshatter.tests.kernels.Activation#all";

    /** A prime, so that the low bits of the floats visited vary: some hundred thousand of either sign. */
    private static final int STRIDE = 20_011;

    /** By their bits, NaN included. */
    @ParameterizedTest
    @MethodSource(EVERY)
    void overAllFloatsTheErrorIsAFewUlps(Activation f) {
        int count = (int) ((1L << 32) / STRIDE);
        Guarded x = Guarded.run(count, 1);
        for (int i = 0; i < count; i++) {
            x.array[x.offset + i] = Float.intBitsToFloat(Integer.MIN_VALUE + i * STRIDE);
        }
        Guarded y = Guarded.run(count, 2).fill(-7);
        f.pass().apply(count, x.array, x.offset, y.array, y.offset);
        check(f, x, y);
    }

    @ParameterizedTest
    @MethodSource(EVERY)
    void whereTheFunctionBendsTheErrorIsAFewUlps(Activation f) {
        RandomGenerator random = Seeds.stream(7);
        Guarded x = Guarded.run(200_003, 3).fill(() -> random.nextDouble(-16, 16));
        Guarded y = Guarded.run(x.columns, 1).fill(-7);
        f.pass().apply(x.columns, x.array, x.offset, y.array, y.offset);
        check(f, x, y);
    }

    @ParameterizedTest
    @MethodSource(EVERY)
    void everyLengthStaysInsideItsRun(Activation f) {
        for (int n : Sizes.lengths()) {
            for (int shift = 0; shift <= 3; shift++) {
                RandomGenerator random = Seeds.stream(4L * n + shift);
                Guarded x = Guarded.run(n, shift).fill(() -> 4 * random.nextGaussian());
                Guarded before = x.copy();
                Guarded y = Guarded.run(n, 3 - shift).fill(Float.NaN);
                f.pass().apply(n, x.array, x.offset, y.array, y.offset);
                check(f, x, y);
                x.assertSameBits(before, f + " of " + n, ActivationValuesTest.class);
                y.assertNothingAround(f + " of " + n, ActivationValuesTest.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(EVERY)
    void inPlaceEqualsSeparate(Activation f) {
        int n = 2333;
        float[] x = Seeds.gaussians(5, n + 3);
        float[] separate = x.clone();
        f.pass().apply(n, x, 3, separate, 3);
        float[] same = x.clone();
        f.pass().apply(n, same, 3, same, 3);
        for (int i = 0; i < same.length; i++) {
            assertEquals(separate[i], same[i], 0f, f + ", element " + i + Seeds.again(ActivationValuesTest.class));
        }
        assertFalse(Arrays.equals(x, same), "the pass changed nothing");
    }

    /** In every lane and in the tail. */
    @ParameterizedTest
    @MethodSource(EVERY)
    void cornersHaveTheLimitsOfTheFunctionAndDisturbNoNeighbour(Activation f) {
        float[] corners = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE,
            Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL};
        for (float corner : corners) {
            for (int at = 0; at < 37; at++) {
                Guarded x = Guarded.run(37, 0).fill(0.5f);
                x.array[at] = corner;
                Guarded y = Guarded.run(37, 0).fill(-7);
                f.pass().apply(37, x.array, 0, y.array, 0);
                check(f, x, y);
            }
        }
    }

    @Test
    void oddFunctionsKeepTheSignOfZero() {
        Activation.all().filter(f -> f.value().applyAsDouble(0) == 0).forEach(f -> {
            float[] y = new float[37];
            for (float zero : new float[] {0f, -0f}) {
                float[] x = new float[37];
                Arrays.fill(x, zero);
                f.pass().apply(37, x, 0, y, 0);
                for (float value : y) {
                    assertEquals(Float.floatToRawIntBits(zero), Float.floatToRawIntBits(value), f::toString);
                }
            }
        });
    }

    /** The reference itself must be right, also at its seam. The values are those of any table of Φ. */
    @Test
    void theReferenceOfTheNormalDistributionIsRight() {
        assertEquals(0.5, NormalDistribution.cumulative(0), 0);
        assertEquals(0.841344746068543, NormalDistribution.cumulative(1), 1e-14);
        assertEquals(0.158655253931457, NormalDistribution.cumulative(-1), 1e-14);
        assertEquals(1.349898031630095e-3, NormalDistribution.cumulative(-3), 1e-15);
        assertEquals(2.866515718791939e-7, NormalDistribution.cumulative(-5), 1e-20);
        assertEquals(7.619853024160527e-24, NormalDistribution.cumulative(-10), 1e-37);
        double before = NormalDistribution.cumulative(-3.4999999999);
        double after = NormalDistribution.cumulative(-3.5000000001);
        assertEquals(2e-10 * NormalDistribution.density(3.5), before - after, 1e-15);
    }

    private static void check(Activation f, Guarded x, Guarded y) {
        for (int i = 0; i < x.columns; i++) {
            int at = i;
            float argument = x.get(i);
            double expected = f.value().applyAsDouble(argument);
            float nearest = (float) expected;
            boolean right = Float.isFinite(nearest)
                    ? Math.abs(y.get(i) - expected) <= f.ulps() * Math.ulp(nearest)
                    : Float.compare(nearest, y.get(i)) == 0 || Double.isFinite(expected) && y.get(i) == Float.MAX_VALUE;
            assertTrue(right, () -> f + " of " + argument + ", element " + at + " of " + x.columns + ": expected " + expected + ", got "
                    + y.get(at) + ", " + Math.abs(y.get(at) - expected) / Math.ulp(nearest) + " ulps"
                    + Seeds.again(ActivationValuesTest.class));
        }
    }
}
