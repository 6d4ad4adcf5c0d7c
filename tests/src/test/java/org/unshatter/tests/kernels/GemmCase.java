package org.unshatter.tests.kernels;

import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.unshatter.kernels.Epilogue;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.PackedMatrix;

/**
 * One product, its operands padded and poisoned.
 *
 * @param slack how far leading dimensions and offsets exceed the least
 */
record GemmCase(Transpose transposeA, Transpose transposeB, int m, int n, int k, float alpha, float beta, int slack) {

    /** Small whole numbers: every sum is exact in float, whatever its order, so the tolerance is 0. */
    void checkExactly(Verdict verdict, RandomGenerator random, Class<?> test) {
        check(verdict, () -> random.nextInt(-4, 5), true, test);
    }

    /** Element by element, |c − c*| ≤ 16·ε·(|α||A||B| + |β||C|). */
    void checkErrorRatio(Verdict verdict, RandomGenerator random, Class<?> test) {
        check(verdict, random::nextGaussian, false, test);
    }

    private void check(Verdict verdict, DoubleSupplier values, boolean exact, Class<?> test) {
        Guarded a = a().fill(values);
        Guarded b = b().fill(values);
        Guarded c = c();
        if (beta == 0) {
            c.fill(Float.NaN);
        } else {
            c.fill(values);
        }
        Guarded aBefore = a.copy();
        Guarded bBefore = b.copy();
        double[] expected = reference(a, b, c);
        double[] magnitude = exact ? new double[m * n] : reference(a, b, c, Math::abs);
        run(a, b, c);
        for (int i = 0; i < m * n; i++) {
            verdict.near(expected[i], magnitude[i], c.get(i / n, i % n), this, i);
        }
        a.assertSameBits(aBefore, this, test);
        b.assertSameBits(bBefore, this, test);
        c.assertNothingAround(this, test);
    }

    void run(Guarded a, Guarded b, Guarded c) {
        Gemm.sgemm(transposeA, transposeB, m, n, k, alpha, a.array, a.offset, a.stride, b.array, b.offset, b.stride,
                beta, c.array, c.offset, c.stride);
    }

    void run(Guarded a, Guarded b, Guarded c, Epilogue epilogue) {
        Gemm.sgemm(transposeA, transposeB, m, n, k, alpha, a.array, a.offset, a.stride, b.array, b.offset, b.stride,
                beta, c.array, c.offset, c.stride, epilogue);
    }

    void run(Guarded a, PackedMatrix b, Guarded c) {
        Gemm.sgemm(transposeA, m, k, alpha, a.array, a.offset, a.stride, b, beta, c.array, c.offset, c.stride);
    }

    void run(Guarded a, PackedMatrix b, Guarded c, Epilogue epilogue) {
        Gemm.sgemm(transposeA, m, k, alpha, a.array, a.offset, a.stride, b, beta, c.array, c.offset, c.stride, epilogue);
    }

    PackedMatrix pack(Guarded b) {
        PackedMatrix packed = new PackedMatrix(k, n);
        packed.pack(transposeB, b.array, b.offset, b.stride);
        return packed;
    }

    /** The same shape with other coefficients. */
    GemmCase with(float alpha, float beta) {
        return new GemmCase(transposeA, transposeB, m, n, k, alpha, beta, slack);
    }

    Guarded a() {
        return operand(m, k, transposeA, slack);
    }

    Guarded b() {
        return operand(k, n, transposeB, 2 * slack);
    }

    Guarded c() {
        return operand(m, n, Transpose.NO, 3 * slack);
    }

    private static Guarded operand(int rows, int columns, Transpose transpose, int slack) {
        int stored = transpose == Transpose.YES ? columns : rows;
        int wide = transpose == Transpose.YES ? rows : columns;
        return Guarded.matrix(stored, wide, slack, Math.max(1, wide) + slack);
    }

    /** α·op(A)·op(B) + β·C, row by row; C may have more than n columns. */
    double[] reference(Guarded a, Guarded b, Guarded c) {
        return reference(a, b, c, x -> x);
    }

    /**
     * α·op(A)·op(B) + β·C by its definition, in double, each factor passed through {@code part}.
     * The terms of k are the outer loop only because that is quick to run; the sum of each element is still in order.
     */
    private double[] reference(Guarded a, Guarded b, Guarded c, DoubleUnaryOperator part) {
        double[] sums = new double[m * n];
        double[] row = new double[n];
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                row[j] = part.applyAsDouble(transposeB == Transpose.YES ? b.get(j, p) : b.get(p, j));
            }
            for (int i = 0; i < m; i++) {
                double x = part.applyAsDouble(transposeA == Transpose.YES ? a.get(p, i) : a.get(i, p));
                for (int j = 0; j < n; j++) {
                    sums[i * n + j] += x * row[j];
                }
            }
        }
        for (int i = 0; i < m * n; i++) {
            double old = beta == 0 ? 0 : part.applyAsDouble(c.get(i / n, i % n));
            sums[i] = part.applyAsDouble(alpha) * sums[i] + part.applyAsDouble(beta) * old;
        }
        return sums;
    }
}
