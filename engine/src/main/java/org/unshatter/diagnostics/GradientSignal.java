package org.unshatter.diagnostics;

import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.Tensor;

/**
 * A gradient along a line of inputs, read as a signal: is it brown, white or constant? Balduzzi et al. 2017, section 2.
 * Norm and correlation are separate questions: a gradient may vanish without shattering and shatter without vanishing.
 */
public final class GradientSignal {

    /** A gradient whose spread stays below this fraction of its size is constant: what is left is rounding. */
    public static final double CONSTANT_TOLERANCE = 1e-4;

    private final double[] values;
    private final double mean;

    private GradientSignal(double[] values) {
        if (values.length < 2) {
            throw new IllegalArgumentException("the signal has " + values.length + " values, expected at least 2");
        }
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("the signal is " + values[i] + " at index " + i + ", expected finite numbers");
            }
            sum += values[i];
        }
        this.values = values;
        this.mean = sum / values.length;
    }

    /** @throws IllegalArgumentException if there are fewer than two values or one is not finite */
    public static GradientSignal of(double[] values) {
        return new GradientSignal(values.clone());
    }

    /**
     * The gradient of a scalar function on a grid, as {@link InputGradient} gives it: [samples, 1].
     *
     * @throws IllegalArgumentException if the shape is another, there are fewer than two values or one is not finite
     */
    public static GradientSignal of(Tensor gradient) {
        if (gradient.rank() != 2 || gradient.dim(1) != 1) {
            throw new IllegalArgumentException("gradient is " + gradient + ", expected shape [samples, 1]");
        }
        float[] data = gradient.toArray();
        double[] values = new double[data.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = data[i];
        }
        return new GradientSignal(values);
    }

    /** A copy, in the order of the grid. */
    public double[] values() {
        return values.clone();
    }

    /** √(mean of the squares). */
    public double rootMeanSquare() {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares / values.length);
    }

    /** Largest deviation from the mean, relative to the mean; 0 for a gradient that is 0 everywhere. */
    public double relativeSpread() {
        double spread = 0;
        for (double value : values) {
            spread = Math.max(spread, Math.abs(value - mean));
        }
        return spread == 0 ? 0 : spread / Math.abs(mean);
    }

    /** Whether the gradient is the same everywhere, up to {@link #CONSTANT_TOLERANCE}. */
    public boolean isConstant() {
        return relativeSpread() <= CONSTANT_TOLERANCE;
    }

    /** By what the sum of the n − k products at lag k is divided. */
    public enum Estimator {

        /** By n, for every lag: shrinks with the lag, but is the ACF of some stationary process, and has the smaller error at large lags. */
        BIASED,

        /**
         * By n − k: right on average if the true mean is 0 and is not removed; removing the signal's own mean still costs of the order of 1/n. May
         * exceed 1, and is very noisy at lags near n.
         */
        UNBIASED
    }

    /** The {@linkplain Estimator#BIASED biased} {@link #autocorrelation(int, boolean, Estimator)}. */
    public double[] autocorrelation(int maxLag, boolean removeMean) {
        return autocorrelation(maxLag, removeMean, Estimator.BIASED);
    }

    /**
     * The autocorrelation function: ACF(k) = Σ zᵢ·zᵢ₊ₖ / Σ zᵢ² for lags 0 … maxLag, times n/(n − k) for the unbiased estimator.
     *
     * @param removeMean whether z is the signal less its mean, as is usual, or the signal itself
     * @throws IllegalArgumentException if maxLag is negative or not below the number of values
     * @throws IllegalStateException    if the mean is removed from a constant signal: 0/0 has no meaning
     */
    public double[] autocorrelation(int maxLag, boolean removeMean, Estimator estimator) {
        if (maxLag < 0 || maxLag >= values.length) {
            throw new IllegalArgumentException("maxLag is " + maxLag + ", expected 0 to " + (values.length - 1));
        }
        if (removeMean ? isConstant() : rootMeanSquare() == 0) {
            throw new IllegalStateException("the signal is constant: it has no autocorrelation");
        }
        double[] z = removeMean ? centred() : values;
        int n = z.length;
        double[] acf = new double[maxLag + 1];
        for (int k = 0; k <= maxLag; k++) {
            for (int i = 0; i + k < n; i++) {
                acf[k] += z[i] * z[i + k];
            }
        }
        double variance = acf[0];
        for (int k = 0; k <= maxLag; k++) {
            acf[k] /= variance;
            if (estimator == Estimator.UNBIASED) {
                acf[k] *= n / (double) (n - k);
            }
        }
        return acf;
    }

    /**
     * The covariance picture |(g − ḡ)(g − ḡ)ᵀ| / σ² of one draw, row-major; all zeros for a constant gradient.
     * Balduzzi et al. 2017, figure 1.
     */
    public float[] covariancePicture() {
        int n = values.length;
        float[] picture = Memory.floats((long) n * n, () -> "a picture of " + n + " × " + n);
        if (isConstant()) {
            return picture;
        }
        double[] z = centred();
        double variance = 0;
        for (double deviation : z) {
            variance += deviation * deviation / n;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                picture[i * n + j] = (float) (Math.abs(z[i] * z[j]) / variance);
            }
        }
        return picture;
    }

    /** For what has no meaning of a constant, such as its spectrum. */
    void requireVariation(String what) {
        if (isConstant()) {
            throw new IllegalArgumentException("the signal is constant, " + mean + " at all " + values.length
                    + " points up to rounding: it has no " + what);
        }
    }

    int length() {
        return values.length;
    }

    /** The signal less its mean. */
    double[] centred() {
        double[] z = new double[values.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = values[i] - mean;
        }
        return z;
    }
}
