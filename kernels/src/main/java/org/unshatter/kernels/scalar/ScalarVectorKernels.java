package org.unshatter.kernels.scalar;

/**
 * Elementwise passes and reductions in plain Java. The contract of each method is that of its namesake in
 * {@code org.unshatter.kernels}, which has already checked the arguments. The SIMD class overrides every method and leaves it only the tail.
 */
public class ScalarVectorKernels {

    public void scale(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = factor * x[xOffset + i];
        }
    }

    public void axpy(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] += factor * x[xOffset + i];
        }
    }

    public void combine(int n, float a, float[] x, int xOffset, float b, float[] y, int yOffset, float[] z, int zOffset) {
        for (int i = 0; i < n; i++) {
            z[zOffset + i] = a * x[xOffset + i] + b * y[yOffset + i];
        }
    }

    public void multiply(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        for (int i = 0; i < n; i++) {
            z[zOffset + i] = x[xOffset + i] * y[yOffset + i];
        }
    }

    /** y ← x − a − b. */
    public void shift(int n, float[] x, int xOffset, float a, float b, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = x[xOffset + i] - a - b;
        }
    }

    public void relu(int n, float sign, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Math.max(sign * x[xOffset + i], 0f);
        }
    }

    public void addReluGradient(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            if (x[xOffset + i] > 0) {
                dx[dxOffset + i] += dy[dyOffset + i];
            }
        }
    }

    public void addCreluGradient(int n, float[] x, int xOffset, float[] dy, int dyOffset, int dyNegative, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            dx[dxOffset + i] += x[xOffset + i] >= 0 ? dy[dyOffset + i] : -dy[dyNegative + i];
        }
    }

    public void addProduct(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        for (int i = 0; i < n; i++) {
            z[zOffset + i] += x[xOffset + i] * y[yOffset + i];
        }
    }

    /** The largest element, −∞ of none. */
    public float max(int n, float[] x, int xOffset) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[xOffset + i]);
        }
        return max;
    }

    /** Sum in index order. */
    public float sum(int n, float[] x, int xOffset) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[xOffset + i];
        }
        return sum;
    }

    /** Inner product in index order. */
    public float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[xOffset + i] * y[yOffset + i];
        }
        return sum;
    }
}
