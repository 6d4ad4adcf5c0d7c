package org.unshatter.kernels.scalar;

/** The two inner loops of products with a thin operand, in plain Java: both read each element of the large operand once. */
public class ThinKernels {

    /** y ← y + a₀·x₀ + a₁·x₁ + a₂·x₂ + a₃·x₃, in this order, for four rows of x, {@code ldx} apart. */
    public void addFour(int n, float a0, float a1, float a2, float a3, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
        for (int j = 0; j < n; j++) {
            int at = xOffset + j;
            y[yOffset + j] = y[yOffset + j] + a0 * x[at] + a1 * x[at + ldx] + a2 * x[at + 2 * ldx] + a3 * x[at + 3 * ldx];
        }
    }

    /**
     * out[i] ← x·yᵢ for four rows of y, {@code ldy} apart.
     *
     * @param out at least 4·vector length elements, overwritten
     */
    public void dotFour(int n, float[] x, int xOffset, float[] y, int yOffset, int ldy, float[] out) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        for (int j = 0; j < n; j++) {
            float xj = x[xOffset + j];
            int at = yOffset + j;
            s0 += xj * y[at];
            s1 += xj * y[at + ldy];
            s2 += xj * y[at + 2 * ldy];
            s3 += xj * y[at + 3 * ldy];
        }
        out[0] = s0;
        out[1] = s1;
        out[2] = s2;
        out[3] = s3;
    }
}
