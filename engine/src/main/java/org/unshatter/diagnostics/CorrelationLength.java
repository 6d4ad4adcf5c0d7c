package org.unshatter.diagnostics;

/**
 * How far a signal remembers itself, by its biased autocorrelation rₖ with the mean removed; in samples, unless {@linkplain #times scaled}.
 *
 * <p>Both are for signals much longer than they remember. As the mean is removed, the rₖ of any signal sum to −½ over k ≥ 1, so each has a length:
 * that of a random walk is a fraction of its own extent.
 *
 * @param eFolding   where r falls to 1/e, interpolated linearly: −1/ln φ for an autoregression with coefficient φ, if that is above 1/e. White noise,
 *                   which falls from 1 to 0 in one sample, has 1 − 1/e
 * @param integrated 1 + 2·Σ rₖ up to the first that is not positive: by so much the variance of the signal's mean is larger than if its values were
 *                   independent. (1 + φ)/(1 − φ) for an autoregression; 1 for white noise. The sum over all lags has no limit, as its error
 *                   grows with every lag; it must stop where noise begins (Sokal 1997; Geyer 1992 cuts sums of pairs). The
 *                   cut keeps what is positive by chance, so it exceeds the truth a little, and alternating signals are cut at once to 1
 */
public record CorrelationLength(double eFolding, double integrated) {

    /**
     * Takes as many products as the signal has values for each lag up to some two to four times the length.
     *
     * @throws IllegalArgumentException if the signal is constant
     */
    public static CorrelationLength of(GradientSignal signal) {
        signal.requireVariation("autocorrelation");
        int last = signal.length() - 1;
        int maxLag = Math.min(16, last);
        double[] acf = signal.autocorrelation(maxLag, true);
        while (firstAtMost(0, acf) > maxLag && maxLag < last) {
            maxLag = Math.min(2 * maxLag, last);
            acf = signal.autocorrelation(maxLag, true);
        }
        int below = firstAtMost(1 / Math.E, acf);
        double drop = (acf[below - 1] - 1 / Math.E) / (acf[below - 1] - acf[below]);
        double integrated = 1;
        for (int k = 1; k < firstAtMost(0, acf); k++) {
            integrated += 2 * acf[k];
        }
        return new CorrelationLength(below - 1 + drop, integrated);
    }

    private static int firstAtMost(double level, double[] acf) {
        int k = 1;
        while (k < acf.length && acf[k] > level) {
            k++;
        }
        return k;
    }

    /**
     * In other units.
     *
     * @param spacing of two neighbouring samples, such as {@link InputLine#spacing()}
     * @throws IllegalArgumentException if it is not above 0
     */
    public CorrelationLength times(double spacing) {
        if (!(spacing > 0)) {
            throw new IllegalArgumentException("spacing is " + spacing + ", expected above 0");
        }
        return new CorrelationLength(eFolding * spacing, integrated * spacing);
    }
}
