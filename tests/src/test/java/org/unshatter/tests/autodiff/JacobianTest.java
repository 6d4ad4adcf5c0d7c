package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.autodiff.Derivatives;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;

/** Jacobians against their closed forms: wide ones, which are made row by row, and tall ones, made column by column. */
class JacobianTest {

    private final SplittableRandom random = new SplittableRandom(11);

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "7, 1", "5, 5", "3, 20", "20, 3"})
    void ofALinearMapIsItsMatrix(int rows, int columns) {
        Tensor w = Data.random(random, rows, columns);
        Tensor jacobian = Derivatives.jacobian(x -> x.matmulTransposed(w), Data.random(random, 1, columns));
        Bits.of(w).requireOf("Jacobian", jacobian);
    }

    /** d(X·B)ᵢⱼ/dXᵢₖ = Bₖⱼ. */
    @ParameterizedTest
    @CsvSource({"2, 3, 5", "3, 4, 2"})
    void ofAProductRepeatsTheOtherMatrix(int m, int k, int n) {
        Tensor b = Data.random(random, k, n);
        Tensor jacobian = Derivatives.jacobian(x -> x.matmul(b), Data.random(random, m, k));
        float[] expected = new float[m * n * m * k];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < k; p++) {
                    expected[(i * n + j) * m * k + i * k + p] = b.get(p * n + j);
                }
            }
        }
        assertArrayEquals(expected, withoutNegativeZeros(jacobian));
        assertArrayEquals(new int[] {m * n, m * k}, jacobian.shape());
    }

    @Test
    void ofASquareElementByElementIsDiagonal() {
        Tensor x = Tensor.of(new float[] {1, -2, 3, 0.5f}, 2, 2);
        float[] expected = {2, 0, 0, 0, 0, -4, 0, 0, 0, 0, 6, 0, 0, 0, 0, 1};
        assertArrayEquals(expected, withoutNegativeZeros(Derivatives.jacobian(t -> t.multiply(t), x)));
    }

    /** ∂pᵢ/∂xⱼ = pᵢ(δᵢⱼ − pⱼ). */
    @Test
    void ofSoftmaxIsThatOfTheTextbook() {
        Tensor x = Data.random(random, 6);
        double sum = 0;
        double[] p = Data.doubles(x);
        for (int i = 0; i < 6; i++) {
            p[i] = Math.exp(p[i]);
            sum += p[i];
        }
        double[] expected = new double[36];
        double[] magnitude = new double[36];
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                expected[i * 6 + j] = p[i] / sum * ((i == j ? 1 : 0) - p[j] / sum);
                magnitude[i * 6 + j] = p[i] / sum;
            }
        }
        ErrorRatio.check("softmax", expected, magnitude, Derivatives.jacobian(t -> t.softmax(), x));
    }

    @Test
    void ofAScalarIsTheGradientAndByAScalarTheTangent() {
        UnaryOperator<Tensor> f = t -> t.tanh().multiply(t).sum();
        Tensor x = Data.random(random, 2, 3);
        Bits.of(Derivatives.gradient(f, x).reshape(1, 6)).requireOf("one row", Derivatives.jacobian(f, x));
        UnaryOperator<Tensor> g = t -> t.expandTo(2, 3).multiply(x).tanh();
        Tensor s = Tensor.scalar(0.5f);
        Bits.of(Derivatives.directional(g, s, Tensor.scalar(1)).reshape(6, 1)).requireOf("one column", Derivatives.jacobian(g, s));
    }

    @Test
    void theFunctionIsEvaluatedOnce() {
        AtomicInteger calls = new AtomicInteger();
        Derivatives.jacobian(x -> {
            calls.incrementAndGet();
            return x.tanh();
        }, Data.random(random, 9));
        assertEquals(1, calls.get());
    }

    /** Rows of the Jacobian of a convolution are its weights, moved along. */
    @Test
    void ofAConvolutionHasItsWeightsInEachRow() {
        Tensor w = Data.random(random, 1, 1, 1, 2);
        Tensor jacobian = Derivatives.jacobian(x -> x.conv2d(w, null, new Window(1, 2, 1, 1, 0, 0, 0, 0, 1, 1), 1), Data.random(random, 1, 1, 1, 4));
        float a = w.get(0);
        float b = w.get(1);
        assertArrayEquals(new float[] {a, b, 0, 0, 0, a, b, 0, 0, 0, a, b}, withoutNegativeZeros(jacobian));
    }

    private static float[] withoutNegativeZeros(Tensor x) {
        return x.add(Tensor.zeros(x.shape())).toArray();
    }
}
