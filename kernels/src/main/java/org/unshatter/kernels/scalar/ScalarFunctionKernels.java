package org.unshatter.kernels.scalar;

/**
 * Quotients, square roots, logarithms and the like in plain Java. The contract of each method is that of its namesake in
 * {@code org.unshatter.kernels.Elementwise}, which has checked the arguments. The SIMD class overrides every method and leaves it only the tail.
 */
public class ScalarFunctionKernels {

    public void divide(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
        for (int i = 0; i < n; i++) {
            z[zOffset + i] = x[xOffset + i] / y[yOffset + i];
        }
    }

    public void addScalar(int n, float a, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = x[xOffset + i] + a;
        }
    }

    public void max(int n, float a, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Math.max(x[xOffset + i], a);
        }
    }

    public void min(int n, float a, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Math.min(x[xOffset + i], a);
        }
    }

    public void abs(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Math.abs(x[xOffset + i]);
        }
    }

    /** Adding 0 turns −0 into 0 and lets NaN pass. */
    public void sign(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            y[yOffset + i] = v > 0 ? 1 : v < 0 ? -1 : v + 0f;
        }
    }

    public void sqrt(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = (float) Math.sqrt(x[xOffset + i]);
        }
    }

    public void log(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = (float) StrictMath.log(x[xOffset + i]);
        }
    }
}
