package org.unshatter.tests.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.unshatter.kernels.ColumnNorm;
import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.Optimizers;
import org.unshatter.kernels.Reductions;
import org.unshatter.kernels.Softmax;

/**
 * Prints the hashes of a product, of each reduction, of the functions that round more than once, and of a convolution and poolings,
 * from the first call of a JVM and after ten thousand more.
 */
final class HashProbe {

    /** Large enough for whole tiles, edges and tails at each vector width, small enough to be called ten thousand times. */
    private static final int M = 13;
    private static final int N = 71;
    private static final int K = 37;
    private static final int CALLS = 10_000;

    /** Made once: the ten thousand calls are to find everything as warm as it gets. */
    private final List<PathProbe> paths = Stream.concat(GemmPath.alone().stream().map(path -> new PathProbe(path, false)),
            GemmPath.alone().stream().map(path -> new PathProbe(path, true))).toList();
    private final ImagesProbe images = new ImagesProbe();
    private final float[] a = Seeds.gaussians(1, M * K);
    private final float[] b = Seeds.gaussians(2, K * N);
    private final float[] c = Seeds.gaussians(3, M * N);
    private final float[] product = new float[M * N];
    private final float[] out = new float[N];
    private final float[] values = new float[M * N];
    private final float[] mean = new float[M * N];
    private final float[] square = new float[M * N];

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
        paths.forEach(path -> append(text, path.name(), path.run()));
        append(text, "sum", Reductions.sum(c.length, c, 0));
        append(text, "dot", Reductions.dot(M * K, c, 0, a, 0));
        Reductions.rowSums(M, N, c, out);
        append(text, "rowSums", Arrays.copyOf(out, M));
        Reductions.columnSums(M, N, c, out);
        append(text, "columnSums", out);
        Reductions.columnMeans(M, N, c, out);
        append(text, "columnMeans", out);
        Reductions.sumAlong(1, M, N, product, 0, out, 0);
        append(text, "sumAlong", out);
        append(text, "max", Reductions.max(c.length, c, 0));
        Activation.all().forEach(f -> {
            f.pass().apply(c.length, c, 0, values, 0);
            append(text, f.name(), values);
            System.arraycopy(product, 0, values, 0, values.length);
            f.gradient().add(c.length, c, 0, product, 0, values, 0);
            append(text, f.name() + "Gradient", values);
        });
        Elementwise.log(c.length, c, 0, values, 0);
        append(text, "log", values);
        Elementwise.pow(c.length, 2.7, c, 0, values, 0);
        append(text, "pow", values);
        ColumnNorm.forward(M, N, true, 1e-5, Epilogue.Activation.RELU, c, 0, null, 0, null, 0, mean, 0, square, 0, values, 0);
        append(text, "columnNorm", values);
        append(text, "columnNormVariance", Arrays.copyOf(square, N));
        ColumnNorm.gradient(M, N, true, 1e-5, Epilogue.Activation.RELU, c, 0, null, 0, null, 0, mean, 0, square, 0, product, 0, true,
                values, 0, null, 0, null, 0);
        append(text, "columnNormGradient", values);
        Softmax.softmax(M, N, c, 0, values, 0);
        append(text, "softmax", values);
        Softmax.logSoftmax(M, N, c, 0, values, 0);
        append(text, "logSoftmax", values);
        Softmax.logSumExp(M, N, c, 0, out, 0);
        append(text, "logSumExp", Arrays.copyOf(out, M));
        Arrays.fill(mean, 0);
        Arrays.fill(square, 0);
        System.arraycopy(c, 0, values, 0, values.length);
        Optimizers.momentum(c.length, 0.1, 0.9, true, 0.1, values, 0, product, 0, mean, 0);
        append(text, "momentum", values);
        Optimizers.adam(c.length, 1, 0.1, 0.9, 0.99, 1e-8, 0.1, values, 0, product, 0, mean, 0, square, 0);
        append(text, "adam", values);
        Optimizers.rmsProp(c.length, 0.1, 0.9, 1e-8, 0.1, values, 0, product, 0, square, 0);
        append(text, "rmsProp", values);
        Optimizers.rmsPropMomentum(c.length, 0.1, 0.9, 1e-8, 0.5, 0.1, values, 0, product, 0, mean, 0, square, 0);
        append(text, "rmsPropMomentum", values);
        images.run().forEach((name, result) -> append(text, name, result));
        return text.toString().trim();
    }

    private static void append(StringBuilder text, String name, float... values) {
        text.append(name).append('=').append(Integer.toHexString(Arrays.hashCode(values))).append(' ');
    }
}
