package org.unshatter.tests.kernels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.kernels.Gemm.Transpose;

/** Products with an extent of at most eight are read as they lie; nine is packed. Exact on small whole numbers. */
@EveryWidth
class GemmThinTest {

    private static final float[] ALPHAS = {1, 2, -1};
    private static final float[] BETAS = {0, 1, -2, 0};
    private static final int[] OTHERS = {9, 33, 67};

    private final Verdict verdict = new Verdict(GemmThinTest.class);
    private int cases;

    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void oneExtentIsThin(Transpose transposeA, Transpose transposeB) {
        for (int thin = 1; thin <= 9; thin++) {
            for (int x : OTHERS) {
                for (int y : OTHERS) {
                    check(transposeA, transposeB, thin, x, y);
                    check(transposeA, transposeB, x, thin, y);
                    check(transposeA, transposeB, x, y, thin);
                }
            }
        }
        verdict.conclude();
    }

    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void severalExtentsAreThin(Transpose transposeA, Transpose transposeB) {
        for (int x = 1; x <= 8; x++) {
            for (int y = 1; y <= 8; y++) {
                check(transposeA, transposeB, x, y, 131);
                check(transposeA, transposeB, x, 131, y);
                check(transposeA, transposeB, 131, x, y);
                check(transposeA, transposeB, x, y, 1 + cases % 8);
            }
        }
        verdict.conclude();
    }

    /** Pieces of work are 64 rows by 1024 columns, or 64 by 64 inner products. */
    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void largeOnesAreShared(Transpose transposeA, Transpose transposeB) {
        check(transposeA, transposeB, 8, 1025, 211);
        check(transposeA, transposeB, 7, 2081, 131);
        check(transposeA, transposeB, 1, 1031, 521);
        check(transposeA, transposeB, 1025, 8, 211);
        check(transposeA, transposeB, 2081, 5, 131);
        check(transposeA, transposeB, 1031, 1, 521);
        check(transposeA, transposeB, 129, 1025, 8);
        check(transposeA, transposeB, 1031, 211, 3);
        check(transposeA, transposeB, 521, 1025, 1);
        check(transposeA, transposeB, 8, 8, 8209);
        verdict.conclude();
    }

    @Test
    void roundingStaysWithinTheBound() {
        for (Transpose transposeA : Transpose.values()) {
            for (Transpose transposeB : Transpose.values()) {
                for (int thin : new int[] {1, 3, 4, 8}) {
                    error(new GemmCase(transposeA, transposeB, thin, 101, 521, -0.7f, 0.3f, 1));
                    error(new GemmCase(transposeA, transposeB, 101, thin, 521, 1.1f, 0, 0));
                    error(new GemmCase(transposeA, transposeB, 101, 67, thin, 1.1f, 1, 2));
                }
            }
        }
        verdict.conclude();
    }

    private void error(GemmCase product) {
        product.checkErrorRatio(verdict, Seeds.stream(cases++), GemmThinTest.class);
    }

    private void check(Transpose transposeA, Transpose transposeB, int m, int n, int k) {
        new GemmCase(transposeA, transposeB, m, n, k, ALPHAS[cases % 3], BETAS[cases % 4], cases % 5)
                .checkExactly(verdict, Seeds.stream(cases++), GemmThinTest.class);
    }
}
