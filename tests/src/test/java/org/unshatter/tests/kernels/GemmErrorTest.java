package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;

/** On Gaussian data the rounding errors stay within the bound of the BLAS test programs. */
@EveryWidth
class GemmErrorTest {

    private static final long MOST_PRODUCTS = 1_000_000;

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

    /** A sum that began with it would: a fuzzer found 18.6·ε with α = 0.0015, and with the least α here the products would be lost. */
    @ParameterizedTest
    @CsvSource({"NO, NO", "NO, YES", "YES, NO", "YES, YES"})
    void aLargeCDoesNotRoundEachStepAtItsSize(Transpose transposeA, Transpose transposeB) {
        Verdict verdict = new Verdict(GemmErrorTest.class);
        RandomGenerator random = Seeds.stream(1);
        int[][] shapes = {{15, 9, 746}, {33, 70, 2000}, {5, 100, 746}, {100, 5, 746}};
        for (int[] shape : shapes) {
            for (float alpha : new float[] {1.5e-3f, 1e-5f, 1e-7f}) {
                for (float beta : new float[] {1, -0.7f}) {
                    new GemmCase(transposeA, transposeB, shape[0], shape[1], shape[2], alpha, beta, 1).checkErrorRatio(verdict, random, GemmErrorTest.class);
                }
            }
        }
        verdict.conclude();
    }

    /** With epilogues and in batches too. */
    @Test
    @Fuzzed
    void anyProduct() throws InterruptedException {
        Verdict verdict = new Verdict(GemmErrorTest.class);
        Fuzz.run("gemm", 20, random -> {
            GemmCase product = random(random);
            int way = random.nextInt(6);
            switch (way) {
                case 0, 1 -> product.checkErrorRatio(verdict, random, GemmErrorTest.class);
                case 2 -> product.with(random.nextInt(-2, 3), random.nextInt(-2, 3)).checkExactly(verdict, random, GemmErrorTest.class);
                case 3 -> GemmBatchTest.check(product, random.nextInt(4), random.nextInt(3) > 0, random.nextInt(3) > 0);
                default -> epilogue(product, random).checkExactly(verdict, random, GemmErrorTest.class);
            }
            return product.m() == 0 || product.n() == 0 || product.k() == 0 ? "empty" : "computed";
        }, "computed", "empty");
        verdict.conclude();
    }

    private static EpilogueCase epilogue(GemmCase product, RandomGenerator random) {
        EpilogueCase.Bias bias = EpilogueCase.Bias.values()[random.nextInt(3)];
        Activation activation = Activation.values()[random.nextInt(Activation.values().length)];
        int beta = activation == Activation.CRELU ? 0 : random.nextInt(-2, 3);
        return new EpilogueCase(product.with(random.nextInt(-2, 3), beta), bias, activation, random.nextBoolean());
    }

    /** Small enough for the reference; the sums of whole numbers are exact at every depth. */
    private static GemmCase random(RandomGenerator random) {
        while (true) {
            GemmCase product = new GemmCase(random.nextBoolean() ? Transpose.YES : Transpose.NO, random.nextBoolean() ? Transpose.YES : Transpose.NO,
                    Sizes.random(random, 2000), Sizes.random(random, 2000), Sizes.random(random, 2000), scalar(random), scalar(random), random.nextInt(4));
            if ((long) product.m() * product.n() * product.k() <= MOST_PRODUCTS) {
                return product;
            }
        }
    }

    private static float scalar(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> -1;
            default -> (float) random.nextGaussian();
        };
    }
}
