package org.unshatter.bench;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;

/** C ← A·B, no operand transposed, at shapes of dense layers and at squares; random operands. */
@State(Scope.Benchmark)
public class GemmBenchmark {
    private static final Pattern SHAPE = Pattern.compile("gemm_(\\d+)x(\\d+)x(\\d+)");
    private static final int ENTRIES_CHECKED = 32;

    /** gemm_ m x n x k; the first three are a layer of 200 units at minibatches of 256: plain, CReLU, and the weights' gradient. */
    @Param({"gemm_256x200x200", "gemm_256x400x200", "gemm_200x200x256", "gemm_512x512x512", "gemm_1024x1024x1024"})
    public String shape;

    private final RandomGenerator random = new SplittableRandom(1);
    private int m;
    private int n;
    private int k;
    private float[] a;
    private float[] b;
    private float[] c;

    /** Floating-point operations of one product: a multiplication and an addition for each of m·n·k. */
    static double flops(String shape) {
        int[] sizes = sizes(shape);
        return 2.0 * sizes[0] * sizes[1] * sizes[2];
    }

    /** Makes the operands. */
    @Setup
    public void setUp() {
        int[] sizes = sizes(shape);
        m = sizes[0];
        n = sizes[1];
        k = sizes[2];
        a = randomFloats(m * k);
        b = randomFloats(k * n);
        c = new float[m * n];
    }

    /** The product. */
    @Benchmark
    public float[] sgemm() {
        Gemm.sgemm(Transpose.NO, Transpose.NO, m, n, k, 1, a, 0, k, b, 0, n, 0, c, 0, n);
        return c;
    }

    /**
     * Compares some entries with double precision, by the criterion of the BLAS testers.
     *
     * @throws IllegalStateException if one is wrong; the benchmark then fails
     */
    @TearDown
    public void check() {
        for (int t = 0; t < ENTRIES_CHECKED; t++) {
            int i = random.nextInt(m);
            int j = random.nextInt(n);
            double exact = 0;
            double size = 0;
            for (int p = 0; p < k; p++) {
                double product = (double) a[i * k + p] * b[p * n + j];
                exact += product;
                size += Math.abs(product);
            }
            float found = c[i * n + j];
            if (!(Math.abs(found - exact) <= 16 * Math.ulp(1f) * size)) { // negated, so that NaN fails
                throw new IllegalStateException(shape + ": C[" + i + "][" + j + "] is " + found + ", expected " + exact);
            }
        }
    }

    private float[] randomFloats(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return values;
    }

    private static int[] sizes(String shape) {
        Matcher matcher = SHAPE.matcher(shape);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("shape is \"" + shape + "\", expected gemm_MxNxK");
        }
        return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))};
    }
}
