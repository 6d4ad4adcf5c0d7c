package org.unshatter.nn;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.unshatter.autodiff.Tensor;

/**
 * The nonlinearity between two layers, as a value; {@link #layer} makes it a layer of a net.
 *
 * @param kind  which function
 * @param slope that of the leaky rectifier, or the one at which a PReLU starts; 0 of all others
 */
public record Activation(Kind kind, float slope) {

    /** x. */
    public static final Activation LINEAR = new Activation(Kind.LINEAR, 0);
    /** ρ(x) = max(x, 0). */
    public static final Activation RELU = new Activation(Kind.RELU, 0);
    /** (ρ(x) | ρ(−x)): twice as many features. Balduzzi et al. 2017, section 5. */
    public static final Activation CRELU = new Activation(Kind.CRELU, 0);
    /** tanh x. */
    public static final Activation TANH = new Activation(Kind.TANH, 0);
    /** 1/(1 + e⁻ˣ). */
    public static final Activation SIGMOID = new Activation(Kind.SIGMOID, 0);
    /** log(1 + eˣ). */
    public static final Activation SOFTPLUS = new Activation(Kind.SOFTPLUS, 0);
    /** x·Φ(x). Hendrycks and Gimpel 2016. */
    public static final Activation GELU = new Activation(Kind.GELU, 0);

    /** The functions there are. */
    public enum Kind {
        /** x. */
        LINEAR,
        /** max(x, 0). */
        RELU,
        /** (max(x, 0) | max(−x, 0)), twice the features. */
        CRELU,
        /** As LEAKY, the slope a parameter, which starts at the one given. */
        PRELU,
        /** x where x &gt; 0, slope·x elsewhere. */
        LEAKY,
        /** tanh x. */
        TANH,
        /** 1/(1 + e⁻ˣ). */
        SIGMOID,
        /** log(1 + eˣ). */
        SOFTPLUS,
        /** x·Φ(x), Φ the normal distribution function. */
        GELU;

        private boolean sloped() {
            return this == PRELU || this == LEAKY;
        }

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if the slope is not finite, or not 0 where there is none */
    public Activation {
        Objects.requireNonNull(kind, "kind");
        if (!Float.isFinite(slope) || slope != 0 && !kind.sloped()) {
            throw new IllegalArgumentException("slope of " + kind.text() + " is " + slope + ", expected " + (kind.sloped() ? "a finite number" : "0"));
        }
    }

    /**
     * x where x &gt; 0, slope·x elsewhere. Maas et al. 2013.
     *
     * @throws IllegalArgumentException if the slope is not finite
     */
    public static Activation leakyRelu(double slope) {
        return new Activation(Kind.LEAKY, (float) slope);
    }

    /**
     * The same with a slope for each feature that is learned, and starts here: at 1 the net is linear. He et al. 2015, equation 1.
     *
     * @throws IllegalArgumentException if the slope is not finite
     */
    public static Activation prelu(double slope) {
        return new Activation(Kind.PRELU, (float) slope);
    }

    /** The activation as a layer of a net, for inputs of so many features (or channels) along axis 1. */
    public Layer layer(int features) {
        if (kind != Kind.PRELU) {
            return new Nonlinearity(this);
        }
        float[] slopes = new float[features];
        Arrays.fill(slopes, slope);
        return new Prelu(Tensor.of(slopes, features));
    }

    Tensor apply(Tensor x) {
        return switch (kind) {
            case LINEAR -> x;
            case RELU -> x.relu();
            case CRELU -> x.crelu();
            case LEAKY -> x.leakyRelu(slope);
            case TANH -> x.tanh();
            case SIGMOID -> x.sigmoid();
            case SOFTPLUS -> x.softplus();
            case GELU -> x.gelu();
            case PRELU -> throw new AssertionError("has a parameter");
        };
    }

    /** Number of features that come out for each one that goes in. */
    public int expansion() {
        return kind == Kind.CRELU ? 2 : 1;
    }

    /**
     * The factor on weights that makes up for what the activation does to the second moment: gain² = 1/E[φ(z)²], z ~ N(0, 1), so that weights of variance
     * gain²/fan-in keep it. 2 for rectifiers (He et al. 2015, equation 10), for each of the two halves of CReLU as well;
     * 2/(1 + slope²) for leaky ones (equation 15 there). In closed form for these, by Simpson's rule for the smooth ones.
     */
    public double gain() {
        return 1 / Math.sqrt(switch (kind) {
            case LINEAR -> 1;
            case RELU, CRELU -> 0.5;
            case PRELU, LEAKY -> (1 + (double) slope * slope) / 2;
            case TANH -> secondMoment(Math::tanh);
            case SIGMOID -> secondMoment(z -> 1 / (1 + Math.exp(-z)));
            case SOFTPLUS -> secondMoment(z -> Math.log1p(Math.exp(z)));
            case GELU -> secondMoment(z -> z * normalDistribution(z));
        });
    }

    /** E[φ(z)²] for z ~ N(0, 1): beyond 10 standard deviations nothing is left to double precision. */
    private static double secondMoment(DoubleUnaryOperator f) {
        int steps = 4000;
        double step = 20.0 / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double z = -10 + i * step;
            double y = f.applyAsDouble(z);
            sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * y * y * Math.exp(-z * z / 2);
        }
        return sum * step / 3 / Math.sqrt(2 * Math.PI);
    }

    /** Φ by its own Taylor series around 0: Marsaglia 2004, section 3. */
    private static double normalDistribution(double z) {
        if (Math.abs(z) > 8) {
            return z > 0 ? 1 : 0;
        }
        double term = z;
        double sum = z;
        for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
            term *= z * z / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /**
     * Reads what {@link #toString} writes; without a slope, "leaky" is 0.01 and "prelu" 0.25, the values of the papers.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Activation parse(String text) {
        String[] parts = text.split(":", -1);
        for (Kind kind : Kind.values()) {
            if (kind.text().equals(parts[0]) && parts.length <= (kind.sloped() ? 2 : 1)) {
                if (!kind.sloped()) {
                    return new Activation(kind, 0);
                }
                try {
                    return new Activation(kind, parts.length == 1 ? kind == Kind.LEAKY ? 0.01f : 0.25f : Float.parseFloat(parts[1]));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("slope of " + kind.text() + " is \"" + parts[1] + "\", expected a number", e);
                }
            }
        }
        throw new IllegalArgumentException("activation is \"" + text + "\", expected one of "
                + String.join(", ", Arrays.stream(Kind.values()).map(k -> k.text() + (k.sloped() ? "[:slope]" : "")).toList()));
    }

    /** Such as "relu" or "prelu:0.25". */
    @Override
    public String toString() {
        return kind.text() + (kind.sloped() ? ":" + slope : "");
    }
}
