package org.unshatter.diagnostics;

/**
 * What a quantity measured in nets of several widths tends to as they get wider: value(N) = limit + slope/N, by least squares, each width weighted by
 * 1/stdErr². Fluctuations of a random net's second moments are O(1/N), so this is how finite width must show while depth/N is small.
 *
 * @param limit       at infinite width
 * @param limitStdErr its standard error, as it follows from those of the measurements
 * @param slope       the deviation at width N, times N
 * @param slopeStdErr its standard error
 * @param misfit      Σ (value − fit)²/stdErr²: χ² with (number of widths − 2) degrees of freedom if the deviation is as 1/N
 */
public record WidthLimit(double limit, double limitStdErr, double slope, double slopeStdErr, double misfit) {

    /**
     * @param widths   at least two different ones
     * @param measured one estimate for each width
     * @throws IllegalArgumentException if lengths differ, a width is less than 1, all are the same, or a standard error is not above 0
     */
    public static WidthLimit of(int[] widths, Estimate... measured) {
        if (widths.length != measured.length) {
            throw new IllegalArgumentException(widths.length + " widths and " + measured.length + " estimates, expected as many");
        }
        double weight = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] < 1 || !(measured[i].stdErr() > 0)) {
                throw new IllegalArgumentException("width " + widths[i] + " with " + measured[i] + ", expected a width from 1 and a standard error above 0");
            }
            double w = weight(measured[i]);
            weight += w;
            x += w / widths[i];
            y += w * measured[i].mean();
        }
        double meanX = x / weight;
        double meanY = y / weight;
        double spread = 0;
        double product = 0;
        for (int i = 0; i < widths.length; i++) {
            double dx = 1.0 / widths[i] - meanX;
            spread += weight(measured[i]) * dx * dx;
            product += weight(measured[i]) * dx * (measured[i].mean() - meanY);
        }
        if (!(spread > 1e-12 * weight * meanX * meanX)) {
            throw new IllegalArgumentException("the widths do not differ, expected at least two different ones");
        }
        double slope = product / spread;
        double limit = meanY - slope * meanX;
        double misfit = 0;
        for (int i = 0; i < widths.length; i++) {
            double rest = measured[i].mean() - limit - slope / widths[i];
            misfit += weight(measured[i]) * rest * rest;
        }
        return new WidthLimit(limit, Math.sqrt(1 / weight + meanX * meanX / spread), slope, 1 / Math.sqrt(spread), misfit);
    }

    private static double weight(Estimate estimate) {
        return 1 / (estimate.stdErr() * estimate.stdErr());
    }
}
