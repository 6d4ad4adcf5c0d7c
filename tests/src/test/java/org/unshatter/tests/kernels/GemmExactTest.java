package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.kernels.Gemm.Transpose;

/** On small whole numbers every product is exact, so nothing but the exact result will do. */
@EveryWidth
class GemmExactTest {

    private static final float[] ALPHAS = {1, 0, -0.5f, 2};
    private static final float[] BETAS = {0, 1, -1, 0.5f};

    private final Verdict verdict = new Verdict(GemmExactTest.class);
    private int cases;

    /** Coefficients and padding change from case to case; {@link #everyPairOfCoefficients} crosses the former. */
    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void everySizeNearTheTile(Transpose transposeA, Transpose transposeB) {
        int[] sizes = Sizes.products();
        for (int m : sizes) {
            for (int n : sizes) {
                for (int k : sizes) {
                    float alpha = cases % 5 == 0 ? ALPHAS[cases / 5 % 4] : 1;
                    check(new GemmCase(transposeA, transposeB, m, n, k, alpha, BETAS[cases % 4], cases % 3));
                }
            }
        }
        verdict.conclude();
    }

    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void everyPairOfCoefficients(Transpose transposeA, Transpose transposeB) {
        for (float alpha : ALPHAS) {
            for (float beta : BETAS) {
                check(new GemmCase(transposeA, transposeB, 13, 37, 9, alpha, beta, 0));
                check(new GemmCase(transposeA, transposeB, Machine.tileRows(), Machine.tileColumns(), 5, alpha, beta, 3));
                // Deeper than one panel: beta must act in the first one alone.
                check(new GemmCase(transposeA, transposeB, 10, 35, 1537, alpha, beta, 1));
            }
        }
        verdict.conclude();
    }

    /** Panels are at most 1535 deep, blocks 512 columns wide, and as high as the cache allows. */
    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void severalBlocks(Transpose transposeA, Transpose transposeB) {
        check(new GemmCase(transposeA, transposeB, 263, 67, 521, -0.5f, 0.5f, 0));
        check(new GemmCase(transposeA, transposeB, 263, 67, 1700, 1, 1, 1));
        check(new GemmCase(transposeA, transposeB, 128, 64, 256, 1, 0, 5));
        check(new GemmCase(transposeA, transposeB, 129, 65, 257, 2, -1, 5));
        check(new GemmCase(transposeA, transposeB, 3, 2081, 7, 1, 0, 1));
        check(new GemmCase(transposeA, transposeB, 130, 2049, 258, 1, 1, 0));
        verdict.conclude();
    }

    @Test
    void randomShapes() {
        RandomGenerator random = Seeds.stream(-1);
        Transpose[] transposes = Transpose.values();
        for (int i = 0; i < 400; i++) {
            check(new GemmCase(transposes[random.nextInt(2)], transposes[random.nextInt(2)],
                    random.nextInt(1, 160), random.nextInt(1, 160), random.nextInt(1, 300),
                    ALPHAS[random.nextInt(4)], BETAS[random.nextInt(4)], random.nextInt(20)));
        }
        verdict.conclude();
    }

    private void check(GemmCase product) {
        product.checkExactly(verdict, Seeds.stream(cases++), GemmExactTest.class);
    }
}
