package org.unshatter.kernels.scalar;

/**
 * The transforms of Winograd's minimal filtering F(2×2, 3×3) on images that lie sixteen side by side: a pixel here is sixteen floats, one of
 * each image. Each transform is two passes, one along the columns of some pixels in a row, one along the rows of some tiles in a row, which share
 * what neighbouring tiles have in common. The SIMD class overrides every method.
 */
public class WinogradKernel {

    /** Floats of a pixel. */
    protected static final int LANES = SlideKernel.LANES;

    /** Bᵀ from the left: t₀ ← x₀ − x₂, t₁ ← x₁ + x₂, t₂ ← x₂ − x₁, t₃ ← x₁ − x₃, rows of n floats; those of t are {@code tRow} apart. */
    public void inputColumns(int n, float[] x0, int at0, float[] x1, int at1, float[] x2, int at2, float[] x3, int at3,
                             float[] t, int tAt, int tRow) {
        for (int i = 0; i < n; i++) {
            float v1 = x1[at1 + i];
            float v2 = x2[at2 + i];
            t[tAt + i] = x0[at0 + i] - v2;
            t[tAt + tRow + i] = v1 + v2;
            t[tAt + 2 * tRow + i] = v2 - v1;
            t[tAt + 3 * tRow + i] = v1 - x3[at3 + i];
        }
    }

    /** The same of max(sign·x, 0) in place of x. */
    public void rectifiedColumns(int n, float sign, float[] x0, int at0, float[] x1, int at1, float[] x2, int at2, float[] x3, int at3,
                                 float[] t, int tAt, int tRow) {
        for (int i = 0; i < n; i++) {
            float v1 = Math.max(sign * x1[at1 + i], 0f);
            float v2 = Math.max(sign * x2[at2 + i], 0f);
            t[tAt + i] = Math.max(sign * x0[at0 + i], 0f) - v2;
            t[tAt + tRow + i] = v1 + v2;
            t[tAt + 2 * tRow + i] = v2 - v1;
            t[tAt + 3 * tRow + i] = v1 - Math.max(sign * x3[at3 + i], 0f);
        }
    }

    /**
     * B from the right: of pixels 2j to 2j + 3 of each row of t, four points of tile j. Those of a point lie side by side, the points
     * {@code vPoint} apart.
     */
    public void inputRows(int rows, int tiles, float[] t, int tAt, int tRow, float[] v, int vAt, int vPoint) {
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < tiles; j++) {
                for (int lane = 0; lane < LANES; lane++) {
                    int in = tAt + row * tRow + 2 * j * LANES + lane;
                    int out = vAt + 4 * row * vPoint + j * LANES + lane;
                    float t1 = t[in + LANES];
                    float t2 = t[in + 2 * LANES];
                    v[out] = t[in] - t2;
                    v[out + vPoint] = t1 + t2;
                    v[out + 2 * vPoint] = t2 - t1;
                    v[out + 3 * vPoint] = t1 - t[in + 3 * LANES];
                }
            }
        }
    }

    /** A from the left, but for one sign: t₀ ← d₀, t₁ ← d₀ + d₁, t₂ ← d₀ − d₁, t₃ ← d₁, rows of n floats; those of t are {@code tRow} apart. */
    public void gradientColumns(int n, float[] d0, int at0, float[] d1, int at1, float[] t, int tAt, int tRow) {
        for (int i = 0; i < n; i++) {
            float v0 = d0[at0 + i];
            float v1 = d1[at1 + i];
            t[tAt + i] = v0;
            t[tAt + tRow + i] = v0 + v1;
            t[tAt + 2 * tRow + i] = v0 - v1;
            t[tAt + 3 * tRow + i] = v1;
        }
    }

    /** The same with Aᵀ from the right: of pixels 2j and 2j + 1 of each row of t, four points of tile j. */
    public void gradientRows(int rows, int tiles, float[] t, int tAt, int tRow, float[] v, int vAt, int vPoint) {
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < tiles; j++) {
                for (int lane = 0; lane < LANES; lane++) {
                    int in = tAt + row * tRow + 2 * j * LANES + lane;
                    int out = vAt + 4 * row * vPoint + j * LANES + lane;
                    float t0 = t[in];
                    float t1 = t[in + LANES];
                    v[out] = t0;
                    v[out + vPoint] = t0 + t1;
                    v[out + 2 * vPoint] = t0 - t1;
                    v[out + 3 * vPoint] = t1;
                }
            }
        }
    }

    /**
     * A from the right: of four points of some tiles, {@code across} of them for each plane, pixels 2j and 2j + 1 of a plane of z:
     * m₀ + m₁ + m₂ and m₁ − m₂ − m₃.
     */
    public void outputRow(int tiles, int across, float[] m, int mAt, int mPoint, float[] z, int zAt, int zPlane) {
        for (int j = 0; j < tiles; j++) {
            for (int lane = 0; lane < LANES; lane++) {
                int in = mAt + j * LANES + lane;
                int out = zAt + j / across * zPlane + j % across * 2 * LANES + lane;
                float m1 = m[in + mPoint];
                float m2 = m[in + 2 * mPoint];
                z[out] = m[in] + m1 + m2;
                z[out + LANES] = m1 - m2 - m[in + 3 * mPoint];
            }
        }
    }

    /**
     * Aᵀ from the left, and the end of a convolution: y₀ ← max(z₀ + z₁ + z₂ + bias, floor), y₁ ← max(z₁ − z₂ − z₃ + bias, floor),
     * rows of n floats.
     *
     * @param floor 0 for a rectifier, −∞ for none
     */
    public void outputColumns(int n, float[] z, int zAt, int zRow, float bias, float floor, float[] y0, int at0, float[] y1, int at1) {
        for (int i = 0; i < n; i++) {
            float z1 = z[zAt + zRow + i];
            float z2 = z[zAt + 2 * zRow + i];
            y0[at0 + i] = Math.max(z[zAt + i] + z1 + z2 + bias, floor);
            y1[at1 + i] = Math.max(z1 - z2 - z[zAt + 3 * zRow + i] + bias, floor);
        }
    }
}
