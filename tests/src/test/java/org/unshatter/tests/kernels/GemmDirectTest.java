package org.unshatter.tests.kernels;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Gemm.Transpose;

/** Small products straight from the operands, and their neighbours that are packed. Exact on small whole numbers, C full of NaN. */
@EveryWidth
class GemmSmallTest {

    private final Verdict verdict = new Verdict(GemmSmallTest.class);
    private int cases;

    /** Tiles are six rows high, and one, two or four vectors wide; those at the edges are moved inwards and overlap. */
    @Test
    void tilesAtTheEdgesOverlapTheirNeighbours() {
        int lanes = Machine.lanes();
        int[] widths = IntStream.concat(IntStream.rangeClosed(9, 40), IntStream.of(2 * lanes - 1, 2 * lanes + 1, 3 * lanes, 3 * lanes + 1,
                4 * lanes - 1, 4 * lanes, 4 * lanes + 1, 5 * lanes + 1, 8 * lanes + 1, 131)).filter(n -> n > 8).distinct().toArray();
        for (int n : widths) {
            for (int m = 9; m <= 19; m++) {
                check(m, n, 9 + cases % 11);
            }
        }
        verdict.conclude();
    }

    /** From nine columns on, products are not thin, yet fewer columns than a vector has lanes make no tile. */
    @Test
    void narrowerThanAVectorIsStillRight() {
        for (int n = 9; n <= 16; n++) {
            check(65, n, 37);
            check(12, n, 521);
        }
        verdict.conclude();
    }

    @Test
    void justUnderAndJustOverTheLargestSmallProduct() {
        check(128, 128, 128);
        check(128, 128, 129);
        check(129, 128, 128);
        check(128, 129, 128);
        check(127, 129, 128);
        check(17, 19, 6481);
        check(17, 19, 6493);
        verdict.conclude();
    }

    @Test
    void otherCoefficientsAndTransposesAreStillRight() {
        for (float alpha : new float[] {1, 2, -1}) {
            for (float beta : new float[] {0, 1, -2}) {
                for (Transpose transposeA : Transpose.values()) {
                    for (Transpose transposeB : Transpose.values()) {
                        check(new GemmCase(transposeA, transposeB, 25, 67, 33, alpha, beta, cases % 3));
                    }
                }
            }
        }
        verdict.conclude();
    }

    private void check(int m, int n, int k) {
        check(new GemmCase(Transpose.NO, Transpose.NO, m, n, k, 1, 0, cases % 5));
    }

    private void check(GemmCase product) {
        product.checkExactly(verdict, Seeds.stream(cases++), GemmSmallTest.class);
    }
}
