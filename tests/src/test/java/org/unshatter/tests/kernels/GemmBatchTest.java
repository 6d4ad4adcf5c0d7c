package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;

/** A batch has the bits of its products called one by one, and writes nothing between them. */
@EveryWidth
class GemmBatchTest {

    private static final int GAP = 5;

    static Stream<GemmPath> everyPath() {
        return Stream.concat(GemmPath.alone().stream(), GemmPath.shared().stream());
    }

    @ParameterizedTest
    @MethodSource("everyPath")
    void equalsSingleProductsBitForBit(GemmPath path) {
        for (int batch : new int[] {0, 1, 2, 7}) {
            check(path.product(), batch, true, true);
        }
    }

    @ParameterizedTest
    @MethodSource("everyPath")
    void oneFactorMayBeShared(GemmPath path) {
        check(path.product(), 3, false, true);
        check(path.product(), 3, true, false);
        check(path.product(), 3, false, false);
    }

    /** Products of more than 256³ multiplications are worked off one after the other, each on all threads. */
    @Test
    void largeOnesToo() {
        check(new GemmCase(Transpose.NO, Transpose.YES, 257, 257, 257, 1.1f, 0, 1), 3, true, true);
        check(new GemmCase(Transpose.YES, Transpose.NO, 331, 211, 257, 1.1f, 0.3f, 1), 2, false, true);
    }

    @Test
    void withoutDepthOrAlphaEachOutputIsScaled() {
        check(new GemmCase(Transpose.NO, Transpose.NO, 13, 37, 0, 1, -2, 1), 3, true, true);
        check(new GemmCase(Transpose.NO, Transpose.NO, 13, 37, 19, 0, 0, 1), 3, true, true);
    }

    @Test
    void emptyOutputsAreLeftAlone() {
        check(new GemmCase(Transpose.NO, Transpose.NO, 0, 37, 19, 1, 0, 1), 3, true, true);
        check(new GemmCase(Transpose.NO, Transpose.NO, 13, 0, 19, 1, 0, 1), 3, true, true);
    }

    static void check(GemmCase product, int batch, boolean manyA, boolean manyB) {
        RandomGenerator random = Seeds.stream(batch);
        Operand a = many(product.a(), manyA ? batch : 1, random);
        Operand b = many(product.b(), manyB ? batch : 1, random);
        Operand c = many(product.c(), batch, random);
        int strideA = manyA ? stride(product.a()) : 0;
        int strideB = manyB ? stride(product.b()) : 0;
        int strideC = stride(product.c());
        float[] expected = c.array.clone();
        for (int i = 0; i < batch; i++) {
            Gemm.sgemm(product.transposeA(), product.transposeB(), product.m(), product.n(), product.k(), product.alpha(),
                    a.array, a.offset + i * strideA, a.ld, b.array, b.offset + i * strideB, b.ld,
                    product.beta(), expected, c.offset + i * strideC, c.ld);
        }
        Gemm.sgemmBatch(batch, product.transposeA(), product.transposeB(), product.m(), product.n(), product.k(), product.alpha(),
                a.array, a.offset, a.ld, strideA, b.array, b.offset, b.ld, strideB,
                product.beta(), c.array, c.offset, c.ld, strideC);
        assertArrayEquals(expected, c.array, () -> "batch of " + batch + ", strides " + strideA + ", " + strideB + ", " + strideC + ": "
                + product + Seeds.again(GemmBatchTest.class));
    }

    private static int stride(Guarded one) {
        return one.rows * one.stride + GAP;
    }

    /** Room for as many matrices; what lies between them is random too, and must not change. */
    private static Operand many(Guarded one, int batch, RandomGenerator random) {
        float[] array = new float[one.offset + batch * stride(one) + GAP];
        for (int i = 0; i < array.length; i++) {
            array[i] = (float) random.nextGaussian();
        }
        return new Operand(array, one.offset, one.stride);
    }

    private record Operand(float[] array, int offset, int ld) {
    }
}
