package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.PackedMatrix;

/** A right-hand factor that is packed once. */
@EveryWidth
class GemmPackedTest {

    /** With α of 1.1 or B transposed, and no extent below nine, the product takes the packed path either way. */
    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void theBitsAreThoseOfTheProductUnpacked(Transpose transposeA, Transpose transposeB) {
        for (int[] shape : new int[][] {{9, 9, 9}, {17, 67, 33}, {97, 101, 331}, {131, 1031, 257}, {33, 64, 513}}) {
            for (float beta : new float[] {0, 1, 0.3f}) {
                GemmCase product = new GemmCase(transposeA, transposeB, shape[0], shape[1], shape[2], 1.1f, beta, 1);
                RandomGenerator random = Seeds.stream(shape[0]);
                Guarded a = product.a().fill(random::nextGaussian);
                Guarded b = product.b().fill(random::nextGaussian);
                Guarded expected = product.c().fill(beta == 0 ? () -> Double.NaN : random::nextGaussian);
                Guarded c = expected.copy();
                product.run(a, b, expected);
                product.run(a, product.pack(b), c);
                c.assertSameBits(expected, product, GemmPackedTest.class);
            }
        }
    }

    /** One range of the unpacked B ends within the depth; the packed B is whole. */
    @Test
    void theBitsAgreeWhereTheUnpackedFactorNeedsSeveralRanges() {
        GemmCase product = new GemmCase(Transpose.NO, Transpose.YES, 9, 2100, 2100, 1.1f, 0.3f, 1);
        RandomGenerator random = Seeds.stream(0);
        Guarded a = product.a().fill(random::nextGaussian);
        Guarded b = product.b().fill(random::nextGaussian);
        Guarded expected = product.c().fill(random::nextGaussian);
        Guarded c = expected.copy();
        product.run(a, b, expected);
        product.run(a, product.pack(b), c);
        c.assertSameBits(expected, product, GemmPackedTest.class);
    }

    @Test
    void thinShapesAreRightToo() {
        Verdict verdict = new Verdict(GemmPackedTest.class);
        for (int m = 1; m <= 9; m++) {
            for (int n : new int[] {1, 2, 8, 33, 65}) {
                for (int k : new int[] {1, 3, 8, 67}) {
                    for (Transpose transpose : Transpose.values()) {
                        GemmCase product = new GemmCase(transpose, transpose, m, n, k, 2, -2, 1);
                        new EpilogueCase(product, EpilogueCase.Bias.NONE, Activation.NONE, true)
                                .checkExactly(verdict, Seeds.stream(m), GemmPackedTest.class);
                    }
                }
            }
        }
        verdict.conclude();
    }

    @Test
    void thePackedContentIsACopyUntilItIsPackedAnew() {
        GemmCase product = new GemmCase(Transpose.NO, Transpose.YES, 13, 37, 19, 1, 0, 1);
        Guarded a = product.a().fill(1);
        Guarded b = product.b().fill(1);
        Guarded c = product.c();
        PackedMatrix packed = product.pack(b);
        b.fill(2);
        product.run(a, packed, c);
        assertEquals(19, c.get(12, 36));
        packed.pack(Transpose.YES, b.array, b.offset, b.stride);
        product.run(a, packed, c);
        assertEquals(38, c.get(12, 36));
        assertEquals(19, packed.rows());
        assertEquals(37, packed.columns());
    }

    @Test
    void anewWithTheOtherTransposeLeavesNothingOfTheFormer() {
        int side = 37;
        RandomGenerator random = Seeds.stream(1);
        GemmCase straight = new GemmCase(Transpose.NO, Transpose.NO, 13, side, side, 2, 0, 1);
        GemmCase turned = new GemmCase(Transpose.NO, Transpose.YES, 13, side, side, 2, 0, 1);
        Guarded a = straight.a().fill(random::nextGaussian);
        Guarded b = straight.b().fill(random::nextGaussian);
        PackedMatrix packed = straight.pack(b);
        packed.pack(Transpose.YES, b.array, b.offset, b.stride);
        Guarded expected = turned.c();
        Guarded c = turned.c();
        turned.run(a, b, expected);
        turned.run(a, packed, c);
        c.assertSameBits(expected, turned, GemmPackedTest.class);
        straight.run(a, packed, c);
        Guarded other = straight.c();
        straight.run(a, b, other);
        assertNotEquals(other.get(0, 1), c.get(0, 1), "the transposes must differ, or nothing was tested");
    }

    /** At first it holds zeros, and an empty matrix is one too. */
    @Test
    void anUnpackedOneIsZero() {
        GemmCase product = new GemmCase(Transpose.NO, Transpose.NO, 13, 37, 19, 1, 1, 0);
        Guarded c = product.c().fill(3);
        product.run(product.a().fill(1), new PackedMatrix(19, 37), c);
        assertEquals(3, c.get(12, 36));
        new GemmCase(Transpose.NO, Transpose.NO, 13, 0, 19, 1, 1, 0).run(product.a(), new PackedMatrix(19, 0), c);
        new GemmCase(Transpose.NO, Transpose.NO, 13, 37, 0, 1, -2, 0).run(product.a(), new PackedMatrix(0, 37), c);
        assertEquals(-6, c.get(12, 36));
    }

    @Test
    @Timeout(30)
    void twoThreadsMayReadItAtOnce() throws InterruptedException {
        GemmCase product = new GemmCase(Transpose.NO, Transpose.NO, 67, 211, 331, 1.1f, 0, 1);
        RandomGenerator random = Seeds.stream(2);
        Guarded b = product.b().fill(random::nextGaussian);
        PackedMatrix packed = product.pack(b);
        Guarded[] as = {product.a().fill(random::nextGaussian), product.a().fill(random::nextGaussian)};
        Together.run(2, caller -> {
            Guarded expected = product.c();
            product.run(as[caller], b, expected);
            for (int round = 0; round < 50; round++) {
                Guarded c = product.c();
                product.run(as[caller], packed, c);
                c.assertSameBits(expected, product + ", caller " + caller + ", round " + round, GemmPackedTest.class);
            }
        });
    }
}
