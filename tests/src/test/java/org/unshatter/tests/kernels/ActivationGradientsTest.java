package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Activations;

/** Gradients of activation functions against central differences of their definition in double: they are added to what dx held. */
@EveryWidth
class ActivationGradientsTest {

    private static final String EVERY = "org.unshatter.tests.kernels.Activation#all";

    /** The error of the difference is near 1e-10, far below the rounding of a float. */
    private static final double STEP = 1e-5;

    private final Verdict verdict = new Verdict(ActivationGradientsTest.class);

    @ParameterizedTest
    @MethodSource(EVERY)
    void areTheSlopesOfTheFunctions(Activation f) {
        for (int n : Sizes.lengths()) {
            for (int shift = 0; shift <= 3; shift++) {
                RandomGenerator random = Seeds.stream(4L * n + shift);
                Guarded x = Guarded.run(n, shift).fill(() -> 3 * random.nextGaussian());
                Guarded given = f.ofOutput() ? Guarded.run(n, 5) : x;
                if (f.ofOutput()) {
                    f.pass().apply(n, x.array, x.offset, given.array, given.offset);
                }
                Guarded dy = Guarded.run(n, 3 - shift).fill(random::nextGaussian);
                Guarded dx = Guarded.run(n, 2 * shift).fill(random::nextGaussian);
                check(f, x, given, dy, dx);
            }
        }
        verdict.conclude();
    }

    private void check(Activation f, Guarded x, Guarded given, Guarded dy, Guarded dx) {
        Guarded givenBefore = given.copy();
        Guarded dyBefore = dy.copy();
        Guarded old = dx.copy();
        int n = x.columns;
        f.gradient().add(n, given.array, given.offset, dy.array, dy.offset, dx.array, dx.offset);
        String where = "gradient of " + f + " at length " + n;
        for (int i = 0; i < n; i++) {
            if (Math.abs(x.get(i)) < STEP) {
                continue;
            }
            double slope = (f.value().applyAsDouble(x.get(i) + STEP) - f.value().applyAsDouble(x.get(i) - STEP)) / (2 * STEP);
            double magnitude = Math.abs(old.get(i)) + Math.abs(dy.get(i)) * Math.max(1, Math.abs(slope));
            verdict.near(old.get(i) + dy.get(i) * slope, magnitude, dx.get(i), where, i);
        }
        dx.assertNothingAround(where, ActivationGradientsTest.class);
        given.assertSameBits(givenBefore, where, ActivationGradientsTest.class);
        dy.assertSameBits(dyBefore, where, ActivationGradientsTest.class);
    }

    @ParameterizedTest
    @MethodSource(EVERY)
    void inPlaceEqualsSeparate(Activation f) {
        int n = 777;
        float[] given = Seeds.gaussians(1, n);
        float[] dy = Seeds.gaussians(2, n);
        float[] expected = dy.clone();
        f.gradient().add(n, given, 0, dy, 0, expected, 0);
        float[] same = dy.clone();
        f.gradient().add(n, given, 0, same, 0, same, 0);
        assertEquals(Arrays.toString(expected), Arrays.toString(same), "dx = dy" + Seeds.again(ActivationGradientsTest.class));
        expected = given.clone();
        f.gradient().add(n, given, 0, dy, 0, expected, 0);
        same = given.clone();
        f.gradient().add(n, same, 0, dy, 0, same, 0);
        assertEquals(Arrays.toString(expected), Arrays.toString(same), "dx = x or y" + Seeds.again(ActivationGradientsTest.class));
    }

    /** Infinite inputs and the outputs that belong to them. */
    @Test
    void farOutTheGradientsAreFlatOrOne() {
        float infinity = Float.POSITIVE_INFINITY;
        Activation.all().forEach(f -> {
            float right = f.ofOutput() ? 1 : infinity;
            float left = f.name().equals("tanh") ? -1 : f.ofOutput() ? 0 : -infinity;
            assertAll(f, left, f.name().equals("leakyRelu") ? 0.3f : 0);
            if (!f.name().equals("exp")) {
                assertAll(f, right, f.ofOutput() ? 0 : 1);
            }
            assertAll(f, Float.NaN, f.name().equals("leakyRelu") ? 0.3f : Float.NaN);
        });
    }

    private static void assertAll(Activation f, float given, float slope) {
        float[] at = new float[37];
        Arrays.fill(at, given);
        float[] dy = new float[37];
        Arrays.fill(dy, 1);
        float[] dx = new float[37];
        f.gradient().add(37, at, 0, dy, 0, dx, 0);
        for (float each : dx) {
            assertEquals(slope, each, 0f, () -> f + " at " + given);
        }
    }

    /** What is multiplied by dy = 1 and added to 0 is the derivative. */
    @Test
    void theDerivativeOfGeluIsThatOfItsGradient() {
        for (int n : Sizes.lengths()) {
            RandomGenerator random = Seeds.stream(n);
            Guarded x = Guarded.run(n, 1).fill(() -> 3 * random.nextGaussian());
            float[] dy = new float[n];
            Arrays.fill(dy, 1);
            float[] expected = new float[n];
            Activations.addGeluGradient(n, x.array, 1, dy, 0, expected, 0);
            Guarded y = Guarded.run(n, 2).fill(Float.NaN);
            Activations.geluDerivative(n, x.array, 1, y.array, 2);
            y.assertNothingAround("length " + n, ActivationGradientsTest.class);
            Activations.geluDerivative(n, x.array, 1, x.array, 1);
            for (int i = 0; i < n; i++) {
                verdict.exact(expected[i], y.get(i), "geluDerivative of " + n, i);
                verdict.exact(expected[i], x.get(i), "geluDerivative of " + n + ", in place", i);
            }
        }
        verdict.conclude();
    }

    /** At the kink the derivative is the slope, for a zero of either sign. */
    @Test
    void atTheKinkTheGradientOfLeakyRectifiersIsTheSlope() {
        for (float zero : new float[] {0f, -0f}) {
            float[] x = new float[37];
            Arrays.fill(x, zero);
            float[] dy = new float[37];
            Arrays.fill(dy, 8);
            float[] dx = new float[37];
            Activations.addLeakyReluGradient(37, 0.25f, x, 0, dy, 0, dx, 0);
            for (float each : dx) {
                assertEquals(2, each);
            }
        }
    }
}
