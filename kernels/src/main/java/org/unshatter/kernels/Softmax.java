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
 * <p>An output may be the same run as an input (same array, same offset); runs that overlap otherwise give undefined results.
 * The order of summation is fixed by the shape and the vector width: the same call gives the same bits, always.
 * Every method throws {@link IllegalArgumentException} if a length is negative or a matrix does not fit its array.
 */
public final class Softmax {

    private static final ScalarActivationKernels ACTIVATION = Dispatch.KERNELS.activation();
    private static final ScalarVectorKernels VECTOR = Dispatch.KERNELS.vector();

    private Softmax() {
    }

    /** y[i, j] ← exp x[i, j] / Σₖ exp x[i, k]. */
    public static void softmax(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
        Check.dense(rows, columns, x, xOffset, "x");
        Check.dense(rows, columns, y, yOffset, "y");
        for (int i = 0; i < rows; i++) {
            int row = i * columns;
            float max = VECTOR.max(columns, x, xOffset + row);
            float sum = 0;
            for (int j = 0, length; j < columns; j += length) {
                length = Math.min(Scratch.LENGTH, columns - j);
                ACTIVATION.exp(length, x, xOffset + row + j, max, y, yOffset + row + j);
                sum += VECTOR.sum(length, y, yOffset + row + j);
            }
            VECTOR.scale(columns, 1 / sum, y, yOffset + row, y, yOffset + row);
        }
    }

    /** dx[i, j] ← dx[i, j] + y[i, j]·(dy[i, j] − Σₖ dy[i, k]·y[i, k]), given y = softmax(x). */
    public static void addSoftmaxGradient(int rows, int columns, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        checkGradient(rows, columns, y, yOffset, dy, dyOffset, dx, dxOffset);
        float[] centred = Scratch.take();
        for (int i = 0; i < rows; i++) {
            int row = i * columns;
            float mean = VECTOR.dot(columns, dy, dyOffset + row, y, yOffset + row);
            for (int j = 0, length; j < columns; j += length) {
                length = Math.min(Scratch.LENGTH, columns - j);
                VECTOR.shift(length, dy, dyOffset + row + j, mean, 0, centred, 0);
                VECTOR.addProduct(length, centred, 0, y, yOffset + row + j, dx, dxOffset + row + j);
            }
        }
    }

    /** y[i, j] ← x[i, j] − log Σₖ exp x[i, k], without taking the logarithm of a softmax, which may have rounded to 0. */
    public static void logSoftmax(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
        Check.dense(rows, columns, x, xOffset, "x");
        Check.dense(rows, columns, y, yOffset, "y");
        for (int i = 0; i < rows; i++) {
            int row = i * columns;
            float max = VECTOR.max(columns, x, xOffset + row);
            float log = logOfSum(columns, x, xOffset + row, max);
            VECTOR.shift(columns, x, xOffset + row, max, log, y, yOffset + row);
        }
    }

    /** dx[i, j] ← dx[i, j] + dy[i, j] − exp(y[i, j])·Σₖ dy[i, k], given y = log-softmax(x). */
    public static void addLogSoftmaxGradient(int rows, int columns, float[] y, int yOffset, float[] dy, int dyOffset,
                                             float[] dx, int dxOffset) {
        checkGradient(rows, columns, y, yOffset, dy, dyOffset, dx, dxOffset);
        float[] probability = Scratch.take();
        for (int i = 0; i < rows; i++) {
            int row = i * columns;
            float sum = VECTOR.sum(columns, dy, dyOffset + row);
            for (int j = 0, length; j < columns; j += length) {
                length = Math.min(Scratch.LENGTH, columns - j);
                ACTIVATION.exp(length, y, yOffset + row + j, 0, probability, 0);
                VECTOR.axpy(length, 1, dy, dyOffset + row + j, dx, dxOffset + row + j);
                VECTOR.axpy(length, -sum, probability, 0, dx, dxOffset + row + j);
            }
        }
    }

    /** out[i] ← log Σⱼ exp x[i, j]; of no columns, −∞. {@code out} must not share elements with x. */
    public static void logSumExp(int rows, int columns, float[] x, int xOffset, float[] out, int outOffset) {
        Check.dense(rows, columns, x, xOffset, "x");
        Check.run(rows, out, outOffset, "out");
        Check.disjoint(x, xOffset, (long) rows * columns, "x", out, outOffset, rows, "out");
        for (int i = 0; i < rows; i++) {
            float max = VECTOR.max(columns, x, xOffset + i * columns);
            out[outOffset + i] = Float.isInfinite(max) ? max : max + logOfSum(columns, x, xOffset + i * columns, max);
        }
    }

    /** dx[i, j] ← dx[i, j] + dy[i]·exp(x[i, j] − y[i]), given y = log-sum-exp(x). */
    public static void addLogSumExpGradient(int rows, int columns, float[] x, int xOffset, float[] y, int yOffset, float[] dy, int dyOffset,
                                            float[] dx, int dxOffset) {
        Check.dense(rows, columns, x, xOffset, "x");
        Check.run(rows, y, yOffset, "y");
        Check.run(rows, dy, dyOffset, "dy");
        Check.dense(rows, columns, dx, dxOffset, "dx");
        float[] probability = Scratch.take();
        for (int i = 0; i < rows; i++) {
            for (int j = 0, length; j < columns; j += length) {
                length = Math.min(Scratch.LENGTH, columns - j);
                ACTIVATION.exp(length, x, xOffset + i * columns + j, y[yOffset + i], probability, 0);
                VECTOR.axpy(length, dy[dyOffset + i], probability, 0, dx, dxOffset + i * columns + j);
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

    private static void checkGradient(int rows, int columns, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        Check.dense(rows, columns, y, yOffset, "y");
        Check.dense(rows, columns, dy, dyOffset, "dy");
        Check.dense(rows, columns, dx, dxOffset, "dx");
    }
}
