package org.unshatter.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.Place;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Normalisation;
import org.unshatter.nn.Normalise;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;

/**
 * Builds the dense nets of the paper: plain, residual and highway, with L layers of rectifiers of one width.
 *
 * <p>A first layer maps the input to the width. Then, with F(x) = W·ρ(c(x)), ρ the activation and c the normalisation:
 * <ul>
 * <li>plain: x ↦ F(x), L times, the last F being the readout;
 * <li>residual: x ↦ α(x + β·F(x)), L times, then a linear readout (Balduzzi et al. 2017, eq. 2);
 * <li>highway: x ↦ γ₁·x + γ₂·F(x), L times, then a linear readout.
 * </ul>
 * Biases are 0 but for the first layer's, which has an initialiser of its own.
 * <pre>{@code
 * Layer net = DenseNet.residual(50, 1, 0.1).normalisation(Normalisation.BATCH).build(random);
 * }</pre>
 */
public final class DenseNet {

    private final int depth;
    private final boolean skips;
    private final float keep;
    private final float gain;

    private Integer inputs;
    private int width = 200;
    private int outputs = 1;
    private boolean firstLayer = true;
    private Normalisation normalisation = Normalisation.NONE;
    private Statistics statistics = Statistics.CONSTANT;
    private Activation activation = Activation.RELU;
    private Initializer hidden = Initializers.he();
    private Initializer first;
    private Initializer bias;
    private Initializer readout;

    private DenseNet(int depth, boolean skips, double keep, double gain) {
        this.depth = positive("depth", depth);
        this.skips = skips;
        this.keep = (float) finite("skip weight", keep);
        this.gain = (float) finite("branch weight", gain);
    }

    /** No skip connection. */
    public static DenseNet plain(int depth) {
        return new DenseNet(depth, false, 0, 1);
    }

    /** Layers α(x + β·F(x)). */
    public static DenseNet residual(int depth, double alpha, double beta) {
        return new DenseNet(depth, true, alpha, alpha * beta);
    }

    /**
     * Layers γ₁·x + γ₂·F(x), with γ₁² + γ₂² = 1.
     *
     * @param gamma1 between 0 and 1
     */
    public static DenseNet highway(int depth, double gamma1) {
        if (!(gamma1 >= 0 && gamma1 <= 1)) {
            throw new IllegalArgumentException("gamma1 is " + gamma1 + ", expected 0 to 1");
        }
        return new DenseNet(depth, true, gamma1, Math.sqrt(1 - gamma1 * gamma1));
    }

    /** Features of the input; 1 unless set, or the width if there is no first layer. */
    public DenseNet inputs(int inputs) {
        this.inputs = positive("inputs", inputs);
        return this;
    }

    /** Units per layer; 200 unless set. */
    public DenseNet width(int width) {
        this.width = positive("width", width);
        return this;
    }

    /** Features of the output; 1 unless set. */
    public DenseNet outputs(int outputs) {
        this.outputs = positive("outputs", outputs);
        return this;
    }

    /** Leaves out the first layer: the input has as many features as a layer has units. */
    public DenseNet withoutFirstLayer() {
        firstLayer = false;
        return this;
    }

    /** None unless set. */
    public DenseNet normalisation(Normalisation normalisation) {
        this.normalisation = Objects.requireNonNull(normalisation, "normalisation");
        return this;
    }

    /** Whether gradients flow through the statistics of the normalisation; constant unless set. */
    public DenseNet statistics(Statistics statistics) {
        this.statistics = Objects.requireNonNull(statistics, "statistics");
        return this;
    }

    /** ReLU unless set. */
    public DenseNet activation(Activation activation) {
        this.activation = Objects.requireNonNull(activation, "activation");
        return this;
    }

    /** The initialiser of all layers that have none of their own; He unless set. */
    public DenseNet initializer(Initializer initializer) {
        this.hidden = Objects.requireNonNull(initializer, "initializer");
        return this;
    }

    /** The first layer's own initialisers. Without this call: that of the others in its form for raw input, and bias 0. */
    public DenseNet firstLayer(Initializer weight, Initializer bias) {
        this.first = Objects.requireNonNull(weight, "weight");
        this.bias = Objects.requireNonNull(bias, "bias");
        return this;
    }

    /** The readout's own initialiser. Without this call: that of the others, in its form for raw input if no activation precedes it. */
    public DenseNet readout(Initializer readout) {
        this.readout = Objects.requireNonNull(readout, "readout");
        return this;
    }

    /**
     * Draws the weights.
     *
     * @throws IllegalArgumentException if the options contradict each other
     */
    public Sequence build(RandomGenerator random) {
        if (!firstLayer && (first != null || inputs != null && inputs != width)) {
            throw new IllegalArgumentException("withoutFirstLayer with " + (first != null ? "initialisers of a first layer" : inputs + " inputs")
                    + ", expected none and as many inputs as the width " + width);
        }
        List<Layer> layers = new ArrayList<>();
        if (firstLayer) {
            Initializer weights = first != null ? first : hidden.at(Place.first(activation));
            Tensor b = bias == null ? null : Tensor.of(bias.weights(width, 1, random), width);
            layers.add(dense(weights, width, inputs == null ? 1 : inputs, random, b));
        }
        Initializer last = readout != null ? readout : skips ? hidden.at(Place.first(activation)) : hidden;
        if (skips) {
            for (int l = 0; l < depth; l++) {
                layers.add(new Skip(rectified(hidden, width, random), keep, gain));
            }
            layers.add(dense(last, outputs, width, random, null));
        } else {
            for (int l = 0; l < depth - 1; l++) {
                layers.add(rectified(hidden, width, random));
            }
            layers.add(rectified(last, outputs, random));
        }
        return Sequence.of(layers.toArray(Layer[]::new));
    }

    /** F(x) = W·ρ(c(x)). */
    private Layer rectified(Initializer initializer, int units, RandomGenerator random) {
        return Sequence.of(new Normalise(normalisation, statistics), activation.layer(width),
                dense(initializer, units, width * activation.expansion(), random, null));
    }

    private static Dense dense(Initializer initializer, int units, int fanIn, RandomGenerator random, Tensor bias) {
        return new Dense(Tensor.of(initializer.weights(units, fanIn, random), units, fanIn), bias);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least 1");
        }
        return value;
    }

    private static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a finite number");
        }
        return value;
    }
}
