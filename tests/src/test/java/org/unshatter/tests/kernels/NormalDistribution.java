package org.unshatter.tests.kernels;

/** The normal distribution in double precision, as a reference: nothing of it in the JDK. */
final class NormalDistribution {

    /** Beyond it the series would cancel; before it the continued fraction converges slowly. */
    private static final double FAR = 3.5;
    private static final int TERMS = 100;

    private NormalDistribution() {
    }

    static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** Φ(x), with a small relative error on the left as well. */
    static double cumulative(double x) {
        double t = Math.abs(x);
        double left = t < FAR ? 0.5 - density(t) * series(t) : density(t) * fraction(t);
        return x < 0 ? left : 1 - left;
    }

    /** (Φ(t) − ½)/φ(t) = t + t³/3 + t⁵/(3·5) + … Source: Marsaglia 2004. */
    private static double series(double t) {
        double sum = t;
        double term = t;
        for (int k = 1; k < TERMS; k++) {
            term *= t * t / (2 * k + 1);
            sum += term;
        }
        return sum;
    }

    /** Φ(−t)/φ(t) = 1/(t + 1/(t + 2/(t + 3/(t + …)))), Laplace's continued fraction. */
    private static double fraction(double t) {
        double tail = 0;
        for (int k = TERMS; k >= 1; k--) {
            tail = k / (t + tail);
        }
        return 1 / (t + tail);
    }
}
