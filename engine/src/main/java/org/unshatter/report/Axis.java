package org.unshatter.report;

import java.util.List;

/** A range, its scale and its ticks; says where along the axis a value lies. */
record Axis(Range range, Scale scale, List<Tick> ticks) {
    static final double FONT = 11;

    /** An axis along the bottom: as many ticks as have room side by side. */
    static Axis horizontal(Range range, Scale scale, double length) {
        for (int most = (int) Math.max(2, length / 40); ; most--) {
            Axis axis = new Axis(range, scale, Ticks.of(range, scale, most));
            if (most <= 2 || axis.widest() + 6 <= length / Math.max(1, axis.ticks.size() - 1)) {
                return axis;
            }
        }
    }

    static Axis vertical(Range range, Scale scale, double length) {
        return new Axis(range, scale, Ticks.of(range, scale, (int) Math.max(3, length / 24)));
    }

    /** Where a value lies in pixels, on an axis that runs from {@code start} to {@code end}. */
    double at(double value, double start, double end) {
        double fraction = scale == Scale.LOG
                ? StrictMath.log(value / range.low()) / StrictMath.log(range.high() / range.low())
                : (value - range.low()) / (range.high() - range.low());
        return start + (end - start) * fraction;
    }

    /** Width of the widest tick label in pixels. */
    double widest() {
        return ticks.stream().mapToDouble(t -> TextSize.width(t.label(), FONT)).max().orElse(0);
    }
}
