package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.kernels.Gemm.Transpose;

/** On Gaussian data the rounding errors stay within the bound of the BLAS test programs. */
@EveryWidth
class GemmErrorTest {

    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void roundingStaysWithinTheBound(Transpose transposeA, Transpose transposeB) {
        Verdict verdict = new Verdict(GemmErrorTest.class);
        RandomGenerator random = Seeds.stream(0);
        for (int k : new int[] {1, 2, 17, 64, 255, 256, 257, 500, 700}) {
            new GemmCase(transposeA, transposeB, 37, 101, k, 1, 0, 0).checkErrorRatio(verdict, random, GemmErrorTest.class);
            new GemmCase(transposeA, transposeB, 64, 64, k, -0.7f, 0.3f, 2).checkErrorRatio(verdict, random, GemmErrorTest.class);
        }
        new GemmCase(transposeA, transposeB, 200, 150, 700, 1.1f, 1, 0).checkErrorRatio(verdict, random, GemmErrorTest.class);
        verdict.conclude();
    }
}
