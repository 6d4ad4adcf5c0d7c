package org.unshatter.report;

/** Ranges that show all of a panel's lines. */
final class AutoRange {
    private AutoRange() {}

    /** The horizontal range: close, but with room for dots at the ends. */
    static Range x(LinePanel panel) {
        if (panel.xRange() != null) {
            return panel.xRange();
        }
        boolean dots = panel.series().stream().anyMatch(s -> s.mark() == Mark.LINE_WITH_DOTS);
        Extent extent = new Extent();
        for (Series s : panel.series()) {
            extent.add(s.x(), null);
        }
        return extent.range(panel.xScale(), dots ? 0.025 : 0);
    }

    /** The vertical range, bands included, with a little air. */
    static Range y(LinePanel panel) {
        if (panel.yRange() != null) {
            return panel.yRange();
        }
        Extent extent = new Extent();
        for (Series s : panel.series()) {
            extent.add(s.y(), s.error());
        }
        return extent.range(panel.yScale(), 0.05);
    }

    private static final class Extent {
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;
        private double lowestPositive = Double.POSITIVE_INFINITY;

        void add(double[] values, double[] error) {
            for (int i = 0; i < values.length; i++) {
                double e = error == null ? 0 : error[i];
                for (double v : new double[] {values[i] - e, values[i] + e}) {
                    low = Math.min(low, v);
                    high = Math.max(high, v);
                    lowestPositive = v > 0 ? Math.min(lowestPositive, v) : lowestPositive;
                }
            }
        }

        Range range(Scale scale, double air) {
            if (scale == Scale.LOG) {
                double ratio = Math.max(high / lowestPositive, 1.1);
                double factor = StrictMath.pow(ratio, air);
                return new Range(lowestPositive / factor, lowestPositive * ratio * factor);
            }
            if (scale == Scale.INDEX) {
                return new Range(low - 0.5, high + 0.5);
            }
            // A constant is drawn in the middle; differences lost in rounding count as none.
            double size = Math.max(Math.abs(low), Math.abs(high));
            if (high - low <= Math.max(1e-12 * size, Check.SMALLEST_SPAN)) {
                double half = size <= 2 * Check.SMALLEST_SPAN ? 1 : size / 2;
                return new Range(low - half, high + half);
            }
            double space = air * (high - low);
            return new Range(low - space, high + space);
        }
    }
}
