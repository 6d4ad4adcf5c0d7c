package org.unshatter.kernels.scalar;

/**
 * Quotients, square roots, logarithms and the like in plain Java. The contract of each method is that of its namesake in
 * {@code org.unshatter.kernels.Elementwise}, which has checked the arguments. The SIMD class overrides every method and leaves it only the tail.
 */
public class ScalarFunctionKernels {

    protected static final int MANTISSA_BITS = 23;
    /** 2²³, which makes a subnormal number a normal one. */
    protected static final float TO_NORMAL = 0x1p23f;
    /** The bits of √½: counted from there, the upper ones are k and the lower ones those of x/2ᵏ, between √½ and √2. */
    protected static final int ROOT_HALF = Float.floatToRawIntBits((float) Math.sqrt(0.5));
    protected static final int MANTISSA = (1 << MANTISSA_BITS) - 1;

    /** ln 2 in two parts; the upper has 15 bits, so that a multiple of it by k is exact. */
    protected static final float LN2_UPPER = 0x1.62e4p-1f;
    protected static final float LN2_LOWER = 1.4286068203094173e-06f;

    /** log(1 + f) = f − f²/2 + f³·(G0 + G1·f + …) for √½ ≤ 1 + f ≤ √2, to 5.8e-9; a fit as those of {@link ScalarActivationKernels}. */
    protected static final float G0 = 0.33333331707617353f;
    protected static final float G1 = -0.25000821033427756f;
    protected static final float G2 = 0.20001226885065568f;
    protected static final float G3 = -0.1662335737994061f;
    protected static final float G4 = 0.1420175781322048f;
    protected static final float G5 = -0.1316018186648478f;
    protected static final float G6 = 0.12761578155293302f;
    protected static final float G7 = -0.07634499308143602f;

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

    /** k·ln 2 + log(1 + f), where x = 2ᵏ·(1 + f). */
    public void log(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            boolean subnormal = v < Float.MIN_NORMAL;
            int bits = Float.floatToRawIntBits(subnormal ? v * TO_NORMAL : v) - ROOT_HALF;
            float k = (bits >> MANTISSA_BITS) - (subnormal ? MANTISSA_BITS : 0);
            float f = Float.intBitsToFloat((bits & MANTISSA) + ROOT_HALF) - 1;
            float g = ((((((G7 * f + G6) * f + G5) * f + G4) * f + G3) * f + G2) * f + G1) * f + G0;
            float log = k * LN2_UPPER + (k * LN2_LOWER + ((g * f - 0.5f) * (f * f) + f));
            y[yOffset + i] = v > 0 ? v < Float.POSITIVE_INFINITY ? log : v : v == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
        }
    }
}
