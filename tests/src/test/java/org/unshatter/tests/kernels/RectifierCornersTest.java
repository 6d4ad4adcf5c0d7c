package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Elementwise;

/** Where a rectifier is easily wrong: NaN, infinity, zero of either sign, the kink. Every lane and the tail are visited. */
@EveryWidth
class RectifierCornersTest {

    private static final int N = 37;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    void nanStaysNanAndDisturbsNoNeighbour() {
        for (int at = 0; at < N; at++) {
            float[] x = filled(-2);
            x[at] = Float.NaN;
            float[] y = new float[2 * N];
            Elementwise.relu(N, x, 0, y, 0);
            assertOnly(at, Float.NaN, 0, y, 0);
            Elementwise.crelu(1, N, x, y);
            assertOnly(at, Float.NaN, 0, y, 0);
            assertOnly(at, Float.NaN, 2, y, N);
        }
    }

    @Test
    void infinityPassesThroughTheHalfItBelongsTo() {
        for (int at = 0; at < N; at++) {
            float[] x = filled(-2);
            x[at] = INFINITY;
            float[] y = new float[2 * N];
            Elementwise.crelu(1, N, x, y);
            assertOnly(at, INFINITY, 0, y, 0);
            assertOnly(at, 0, 2, y, N);
            x[at] = -INFINITY;
            Elementwise.crelu(1, N, x, y);
            assertOnly(at, 0, 0, y, 0);
            assertOnly(at, INFINITY, 2, y, N);
        }
    }

    /** max(−0, 0) = +0: otherwise 1/y would tell the SIMD kernels from the scalar ones. */
    @Test
    void zeroOfEitherSignBecomesPositiveZero() {
        for (float zero : new float[] {0f, -0f}) {
            float[] y = new float[2 * N];
            Arrays.fill(y, -1);
            Elementwise.crelu(1, N, filled(zero), y);
            for (float value : y) {
                assertEquals(0, Float.floatToRawIntBits(value));
            }
        }
    }

    @Test
    void atTheKinkTheGradientOfTheRectifierIsZero() {
        for (float zero : new float[] {0f, -0f}) {
            float[] dx = filled(3);
            Elementwise.addReluGradient(N, filled(zero), 0, filled(7), 0, dx, 0);
            assertOnly(0, 3, 3, dx, 0);
        }
    }

    /** Of the pair it is (1, 0), for a zero of either sign: two halves that are both off would lose the unit. */
    @Test
    void atTheKinkTheGradientOfThePairIsThatOfThePositiveHalf() {
        for (float zero : new float[] {0f, -0f}) {
            float[] dy = new float[2 * N];
            Arrays.fill(dy, 0, N, 7);
            Arrays.fill(dy, N, 2 * N, 5);
            float[] dx = filled(3);
            Elementwise.addCreluGradient(1, N, filled(zero), dy, dx);
            assertOnly(0, 10, 10, dx, 0);
        }
    }

    /** The smallest float still has a sign. */
    @Test
    void besideTheKinkTheGradientIsWhole() {
        float[] dy = new float[2 * N];
        Arrays.fill(dy, 0, N, 7);
        Arrays.fill(dy, N, 2 * N, 5);
        for (int at = 0; at < N; at++) {
            float[] x = filled(-Float.MIN_VALUE);
            x[at] = Float.MIN_VALUE;
            float[] dx = filled(3);
            Elementwise.addReluGradient(N, x, 0, dy, 0, dx, 0);
            assertOnly(at, 10, 3, dx, 0);
            dx = filled(3);
            Elementwise.addCreluGradient(1, N, x, dy, dx);
            assertOnly(at, 10, -2, dx, 0);
        }
    }

    @Test
    void aGradientThatIsNanPassesOnlyWhereTheUnitIsOn() {
        float[] dx = filled(3);
        Elementwise.addReluGradient(N, filled(1), 0, filled(Float.NaN), 0, dx, 0);
        assertOnly(0, Float.NaN, Float.NaN, dx, 0);
        dx = filled(3);
        Elementwise.addReluGradient(N, filled(-1), 0, filled(Float.NaN), 0, dx, 0);
        assertOnly(0, 3, 3, dx, 0);
    }

    private static float[] filled(float value) {
        float[] values = new float[N];
        Arrays.fill(values, value);
        return values;
    }

    private static void assertOnly(int at, float there, float elsewhere, float[] values, int offset) {
        for (int i = 0; i < N; i++) {
            assertEquals(i == at ? there : elsewhere, values[offset + i], 0f, "element " + i + ", special one " + at);
        }
    }
}
