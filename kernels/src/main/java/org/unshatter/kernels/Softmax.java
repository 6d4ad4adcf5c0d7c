package org.unshatter.kernels;

import org.unshatter.kernels.scalar.ScalarActivationKernels;
import org.unshatter.kernels.scalar.ScalarVectorKernels;

/**
 * Softmax and its logarithm over each row of a row-major matrix without gaps, and their gradients, which are added.
 *
 * <p>The largest element m of a row is subtracted first, which changes no result and keeps every exponential at or below 1
 * (Goodfellow et al. 2016, section 4.1). Each difference x − m is rounded, so that results far below the largest have a relative
 * error of about |x − m|·2⁻²⁴.
 *
 * <p>A row that has NaN or +∞, or −∞ only, becomes all NaN: no limit is defined there. Its log-sum-exp is, if it has no NaN: +∞ or −∞.
 * Elements that are −∞ beside finite ones have the probability 0.
 *
 * <p>An output may be the same array as an input. The order of summation is fixed by the shape and the vector width:
 * the same call gives the same bits, always.
 * Every method throws {@link IllegalArgumentException} if a length is negative or a matrix does not fit its array.
 */
public final class Softmax {

    private static final ScalarActivationKernels ACTIVATION = Dispatch.KERNELS.activation();
    private static final ScalarVectorKernels VECTOR = Dispatch.KERNELS.vector();

    private Softmax() {
    }

    /** y[i, j] ← exp x[i, j] / Σₖ exp x[i, k]. */
    public static void softmax(int rows, int columns, float[] x, float[] y) {
        Check.dense(rows, columns, x, "x");
        Check.dense(rows, columns, y, "y");
        for (int i = 0; i < rows; i++) {
            int row = i * columns;
            float max = VECTOR.max(columns, x, row);
            float sum = 0;
            for (int j = 0, length; j < columns; j += length) {
                length = Math.min(Scratch.LENGTH, columns - j);
                ACTIVATION.exp(length, x, row + j, max, y, row + j);
                sum += VECTOR.sum(length, y, row + j);
            }
            VECTOR.scale(columns, 1 / sum, y, row, y, row);
        }
    }

    /** dx[i, j] ← dx[i, j] + y[i, j]·(dy[i, j] − Σₖ dy[i, k]·y[i, k]), given y = softmax(x). */
    public static void addSoftmaxGradient(int rows, int columns, float[] y, float[] dy, float[] dx) {
        checkGradient(rows, columns, y, dy, dx);
        float[] centred = Scratch.take();
        for (int i = 0; i < rows; i++) {
            int row = i * columns;
            float mean = VECTOR.dot(columns, dy, row, y, row);
            for (int j = 0, length; j < columns; j += length) {
                length = Math.min(Scratch.LENGTH, columns - j);
                VECTOR.shift(length, dy, row + j, mean, 0, centred, 0);
                VECTOR.addProduct(length, centred, 0, y, row + j, dx, row + j);
            }
        }
    }

    /** y[i, j] ← x[i, j] − log Σₖ exp x[i, k], without taking the logarithm of a softmax, which may have rounded to 0. */
    public static void logSoftmax(int rows, int columns, float[] x, float[] y) {
        Check.dense(rows, columns, x, "x");
        Check.dense(rows, columns, y, "y");
        for (int i = 0; i < rows; i++) {
            int row = i * columns;
            float max = VECTOR.max(columns, x, row);
            float log = logOfSum(columns, x, row, max);
            VECTOR.shift(columns, x, row, max, log, y, row);
        }
    }

    /** dx[i, j] ← dx[i, j] + dy[i, j] − exp(y[i, j])·Σₖ dy[i, k], given y = log-softmax(x). */
    public static void addLogSoftmaxGradient(int rows, int columns, float[] y, float[] dy, float[] dx) {
        checkGradient(rows, columns, y, dy, dx);
        float[] probability = Scratch.take();
        for (int i = 0; i < rows; i++) {
            int row = i * columns;
            float sum = VECTOR.sum(columns, dy, row);
            for (int j = 0, length; j < columns; j += length) {
                length = Math.min(Scratch.LENGTH, columns - j);
                ACTIVATION.exp(length, y, row + j, 0, probability, 0);
                VECTOR.axpy(length, 1, dy, row + j, dx, row + j);
                VECTOR.axpy(length, -sum, probability, 0, dx, row + j);
            }
        }
    }

    /** out[i] ← log Σⱼ exp x[i, j]; of no columns, −∞. {@code out} must not share elements with x. */
    public static void logSumExp(int rows, int columns, float[] x, float[] out) {
        Check.dense(rows, columns, x, "x");
        Check.run(rows, out, 0, "out");
        Check.disjoint(x, 0, (long) rows * columns, "x", out, 0, rows, "out");
        for (int i = 0; i < rows; i++) {
            float max = VECTOR.max(columns, x, i * columns);
            out[i] = Float.isInfinite(max) ? max : max + logOfSum(columns, x, i * columns, max);
        }
    }

    /** dx[i, j] ← dx[i, j] + dy[i]·exp(x[i, j] − y[i]), given y = log-sum-exp(x). */
    public static void addLogSumExpGradient(int rows, int columns, float[] x, float[] y, float[] dy, float[] dx) {
        Check.dense(rows, columns, x, "x");
        Check.run(rows, y, 0, "y");
        Check.run(rows, dy, 0, "dy");
        Check.dense(rows, columns, dx, "dx");
        float[] probability = Scratch.take();
        for (int i = 0; i < rows; i++) {
            for (int j = 0, length; j < columns; j += length) {
                length = Math.min(Scratch.LENGTH, columns - j);
                ACTIVATION.exp(length, x, i * columns + j, y[i], probability, 0);
                VECTOR.axpy(length, dy[i], probability, 0, dx, i * columns + j);
            }
        }
    }

    /** log Σ exp(x − max), the logarithm in double, once per row. */
    private static float logOfSum(int n, float[] x, int xOffset, float max) {
        float[] e = Scratch.take();
        float sum = 0;
        for (int i = 0, length; i < n; i += length) {
            length = Math.min(Scratch.LENGTH, n - i);
            ACTIVATION.exp(length, x, xOffset + i, max, e, 0);
            sum += VECTOR.sum(length, e, 0);
        }
        return (float) StrictMath.log(sum);
    }

    private static void checkGradient(int rows, int columns, float[] y, float[] dy, float[] dx) {
        Check.dense(rows, columns, y, "y");
        Check.dense(rows, columns, dy, "dy");
        Check.dense(rows, columns, dx, "dx");
    }
}
