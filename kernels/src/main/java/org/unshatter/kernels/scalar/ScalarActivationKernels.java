package org.unshatter.kernels.scalar;

/**
 * Activation functions in plain Java, from additions, multiplications and one division: each result has the same bits on every machine,
 * interpreted or compiled, which library functions and vector instructions for them do not promise.
 * The arguments have been checked. The SIMD class overrides every method and leaves it only the tail.
 *
 * <p>The coefficients are fits that minimise the largest relative error of the function: weighted least squares on Chebyshev nodes,
 * the weights raised where the error is large until it is even (Lawson's method), the denominator of a quotient taken from the round
 * before (Sanathanan and Koerner). The error stated with each is that of the fit before it is evaluated in single precision.
 */
public class ScalarActivationKernels {

    /** Beyond these, exp is infinite or rounds to zero. */
    protected static final float EXP_HIGH = 89f;
    protected static final float EXP_LOW = -104f;

    protected static final float LOG2_E = (float) (1 / Math.log(2));

    /** 1.5·2²³: adding it rounds to a whole number k, which is then found in the low bits. */
    protected static final float ROUNDER = 0x1.8p23f;
    /** Subtracted from those bits it leaves k + 254, the exponents of the two factors of 2ᵏ together, each biased by 127. */
    protected static final int EXPONENTS = Float.floatToRawIntBits(ROUNDER) - 2 * 127;
    protected static final int MANTISSA_BITS = 23;

    /** ln 2 in two parts; the upper has 15 bits, so that a multiple of it by k is exact. */
    protected static final float LN2_UPPER = 0x1.62e4p-1f;
    protected static final float LN2_LOWER = 1.4286068203094173e-06f;

    /** exp r = 1 + r + r²·(E2 + E3·r + …) for |r| ≤ ln 2/2, to 3.1e-9. */
    protected static final float E2 = 0.4999999344778314f;
    protected static final float E3 = 0.16666520631667847f;
    protected static final float E4 = 0.04166838804801617f;
    protected static final float E5 = 0.008368716883563627f;
    protected static final float E6 = 0.0013814598513552246f;

    /** Below it, tanh is found from a polynomial, above it from an exponential, which would cancel near 0. */
    protected static final float TANH_SMALL = 0.625f;

    /** tanh x = x·(1 + x²·(T0 + T1·x² + …)) up to there, to 4.4e-9. */
    protected static final float T0 = -0.3333328194189481f;
    protected static final float T1 = 0.13331442195661455f;
    protected static final float T2 = -0.05373971491170682f;
    protected static final float T3 = 0.020639086759932312f;
    protected static final float T4 = -0.005704986522257725f;
    /** log(1 + e) = w + w³·(L0 + L1·w² + …) with w = e/(1 + e/2), for 0 ≤ e ≤ 1, to 4.6e-9. */
    protected static final float L0 = 0.0833330164155891f;
    protected static final float L1 = 0.01250678095937066f;
    protected static final float L2 = 0.0021874328850918176f;
    protected static final float L3 = 0.0005473527240011654f;

    /** Beyond it, exp(−t²/2) rounds to zero. */
    protected static final float GAUSSIAN_END = 15f;

    /** Φ(−t) = exp(−t²/2)·(P0 + P1·t + …)/(1 + Q1·t + …) for 0 ≤ t up to there, to 6.4e-9. */
    protected static final float MILLS_P0 = 0.5f;
    protected static final float MILLS_P1 = 0.4392837180007403f;
    protected static final float MILLS_P2 = 0.18396935872376066f;
    protected static final float MILLS_P3 = 0.04088120375873957f;
    protected static final float MILLS_P4 = 0.004153241273102519f;
    protected static final float MILLS_Q1 = 1.6764524429891443f;
    protected static final float MILLS_Q2 = 1.2055491801319196f;
    protected static final float MILLS_Q3 = 0.4714092796142289f;
    protected static final float MILLS_Q4 = 0.10248009770859529f;
    protected static final float MILLS_Q5 = 0.010410520342688792f;

    /** The density of the normal distribution at 0, 1/√(2π). */
    protected static final float DENSITY_AT_ZERO = 0.3989422804014327f;

    /**
     * y ← exp(x − shift): exp r·2ᵏ with x − shift = k·ln 2 + r. The power is multiplied in two halves: neither overflows on its own,
     * and a subnormal result is rounded once.
     */
    public void exp(int n, float[] x, int xOffset, float shift, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i] - shift;
            v = v > EXP_HIGH ? EXP_HIGH : v;
            v = v < EXP_LOW ? EXP_LOW : v;
            float rounded = v * LOG2_E + ROUNDER;
            float k = rounded - ROUNDER;
            float r = v - k * LN2_UPPER - k * LN2_LOWER;
            float p = (((((E6 * r + E5) * r + E4) * r + E3) * r + E2) * r + 1) * r + 1;
            int exponents = Float.floatToRawIntBits(rounded) - EXPONENTS;
            int half = exponents >> 1;
            y[yOffset + i] = p * Float.intBitsToFloat(half << MANTISSA_BITS)
                    * Float.intBitsToFloat((exponents - half) << MANTISSA_BITS);
        }
    }

    /** y ← e/(1 + e): the probability that belongs to the odds e. Infinite odds count as the largest float: they give 1. */
    public void probability(int n, float[] odds, int oddsOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float e = odds[oddsOffset + i];
            e = e > Float.MAX_VALUE ? Float.MAX_VALUE : e;
            y[yOffset + i] = e / (e + 1);
        }
    }

    /** y ← factor·|x|. */
    public void scaleMagnitude(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Math.abs(x[xOffset + i]) * factor;
        }
    }

    /** y ← tanh x, given e = exp(−2|x|). */
    public void tanh(int n, float[] x, int xOffset, float[] e, int eOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            float decay = e[eOffset + i];
            float large = (1 - decay) / (1 + decay);
            float s = v * v;
            float small = (((((T4 * s + T3) * s + T2) * s + T1) * s + T0) * s + 1) * v;
            y[yOffset + i] = Math.abs(v) < TANH_SMALL ? small : v < 0 ? -large : large;
        }
    }

    /** y ← max(x, 0) + log(1 + e), given e = exp(−|x|). */
    public void softplus(int n, float[] x, int xOffset, float[] e, int eOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            float odds = e[eOffset + i];
            float w = odds / (0.5f * odds + 1);
            float s = w * w;
            float log = ((((L3 * s + L2) * s + L1) * s + L0) * s) * w + w;
            y[yOffset + i] = (v > 0 ? v : 0) + log;
        }
    }

    /** y ← −x²/2, x no larger than {@link #GAUSSIAN_END}. */
    public void gaussianExponent(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float t = Math.abs(x[xOffset + i]);
            t = t > GAUSSIAN_END ? GAUSSIAN_END : t;
            y[yOffset + i] = t * t * -0.5f;
        }
    }

    /**
     * y ← x·Φ(x), given e, the exponential of {@link #gaussianExponent}. It is found from Φ(−|x|), which does not cancel.
     * The square was rounded before the exponential was taken, which costs x²/2 roundings of it; the factor 1 − error/2 undoes that.
     */
    public void gelu(int n, float[] x, int xOffset, float[] e, int eOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            float t = Math.abs(v);
            t = t > GAUSSIAN_END ? GAUSSIAN_END : t;
            float p = (((MILLS_P4 * t + MILLS_P3) * t + MILLS_P2) * t + MILLS_P1) * t + MILLS_P0;
            float q = ((((MILLS_Q5 * t + MILLS_Q4) * t + MILLS_Q3) * t + MILLS_Q2) * t + MILLS_Q1) * t + 1;
            float error = (float) ((double) t * t - t * t);
            float density = error * -0.5f * e[eOffset + i] + e[eOffset + i];
            float tail = t * p / q * density;
            y[yOffset + i] = v >= 0 ? v - tail : -tail;
        }
    }

    /** y ← Φ(x) + x·φ(x), the derivative of x·Φ(x), given e as for {@link #gelu}. */
    public void geluDerivative(int n, float[] x, int xOffset, float[] e, int eOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            float t = Math.abs(v);
            t = t > GAUSSIAN_END ? GAUSSIAN_END : t;
            float p = (((MILLS_P4 * t + MILLS_P3) * t + MILLS_P2) * t + MILLS_P1) * t + MILLS_P0;
            float q = ((((MILLS_Q5 * t + MILLS_Q4) * t + MILLS_Q3) * t + MILLS_Q2) * t + MILLS_Q1) * t + 1;
            float error = (float) ((double) t * t - t * t);
            float density = error * -0.5f * e[eOffset + i] + e[eOffset + i];
            float tail = (p / q - t * DENSITY_AT_ZERO) * density;
            y[yOffset + i] = v >= 0 ? 1 - tail : tail;
        }
    }

    public void leakyRelu(int n, float slope, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            y[yOffset + i] = v > 0 ? v : slope * v;
        }
    }

    public void addLeakyReluGradient(int n, float slope, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            float g = dy[dyOffset + i];
            dx[dxOffset + i] += x[xOffset + i] > 0 ? g : slope * g;
        }
    }

    /** dx ← dx + dy·(1 − y)·(1 + y): 1 − y² would cancel near 1. */
    public void addTanhGradient(int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            float v = y[yOffset + i];
            dx[dxOffset + i] += (1 - v) * (1 + v) * dy[dyOffset + i];
        }
    }

    public void addSigmoidGradient(int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            float v = y[yOffset + i];
            dx[dxOffset + i] += (1 - v) * v * dy[dyOffset + i];
        }
    }
}
