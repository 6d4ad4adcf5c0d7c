package org.unshatter.kernels;

import java.util.Objects;
import org.unshatter.kernels.Epilogue.Activation;

/**
 * What batch or layer normalisation does to {@link Images}: {@code y = activation((x − mean) / √(variance + ε) · γ + β)}, or without the
 * division: mean-centering. The two differ in what mean and variance are taken over. Immutable; make one and use it often.
 *
 * @param images     shape of what is normalised
 * @param divide     whether to divide by the standard deviation; if not, variances are neither computed nor read
 * @param epsilon    ε, added to the variance
 * @param activation {@code NONE} or {@code RELU}, in the same pass
 */
public record Normalisation(Images images, boolean divide, double epsilon, Activation activation) {

    /** @throws IllegalArgumentException if ε is negative or not finite, or the activation is another one */
    public Normalisation {
        Objects.requireNonNull(images, "images");
        check(epsilon, activation);
    }

    static void check(double epsilon, Activation activation) {
        Check.notNegative(epsilon, "epsilon");
        if (Objects.requireNonNull(activation, "activation") == Activation.CRELU) {
            throw new IllegalArgumentException("activation is CRELU, expected NONE or RELU: let what comes next read its input through CReLU");
        }
    }

    /** Mean-centering: y = (x − mean)·γ + β. Source: Balduzzi et al. 2017, section 2.2. */
    public static Normalisation centring(Images images) {
        return new Normalisation(images, false, 0, Activation.NONE);
    }

    /** The full normalisation. Source: Ioffe and Szegedy 2015, algorithm 1; Ba et al. 2016, equation 3. */
    public static Normalisation of(Images images, double epsilon) {
        return new Normalisation(images, true, epsilon, Activation.NONE);
    }

    /** The same with a rectifier behind it. */
    public Normalisation relu() {
        return new Normalisation(images, divide, epsilon, Activation.RELU);
    }

    /** 1 / √(variance + ε), or 1, without looking at the variance. */
    double inverse(float[] variance, int at) {
        return divide ? 1 / Math.sqrt(variance[at] + epsilon) : 1;
    }

    /** What the output is not below. */
    float floor() {
        return floor(activation);
    }

    static float floor(Activation activation) {
        return activation == Activation.RELU ? 0 : Float.NEGATIVE_INFINITY;
    }

    /** At which outputs, and below, the derivative of the activation is 0. */
    float flat() {
        return flat(activation);
    }

    static float flat(Activation activation) {
        return activation == Activation.RELU ? 0 : Float.NaN;
    }
}
