package org.unshatter.tests.kernels;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Gemm.Transpose;

/** Products straight from the operands, and their neighbours that are packed. Exact on small whole numbers, C full of NaN. */
@EveryWidth
class GemmDirectTest {

    private final Verdict verdict = new Verdict(GemmDirectTest.class);
    private int cases;

    /** Tiles are six rows high, and up to four vectors wide; the last vector is masked, the lowest tiles are moved upwards and overlap. */
    @Test
    void tilesAtTheEdgesWriteWhatIsTheirsAndNoMore() {
        int lanes = Machine.lanes();
        int[] widths = IntStream.concat(IntStream.rangeClosed(2, 40), IntStream.of(2 * lanes - 1, 2 * lanes + 1, 3 * lanes, 3 * lanes + 1,
                4 * lanes - 1, 4 * lanes, 4 * lanes + 1, 5 * lanes + 1, 8 * lanes + 1, 131)).distinct().toArray();
        for (int n : widths) {
            for (int m = 5; m <= 19; m++) {
                check(m, n, 1 + cases % 11);
            }
        }
        verdict.conclude();
    }

    @Test
    void justWithinAndJustBeyondItsBounds() {
        for (int k : new int[] {63, 64, 65, 191, 192, 193}) {
            check(65, 129, k);
            check(7, 2, k);
        }
        check(7, 1024, 64);
        check(7, 1025, 64);
        for (int k = 1; k <= 5; k++) {
            check(257, 256, k);
            check(256, 256, k);
        }
        verdict.conclude();
    }

    /** From 128³ multiplications on, stripes of rows are shared out; the last of them takes what is less than a tile. */
    @Test
    void stripesAreAsGoodAsTheWhole() {
        for (int m : new int[] {129, 191, 192, 193, 197, 198, 199, 240, 245, 246, 1000}) {
            check(m, 257, 64);
        }
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
        product.checkExactly(verdict, Seeds.stream(cases++), GemmDirectTest.class);
    }
}
