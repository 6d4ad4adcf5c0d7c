package org.unshatter.diagnostics;

import java.util.function.UnaryOperator;
import org.unshatter.autodiff.Tensor;

/**
 * How far a function is from being linear, on given inputs. All are relative: the largest norm of what should be 0 for a sample, by the
 * root mean square norm of f(x). A linear function computed in float gives some 10⁻⁷ times the root of its depth; a net of rectifiers about 1. Of a function that is 0 on all inputs they
 * are NaN: whether it is linear elsewhere cannot be seen.
 *
 * @param origin      f(0)
 * @param oddness     f(−x) + f(x)
 * @param additivity  f(x + y) − f(x) − f(y), y being x with its samples in reverse order
 * @param homogeneity f(3x) − 3·f(x)
 */
public record Linearity(double origin, double oddness, double additivity, double homogeneity) {

    /**
     * Applies the function five times.
     *
     * @param function of a batch, sample by sample: with batch statistics the samples see each other, and reversing their order makes them see the same
     * @param x        at least two samples
     * @throws IllegalArgumentException if there are fewer
     */
    public static Linearity of(UnaryOperator<Tensor> function, Tensor x) {
        int samples = x.rank() == 0 ? 0 : x.dim(0);
        if (samples < 2) {
            throw new IllegalArgumentException("samples is " + samples + ", expected at least 2");
        }
        float[] index = new float[samples];
        for (int i = 0; i < samples; i++) {
            index[i] = samples - 1 - i;
        }
        Tensor y = x.gatherRows(Tensor.of(index, samples));
        Tensor fx = function.apply(x);
        double scale = Math.sqrt(squares(fx)[samples]);
        return new Linearity(
                worst(function.apply(Tensor.zeros(x.shape())), scale),
                worst(function.apply(x.negate()).add(fx), scale),
                worst(function.apply(x.add(y)).subtract(fx).subtract(function.apply(y)), scale),
                worst(function.apply(x.scale(3)).subtract(fx.scale(3)), scale));
    }

    /** Whether all four are at most so large. */
    public boolean within(double tolerance) {
        return Math.max(Math.max(origin, oddness), Math.max(additivity, homogeneity)) <= tolerance;
    }

    /** Largest norm of a sample, in units of the scale. */
    private static double worst(Tensor y, double scale) {
        double worst = 0;
        double[] squares = squares(y);
        for (int i = 0; i < y.dim(0); i++) {
            worst = Math.max(worst, Math.sqrt(squares[i]) / scale);
        }
        return worst;
    }

    /** Of each sample the square of its norm, and behind them their mean. */
    private static double[] squares(Tensor y) {
        float[] values = y.toArray();
        int samples = y.dim(0);
        int features = values.length / samples;
        double[] squares = new double[samples + 1];
        for (int i = 0; i < values.length; i++) {
            squares[i / features] += (double) values[i] * values[i];
            squares[samples] += (double) values[i] * values[i] / samples;
        }
        return squares;
    }
}
