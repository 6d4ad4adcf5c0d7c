package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;

/** What the documentation of sgemm promises beside the product itself. */
@EveryWidth
class GemmContractTest {

    private static final int M = 13;
    private static final int N = 41;
    private static final int K = 7;

    @Test
    void alphaZeroDoesNotReadTheFactors() {
        for (Transpose transpose : Transpose.values()) {
            GemmCase product = new GemmCase(transpose, transpose, M, N, K, 0, 0.5f, 1);
            Guarded c = product.c().fill(6);
            product.run(product.a().fill(Float.NaN), product.b().fill(Float.POSITIVE_INFINITY), c);
            assertEveryElement(3, c);
            c.assertNothingAround(product, GemmContractTest.class);
        }
    }

    @Test
    void depthZeroScalesTheOutput() {
        GemmCase product = new GemmCase(Transpose.NO, Transpose.NO, M, N, 0, 5, -2, 1);
        Guarded c = product.c().fill(3);
        product.run(product.a(), product.b(), c);
        assertEveryElement(-6, c);
        c.assertNothingAround(product, GemmContractTest.class);
    }

    @Test
    void alphaAndBetaZeroClearTheOutputWhateverItHeld() {
        GemmCase product = new GemmCase(Transpose.NO, Transpose.NO, M, N, K, 0, 0, 1);
        Guarded c = product.c().fill(Float.NaN);
        product.run(product.a().fill(Float.NaN), product.b().fill(Float.NaN), c);
        assertEveryElement(0, c);
        c.assertNothingAround(product, GemmContractTest.class);
    }

    /** In contrast to beta = 0: a NaN that takes part must not vanish. */
    @Test
    void nanInAnOperandReachesTheElementsThatUseIt() {
        GemmCase product = new GemmCase(Transpose.NO, Transpose.NO, M, N, K, 1, 1, 0);
        Guarded a = product.a().fill(1);
        Guarded c = product.c().fill(1);
        a.array[4 * a.stride + 2] = Float.NaN;
        c.array[9 * c.stride + 40] = Float.NaN;
        product.run(a, product.b().fill(1), c);
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                boolean touched = i == 4 || i == 9 && j == 40;
                assertEquals(touched ? Float.NaN : K + 1f, c.get(i, j), "element " + i + ", " + j);
            }
        }
    }

    /** 1·5 + 2·7 = 19 and so on, worked by hand; A, B and C follow each other without a gap. */
    @Test
    void operandsMayShareAnArray() {
        float[] all = {1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0};
        Gemm.sgemm(Transpose.NO, Transpose.NO, 2, 2, 2, 1, all, 0, 2, all, 4, 2, 0, all, 8, 2);
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 19, 22, 43, 50}, all);
    }

    /** The last row of a padded matrix ends with its last element, not with its padding. */
    @Test
    void outputMayFollowTheLastElementOfAPaddedFactor() {
        float[] all = {1, 2, -1, 3, 4, 0, 0, 0, 0};
        float[] b = {5, 6, 7, 8};
        assertDoesNotThrow(() -> Gemm.sgemm(Transpose.NO, Transpose.NO, 2, 2, 2, 1, all, 0, 3, b, 0, 2, 0, all, 5, 2));
        assertArrayEquals(new float[] {1, 2, -1, 3, 4, 19, 22, 43, 50}, all);
    }

    private static void assertEveryElement(float expected, Guarded c) {
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                assertEquals(expected, c.get(i, j), 0f, "element " + i + ", " + j);
            }
        }
    }
}
