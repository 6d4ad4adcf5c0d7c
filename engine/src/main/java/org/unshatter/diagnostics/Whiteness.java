package org.unshatter.diagnostics;

/**
 * The test of Ljung and Box 1978 whether a signal is white noise: Q = n(n + 2)·Σ rₖ²/(n − k) over the lags k = 1 … h, with r the biased
 * autocorrelation of n values less their mean. Of white noise Q is distributed as chi-square with h degrees of freedom, for n far above h.
 *
 * <p>It asks for correlation, not for size, and not for independence: a signal of independent signs with a slowly varying size passes.
 *
 * @param statistic Q
 * @param lags      h
 */
public record Whiteness(double statistic, int lags) {

    /** @throws IllegalArgumentException if the statistic is negative or not finite, or there is no lag */
    public Whiteness {
        if (!(statistic >= 0) || Double.isInfinite(statistic)) {
            throw new IllegalArgumentException("the statistic is " + statistic + ", expected a finite number of at least 0");
        }
        if (lags < 1) {
            throw new IllegalArgumentException("lags is " + lags + ", expected at least 1");
        }
    }

    /**
     * @param lags h: of few, a correlation further on is not seen; of many, a short one drowns
     * @throws IllegalArgumentException if lags is not between 1 and the number of values less 1, or the signal is constant
     */
    public static Whiteness of(GradientSignal signal, int lags) {
        int n = signal.length();
        if (lags < 1 || lags >= n) {
            throw new IllegalArgumentException("lags is " + lags + ", expected 1 to " + (n - 1) + " for a signal of " + n + " values");
        }
        signal.requireVariation("autocorrelation");
        double[] acf = signal.autocorrelation(lags, true);
        double sum = 0;
        for (int k = 1; k <= lags; k++) {
            sum += acf[k] * acf[k] / (n - k);
        }
        return new Whiteness(n * (n + 2.0) * sum, lags);
    }

    /** How likely white noise has a statistic so large: uniform between 0 and 1 for white noise, near 0 for what is correlated. */
    public double pValue() {
        return ChiSquare.survival(statistic, lags);
    }
}
