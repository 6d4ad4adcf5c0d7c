package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.unshatter.kernels.Gemm.Transpose;

/** Negative controls: the checks of the other tests must catch what is wrong. */
class VerdictTest {

    private final Verdict verdict = new Verdict(VerdictTest.class);

    @Test
    void nothingButZerosIsAFailure() {
        verdict.exact(0, 0, "zeros", 0);
        assertThrows(AssertionFailedError.class, verdict::conclude);
    }

    @Test
    void sixteenRoundingsPassAndSeventeenDoNot() {
        float ulp = Math.ulp(1f);
        assertTrue(Verdict.within(1, 1, 1 + 8 * ulp));
        assertTrue(!Verdict.within(1, 1, 1 + 9 * ulp));
        assertTrue(!Verdict.within(1, 1, Float.NaN));
        assertTrue(!Verdict.within(Double.NaN, 1, 1));
        assertTrue(Verdict.within(Double.NaN, 1, Float.NaN));
    }

    /** Dropping the last of 700 terms, or rounding the factors to 16 bits, must not pass for rounding error. */
    @Test
    void theBoundCatchesALostTermAndALostHalfOfTheBits() {
        RandomGenerator random = Seeds.stream(0);
        double sum = 0;
        double magnitude = 0;
        double last = 0;
        double coarse = 0;
        for (int i = 0; i < 700; i++) {
            float x = (float) random.nextGaussian();
            float y = (float) random.nextGaussian();
            last = (double) x * y;
            sum += last;
            magnitude += Math.abs(last);
            coarse += (double) Float.float16ToFloat(Float.floatToFloat16(x)) * y;
        }
        assertTrue(Verdict.within(sum, magnitude, (float) sum), () -> Seeds.again(VerdictTest.class));
        assertTrue(!Verdict.within(sum, magnitude, (float) (sum - last)), () -> Seeds.again(VerdictTest.class));
        assertTrue(!Verdict.within(sum, magnitude, (float) coarse), () -> Seeds.again(VerdictTest.class));
    }

    @Test
    void aWrongTransposeIsCaught() {
        RandomGenerator random = Seeds.stream(1);
        GemmCase asked = new GemmCase(Transpose.NO, Transpose.NO, 4, 4, 4, 1, 0, 0);
        GemmCase done = new GemmCase(Transpose.NO, Transpose.YES, 4, 4, 4, 1, 0, 0);
        Guarded a = asked.a().fill(random::nextGaussian);
        Guarded b = asked.b().fill(random::nextGaussian);
        Guarded c = asked.c().fill(0);
        done.run(a, b, c);
        double first = 0;
        double magnitude = 0;
        for (int p = 0; p < 4; p++) {
            first += (double) a.get(0, p) * b.get(p, 1);
            magnitude += Math.abs((double) a.get(0, p) * b.get(p, 1));
        }
        assertTrue(!Verdict.within(first, magnitude, c.get(0, 1)), () -> Seeds.again(VerdictTest.class));
    }

    @Test
    void guardsSeeOneWriteBeforeBetweenAndAfter() {
        for (int at : new int[] {2, 6, 11}) {
            Guarded guarded = Guarded.matrix(2, 3, 3, 4).fill(1);
            assertDoesNotThrow(() -> guarded.assertNothingAround("untouched", VerdictTest.class));
            guarded.array[at] = 0;
            assertThrows(AssertionFailedError.class, () -> guarded.assertNothingAround("touched", VerdictTest.class));
        }
        Guarded run = Guarded.run(3, 2).fill(1);
        assertEquals(1, run.get(2));
        assertTrue(Float.isNaN(run.array[1]) && Float.isNaN(run.array[5]));
    }
}
