package org.unshatter.tests.kernels;

import java.util.Arrays;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.Reductions;

/** Prints the hashes of a product and of each reduction, from the first call of a JVM and after ten thousand more. */
final class HashProbe {

    /** Large enough for whole tiles, edges and tails at each vector width, small enough to be called ten thousand times. */
    private static final int M = 13;
    private static final int N = 71;
    private static final int K = 37;
    private static final int CALLS = 10_000;

    private final float[] a = Seeds.gaussians(1, M * K);
    private final float[] b = Seeds.gaussians(2, K * N);
    private final float[] c = Seeds.gaussians(3, M * N);
    private final float[] product = new float[M * N];
    private final float[] out = new float[N];

    public static void main(String[] args) {
        HashProbe probe = new HashProbe();
        System.out.println("first " + probe.hashes());
        int agreeing = 0;
        String first = probe.hashes();
        for (int i = 0; i < CALLS; i++) {
            agreeing += probe.hashes().equals(first) ? 1 : 0;
        }
        System.out.println("agreeing " + agreeing + " of " + CALLS);
        System.out.println("last " + probe.hashes());
    }

    String hashes() {
        System.arraycopy(c, 0, product, 0, product.length);
        Gemm.sgemm(Transpose.NO, Transpose.NO, M, N, K, 1.1f, a, 0, K, b, 0, N, 0.3f, product, 0, N);
        StringBuilder text = new StringBuilder();
        append(text, "sgemm", product);
        append(text, "sum", Reductions.sum(c.length, c, 0));
        append(text, "dot", Reductions.dot(M * K, c, 0, a, 0));
        Reductions.rowSums(M, N, c, out);
        append(text, "rowSums", Arrays.copyOf(out, M));
        Reductions.columnSums(M, N, c, out);
        append(text, "columnSums", out);
        Reductions.columnMeans(M, N, c, out);
        append(text, "columnMeans", out);
        Reductions.columnVariances(M, N, c, b, out);
        append(text, "columnVariances", out);
        Reductions.columnMeansOfProducts(M, N, c, product, out);
        append(text, "columnMeansOfProducts", out);
        return text.toString().trim();
    }

    private static void append(StringBuilder text, String name, float... values) {
        text.append(name).append('=').append(Integer.toHexString(Arrays.hashCode(values))).append(' ');
    }
}
