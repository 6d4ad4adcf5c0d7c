package org.unshatter.tests.kernels;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Gemm.Transpose;

/** Prints the hash of products of many shapes, all of which are packed, so that the block sizes matter to their course. */
final class GemmBlockSizesProbe {

    private GemmBlockSizesProbe() {
    }

    public static void main(String[] args) {
        System.out.println("hash " + hash());
    }

    static String hash() {
        int hash = 1;
        int[][] shapes = {{9, 9, 9}, {17, 67, 33}, {97, 101, 211}, {131, 211, 97}, {33, 1031, 67}, {37, 49, 521}, {41, 39, 1700}};
        for (int[] shape : shapes) {
            for (Transpose transposeA : Transpose.values()) {
                for (Transpose transposeB : Transpose.values()) {
                    for (float beta : new float[] {0, 1, 0.3f}) {
                        hash = 31 * hash + hash(new GemmCase(transposeA, transposeB, shape[0], shape[1], shape[2], 1.1f, beta, 1));
                    }
                }
            }
        }
        return Integer.toHexString(hash);
    }

    private static int hash(GemmCase product) {
        RandomGenerator random = Seeds.stream(product.m() + product.n() + product.k());
        Guarded a = product.a().fill(random::nextGaussian);
        Guarded b = product.b().fill(random::nextGaussian);
        Guarded c = product.c().fill(random::nextGaussian);
        Guarded bias = Guarded.run(product.n(), 1).fill(random::nextGaussian);
        product.run(a, b, c);
        int hash = Arrays.hashCode(c.array);
        product.run(a, product.pack(b), c, Epilogue.columnBias(bias.array, bias.offset, Epilogue.Activation.RELU));
        return 31 * hash + Arrays.hashCode(c.array);
    }
}
