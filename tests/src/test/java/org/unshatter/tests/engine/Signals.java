package org.unshatter.tests.engine;

import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.Noise;
import org.unshatter.init.RandomStreams;

/** Noises of known spectrum and correlation, by seed. */
final class Signals {

    private Signals() {
    }

    static GradientSignal white(int n, long seed) {
        return GradientSignal.of(Noise.white(n, RandomStreams.of(seed, "white")));
    }

    static GradientSignal brown(int n, long seed) {
        return GradientSignal.of(Noise.brown(n, RandomStreams.of(seed, "brown")));
    }

    /** The running sum of a running sum of white noise: slope −4. */
    static GradientSignal summedTwice(int n, long seed) {
        return GradientSignal.of(sum(Noise.brown(n, RandomStreams.of(seed, "summed twice"))));
    }

    private static double[] sum(double[] x) {
        for (int i = 1; i < x.length; i++) {
            x[i] += x[i - 1];
        }
        return x;
    }

    /** x(i) = φ·x(i − 1) + N(0, 1), from the start as it is in the long run. */
    static GradientSignal autoregression(int n, double coefficient, long seed) {
        RandomGenerator random = RandomStreams.of(seed, "autoregression");
        double[] x = new double[n];
        x[0] = random.nextGaussian() / Math.sqrt(1 - coefficient * coefficient);
        for (int i = 1; i < n; i++) {
            x[i] = coefficient * x[i - 1] + random.nextGaussian();
        }
        return GradientSignal.of(x);
    }

    static GradientSignal map(GradientSignal signal, UnaryOperator<Double> value) {
        double[] values = signal.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(values[i]);
        }
        return GradientSignal.of(values);
    }
}
