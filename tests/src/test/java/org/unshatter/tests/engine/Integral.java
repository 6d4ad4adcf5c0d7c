package org.unshatter.tests.engine;

import java.util.function.DoubleUnaryOperator;

/** Integrals by the midpoint rule, which is spectrally accurate for smooth functions that vanish at both ends, and of order 2 otherwise. */
final class Integral {

    private Integral() {
    }

    static double of(DoubleUnaryOperator f, double from, double to, int steps) {
        double step = (to - from) / steps;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            sum += f.applyAsDouble(from + (i + 0.5) * step);
        }
        return sum * step;
    }

    static double normalDensity(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** Φ to nine digits or so. */
    static double normalDistribution(double x) {
        return 0.5 + of(Integral::normalDensity, 0, x, 2000);
    }

    /** f's integral up to a point as a function, from a table: quick enough for thousands of draws. */
    static DoubleUnaryOperator cumulative(DoubleUnaryOperator density, double from, double to) {
        int cells = 4000;
        double width = (to - from) / cells;
        double[] below = new double[cells + 1];
        for (int i = 0; i < cells; i++) {
            below[i + 1] = below[i] + of(density, from + i * width, from + (i + 1) * width, 10);
        }
        return x -> {
            double at = Math.clamp((x - from) / width, 0, cells);
            int cell = Math.min((int) at, cells - 1);
            return (below[cell] + (at - cell) * (below[cell + 1] - below[cell])) / below[cells];
        };
    }
}
