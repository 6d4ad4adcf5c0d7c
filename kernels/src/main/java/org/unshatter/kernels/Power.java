package org.unshatter.kernels;

/** Powers with one exponent for a whole run, in double: from StrictMath, whose bits are the same on every machine, interpreted or compiled. */
final class Power {

    /** Up to it, a whole exponent is worked off by multiplications. */
    private static final int FEW = 64;

    private Power() {
    }

    static void pow(int n, double exponent, float[] x, int xOffset, float[] y, int yOffset) {
        if (Math.rint(exponent) == exponent && Math.abs(exponent) <= FEW) {
            for (int i = 0; i < n; i++) {
                y[yOffset + i] = (float) whole(x[xOffset + i], (int) exponent);
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[yOffset + i] = (float) any(x[xOffset + i], exponent);
            }
        }
    }

    /** By squaring. What overflows or underflows in double is beyond the range of a float by far. */
    private static double whole(double x, int exponent) {
        double power = 1;
        double square = x;
        for (int left = Math.abs(exponent); left != 0; left >>= 1) {
            if ((left & 1) != 0) {
                power *= square;
            }
            square *= square;
        }
        return exponent < 0 ? 1 / power : power;
    }

    /**
     * exp(exponent·log|x|), the sign apart. The results for zeros, infinities and NaN follow from those of the two functions. Not by
     * StrictMath.pow, which allocates.
     */
    private static double any(double x, double exponent) {
        double power = StrictMath.exp(exponent * StrictMath.log(Math.abs(x)));
        boolean even = Math.rint(exponent / 2) == exponent / 2; // so are the infinities
        boolean whole = Math.rint(exponent) == exponent;
        if (x < 0 && !whole && !Double.isInfinite(x)) {
            return Double.NaN;
        }
        return whole && !even ? Math.copySign(power, x) : power;
    }
}
