package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Derivatives;
import org.unshatter.autodiff.Seed;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Workers;

/** Masks are functions of the seed, the step and the index, and look like chance. */
class DropoutTest {

    /** More than one thread takes, and a bit. */
    private static final int N = 40_007;
    /** Of a normal distribution one in ten million is further out. */
    private static final double SIGMAS = 5.3;

    private final Tensor ones = Tensor.zeros(N).addScalar(1);
    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    private float[] mask(double rate, Seed seed) {
        return ones.dropout(rate, seed).toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9})
    void soManyAreDroppedAndTheOthersMakeUpForThem(double rate) {
        for (long seed = 0; seed < 50; seed++) {
            int dropped = 0;
            for (float e : mask(rate, Seed.of(seed))) {
                dropped += e == 0 ? 1 : 0;
                assertTrue(e == 0 || e == (float) (1 / (1 - rate)), "element " + e);
            }
            assertEquals(N * rate, dropped, SIGMAS * Math.sqrt(N * rate * (1 - rate)), "dropped by seed " + seed);
        }
    }

    @Test
    void nothingIsDroppedAtRateZero() {
        assertArrayEquals(ones.toArray(), mask(0, Seed.of(1)));
    }

    /** Each pair agrees by chance only: at half of the elements, as often on as off. */
    @Test
    void seedsSplitsStepsAndNeighboursHaveNothingToDoWithEachOther() {
        for (long s = 0; s < 20; s++) {
            Seed seed = Seed.of(s);
            float[] mask = mask(0.5, seed);
            requireIndependent("seeds " + s, mask, mask(0.5, Seed.of(s + 1)));
            requireIndependent("split " + s, mask, mask(0.5, seed.split(0)));
            requireIndependent("splits " + s, mask(0.5, seed.split(0)), mask(0.5, seed.split(1)));
            requireIndependent("split of split " + s, mask(0.5, seed.split(0)), mask(0.5, seed.split(0).split(0)));
            requireIndependent("split of split and split " + s, mask(0.5, seed.split(1)), mask(0.5, seed.split(0).split(0)));
            requireIndependent("split of the next seed " + s, mask(0.5, seed.split(1)), mask(0.5, Seed.of(s + 1).split(0)));
            requireIndependent("neighbours " + s, Arrays.copyOf(mask, N - 1), Arrays.copyOfRange(mask, 1, N));
            requireIndependent("neighbours of sixteen " + s, Arrays.copyOf(mask, N - 16), Arrays.copyOfRange(mask, 16, N));
            seed.advance();
            requireIndependent("steps " + s, mask, mask(0.5, seed));
            requireIndependent("step and seed " + s, mask(0.5, seed), mask(0.5, Seed.of(s + 1)));
        }
    }

    private static void requireIndependent(String what, float[] a, float[] b) {
        int equal = 0;
        for (int i = 0; i < a.length; i++) {
            equal += a[i] == b[i] ? 1 : 0;
        }
        assertEquals(a.length / 2.0, equal, SIGMAS * Math.sqrt(a.length / 4.0), what);
    }

    @Test
    void theSameSeedAtTheSameStepGivesTheSameMaskOnAnyNumberOfThreads() {
        Seed seed = Seed.of(7).split(3);
        Workers.setThreads(1);
        float[] first = mask(0.3, seed);
        Workers.setThreads(2);
        assertArrayEquals(first, mask(0.3, seed));
        assertArrayEquals(first, mask(0.3, Seed.of(7).split(3)));
        seed.advance();
        assertFalse(Arrays.equals(first, mask(0.3, seed)));
        seed.step(0);
        assertArrayEquals(first, mask(0.3, seed));
    }

    @Test
    void splitSeedsGoOnTogether() {
        Seed seed = Seed.of(7);
        Seed part = seed.split(1);
        seed.advance();
        seed.advance();
        assertEquals(2, part.step());
        part.step(41);
        assertEquals(41, seed.step());
    }

    @Test
    void theGradientPassesWhereTheValueDid() {
        Seed seed = Seed.of(5);
        assertArrayEquals(mask(0.25, seed), Derivatives.gradient(x -> x.dropout(0.25, seed), ones.scale(3)).toArray());
        assertArrayEquals(ones.scale(2).dropout(0.25, seed).toArray(), Derivatives.directional(x -> x.dropout(0.25, seed), ones, ones.scale(2)).toArray());
    }

    @Test
    void eachCapturedRunMeetsTheMaskOfItsStep() {
        Seed seed = Seed.of(5);
        Captured step = Captured.of(in -> new Tensor[] {in[0].dropout(0.25, seed)});
        for (int run = 0; run < 3; run++) {
            assertArrayEquals(mask(0.25, seed), step.run(ones)[0].toArray(), "run " + run);
            seed.advance();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 2, Double.NaN})
    void wrongRatesAreRefused(double rate) {
        String message = assertThrows(IllegalArgumentException.class, () -> ones.dropout(rate, Seed.of(1))).getMessage();
        assertTrue(message.contains("rate is " + rate), message);
    }
}
