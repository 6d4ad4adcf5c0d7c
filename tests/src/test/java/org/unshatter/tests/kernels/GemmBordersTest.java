package org.unshatter.tests.kernels;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.kernels.Gemm.Transpose;

/** Packed products whose sizes lie at, and next to, the borders of tiles, panels, blocks and ranges: exact on small whole numbers. */
@EveryWidth
class GemmBordersTest {

    private static final float[] ALPHAS = {1, 2, -1};
    private static final float[] BETAS = {0, 1, -2, 0};

    private final Verdict verdict = new Verdict(GemmBordersTest.class);
    private int cases;

    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void rowsAndColumnsAroundEveryTile(Transpose transposeA, Transpose transposeB) {
        int[] sizes = {9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65};
        for (int m : sizes) {
            for (int n : sizes) {
                check(transposeA, transposeB, m, n, 9 + cases % 9);
            }
        }
        verdict.conclude();
    }

    /** Panels are between 128 and 512 deep, as the first-level cache allows, and all of about the same depth. */
    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void depthsAroundOneAndSeveralPanels(Transpose transposeA, Transpose transposeB) {
        for (int k : new int[] {127, 128, 129, 255, 256, 257, 383, 385, 511, 512, 513, 1023, 1025, 1537}) {
            check(transposeA, transposeB, 17, 67, k);
            check(transposeA, transposeB, 9, 33, k);
        }
        verdict.conclude();
    }

    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void primesLeaveARaggedEdgeOnEachSide(Transpose transposeA, Transpose transposeB) {
        check(transposeA, transposeB, 97, 101, 211);
        check(transposeA, transposeB, 211, 331, 97);
        check(transposeA, transposeB, 331, 97, 521);
        check(transposeA, transposeB, 521, 211, 101);
        check(transposeA, transposeB, 101, 521, 331);
        verdict.conclude();
    }

    /** Blocks are at most 1024 columns wide and 512 rows high. */
    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void moreColumnsAndRowsThanABlock(Transpose transposeA, Transpose transposeB) {
        check(transposeA, transposeB, 33, 1031, 97);
        check(transposeA, transposeB, 67, 2049, 17);
        check(transposeA, transposeB, 1031, 33, 17);
        verdict.conclude();
    }

    /**
     * Four million elements or 8192 columns of B are packed at a time. The first two cases
     * have several ranges of depth, the last has two of columns.
     */
    @ParameterizedTest
    @CsvSource({"NO, NO", "YES, YES"})
    void morePackedThanARange(Transpose transposeA, Transpose transposeB) {
        new GemmCase(transposeA, transposeB, 9, 2100, 2100, 2, -2, 1).checkExactly(verdict, Seeds.stream(cases++), GemmBordersTest.class);
        new GemmCase(transposeA, transposeB, 9, 2100, 2100, 1, 0, 2).checkExactly(verdict, Seeds.stream(cases++), GemmBordersTest.class);
        new GemmCase(transposeA, transposeB, 9, 8227, 19, -1, 1, 1).checkExactly(verdict, Seeds.stream(cases++), GemmBordersTest.class);
        verdict.conclude();
    }

    /** Coefficients and padding change from case to case, with no common period. */
    private void check(Transpose transposeA, Transpose transposeB, int m, int n, int k) {
        new GemmCase(transposeA, transposeB, m, n, k, ALPHAS[cases % 3], BETAS[cases % 4], cases % 5)
                .checkExactly(verdict, Seeds.stream(cases++), GemmBordersTest.class);
    }
}
