package org.unshatter.report;

import java.util.ArrayList;
import java.util.List;

/** Chooses round values to mark on an axis. */
final class Ticks {
    private Ticks() {}

    /** At most {@code most} (at least 2) ticks in the range, as a rule. */
    static List<Tick> of(Range range, Scale scale, int most) {
        return switch (scale) {
            case LINEAR -> linear(range, most);
            case LOG -> logarithmic(range, most);
            case INDEX -> index(range, most);
        };
    }

    /** Multiples of 1, 2 or 5 times a power of ten. */
    private static List<Tick> linear(Range range, int most) {
        double span = range.high() - range.low();
        // This power of ten is a large enough step; 5 or 2 times the one below may be as well.
        int exponent = (int) Math.ceil(StrictMath.log10(span / most));
        double below = StrictMath.pow(10, exponent - 1);
        int mantissa = span / (2 * below) <= most ? 2 : span / (5 * below) <= most ? 5 : 1;
        exponent -= mantissa == 1 ? 0 : 1;
        double step = mantissa * StrictMath.pow(10, exponent);
        double largest = Math.max(Math.abs(range.low()), Math.abs(range.high()));
        boolean scientific = largest >= 1e5 || largest < 1e-3;
        // A hair of tolerance, so that rounding of the division does not lose a tick at an end.
        long first = (long) Math.ceil(range.low() / step - 1e-9);
        long last = (long) Math.floor(range.high() / step + 1e-9);
        List<Tick> ticks = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            ticks.add(Tick.of(i * mantissa, exponent, scientific));
        }
        return ticks;
    }

    /** Powers of ten, with 2 and 5 times those if there is room; linear ticks if the range holds too few. */
    private static List<Tick> logarithmic(Range range, int most) {
        List<Tick> ticks = powers(range, 1, 1, 2, 5);
        for (int stride = 1; ticks.size() > most; stride++) {
            ticks = powers(range, stride, 1);
        }
        return ticks.size() < 2 ? linear(range, most) : ticks;
    }

    /** Multiples of every {@code stride}th power of ten that lie in the range. */
    private static List<Tick> powers(Range range, int stride, int... mantissas) {
        boolean scientific = range.low() < 1e-4 || range.high() > 1e5;
        int last = (int) Math.ceil(StrictMath.log10(range.high()));
        List<Tick> ticks = new ArrayList<>();
        for (int exponent = (int) Math.floor(StrictMath.log10(range.low())); exponent <= last; exponent++) {
            for (int mantissa : mantissas) {
                Tick tick = Tick.of(mantissa, exponent, scientific);
                if (exponent % stride == 0 && range.contains(tick.value())) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** 1 and the quarters (or halves) of a count that has them; else whole numbers as on a linear axis. */
    private static List<Tick> index(Range range, int most) {
        long count = (long) Math.floor(range.high());
        int parts = most >= 5 ? 4 : 2;
        List<Tick> ticks = new ArrayList<>();
        if (range.low() > 1 || count < 12 || count % parts != 0) {
            for (Tick tick : linear(range, most)) {
                if (tick.value() == Math.rint(tick.value())) {
                    ticks.add(Tick.of((long) tick.value(), 0, false));
                }
            }
            return ticks;
        }
        ticks.add(Tick.of(1, 0, false));
        for (int part = 1; part <= parts; part++) {
            ticks.add(Tick.of(count * part / parts, 0, false));
        }
        return ticks;
    }
}
