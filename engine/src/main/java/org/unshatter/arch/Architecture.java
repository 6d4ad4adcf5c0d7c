package org.unshatter.arch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.unshatter.autodiff.Statistics;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Network;
import org.unshatter.nn.Normalisation;

/**
 * What a net is to be like: a family, a depth, and settings, from which {@link #build} draws any number of nets.
 * {@link DenseNet} and {@link ConvNet} are the two kinds.
 *
 * <p>As text it is a body and a family and then settings, {@code dense-residual,depth=50,width=200,norm=batch,beta=0.1}; those left out have the values of
 * a new builder. {@link #parse} reads what {@link #toString} writes. The keys:
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>key<th>values<th>meaning
 * <tr><td>depth<td>1 to 10000<td>layers of rectifiers ({@link DenseNet}) or of weights ({@link ConvNet})
 * <tr><td>width, filters<td>whole number<td>units of a layer; filters of the first stage
 * <tr><td>in, out<td>1, 3x32x32; whole number<td>{@link #inputs}, {@link #outputs}
 * <tr><td>norm<td>none, center, batch, layer<td>{@link #normalisation}
 * <tr><td>affine<td>true, false<td>{@link #affine}
 * <tr><td>stats<td>constant, differentiated<td>{@link #statistics}
 * <tr><td>act<td>relu, crelu, prelu:1, …<td>{@link Activation#parse}
 * <tr><td>init<td>he, looks-linear, …<td>{@link Initializers#parse}
 * <tr><td>first, firstbias, readout<td>likewise<td>initialisers of these alone; {@code first=none}: {@link DenseNet#withoutFirstLayer}
 * <tr><td>bias<td>true, false<td>{@link #bias}
 * <tr><td>alpha<td>1, 1/sqrtL, 1/L, learned:1<td>{@link #alpha(BranchWeight)}
 * <tr><td>beta<td>0.1, 1/sqrtL, 1/L, learned:0<td>{@link BranchWeight#parse}
 * <tr><td>gate<td>0.9, 1-1/L, learned:-2<td>{@link Gate#parse}
 * <tr><td>block<td>pre, post<td>{@link Block}
 * <tr><td>per<td>whole number<td>{@link #layersPerSkip}
 * <tr><td>shortcut<td>padded, projected, none<td>{@link ConvNet#shortcut}
 * <tr><td>stages, match, head<td><td>{@link ConvNet#stages}, {@link ConvNet#matched}, {@link ConvNet#head}
 * </table>
 *
 * @param <A> the builder itself
 */
public abstract sealed class Architecture<A extends Architecture<A>> permits DenseNet, ConvNet {

    /** Layers of a net at most: ten times what is trained. */
    static final int DEEPEST = 10_000;
    /** Features of a layer at most, so that twice as many, and a pair of matrices of them, still have a number. */
    static final int WIDEST = 1 << 24;

    final Family family;
    final int depth;
    /** Null where it is not set. */
    int[] inputs;
    int outputs;
    int width;
    Normalisation normalisation = Normalisation.NONE;
    boolean affine;
    Statistics statistics = Statistics.CONSTANT;
    Activation activation;
    Initializer initializer = Initializers.he();
    Initializer first;
    Initializer firstBias;
    Initializer readout;
    boolean bias;
    BranchWeight alpha = BranchWeight.fixed(1);
    BranchWeight beta = BranchWeight.fixed(1);
    Gate gate = Gate.byDepth();
    Block block = Block.PRE;
    int layersPerSkip = 1;

    Architecture(Family family, int depth) {
        this.family = family;
        this.depth = within(DEEPEST, "depth", depth);
        activation = family == Family.LINEAR ? Activation.LINEAR : Activation.RELU;
    }

    abstract A self();

    /** A new builder of this body, family and depth, for comparison. */
    abstract A fresh();

    /** Such as "dense-plain". */
    abstract String kind();

    /** The layers of weights between the first and the readout. */
    abstract List<Step> hidden();

    /** What the first layer is; null for none. */
    abstract Step firstStep();

    /** Shape of one sample. */
    abstract int[] sample();

    /** The first layer's initialiser as text; null where it is not set. */
    String first() {
        return first == null ? null : first.name();
    }

    void first(String text) {
        first = Initializers.parse(text);
    }

    /** Whether normalisation and activation stand before the readout. */
    abstract boolean readoutActivated();

    /** Settings of this body alone, after depth. */
    abstract List<Setting<A>> ownSettings();

    /**
     * Shape of one sample: [features], or [channels, height, width].
     *
     * @throws IllegalArgumentException if the shape is another, an extent less than 1, or there are too many numbers
     */
    public A inputs(int... inputs) {
        for (int extent : inputs) {
            atLeast(1, "inputs", extent);
        }
        if (inputs.length != 1 && inputs.length != 3) {
            throw new IllegalArgumentException("inputs is " + Arrays.toString(inputs) + ", expected [features] or [channels, height, width]");
        }
        if (Arrays.stream(inputs).asDoubleStream().reduce(1, (x, y) -> x * y) > WIDEST) {
            throw new IllegalArgumentException("inputs is " + Arrays.toString(inputs) + ", expected at most " + WIDEST + " numbers");
        }
        this.inputs = inputs.clone();
        return self();
    }

    /**
     * Features of the output.
     *
     * @throws IllegalArgumentException if there are less than 1 or too many
     */
    public A outputs(int outputs) {
        this.outputs = within(WIDEST, "outputs", outputs);
        return self();
    }

    /** None unless set. */
    public A normalisation(Normalisation normalisation) {
        this.normalisation = Objects.requireNonNull(normalisation, "normalisation");
        return self();
    }

    /** Whether a learned gain and shift for each feature follow the normalisation; they start at 1 and 0. Not unless set. */
    public A affine(boolean affine) {
        this.affine = affine;
        return self();
    }

    /** Whether gradients flow through the statistics of a batch; constant unless set, as diagnostics want it. Training wants them differentiated. */
    public A statistics(Statistics statistics) {
        this.statistics = Objects.requireNonNull(statistics, "statistics");
        return self();
    }

    /** ReLU unless set; linear in the linear family. */
    public A activation(Activation activation) {
        this.activation = Objects.requireNonNull(activation, "activation");
        return self();
    }

    /** The initialiser of all layers that have none of their own; He unless set. */
    public A initializer(Initializer initializer) {
        this.initializer = Objects.requireNonNull(initializer, "initializer");
        return self();
    }

    /** The first layer's own initialisers. Without this call: that of the others as it suits this place, and no bias but by {@link #bias}. */
    public A firstLayer(Initializer weight, Initializer bias) {
        this.first = Objects.requireNonNull(weight, "weight");
        this.firstBias = Objects.requireNonNull(bias, "bias");
        return self();
    }

    /** The readout's own initialiser. Without this call: that of the others as it suits this place. */
    public A readout(Initializer readout) {
        this.readout = Objects.requireNonNull(readout, "readout");
        return self();
    }

    /** Whether every layer of weights has a bias, which starts at 0. Not unless set. */
    public A bias(boolean bias) {
        this.bias = bias;
        return self();
    }

    /**
     * α of a residual net; 1 unless set.
     *
     * @throws IllegalArgumentException if the net is not residual, or a float cannot hold it
     */
    public A alpha(double alpha) {
        Texts.requireFloat("alpha", alpha);
        return alpha(BranchWeight.fixed(alpha));
    }

    /**
     * α of a residual net: fixed, by depth, or learned from a start other than 0, at which the net and its gradients would be 0.
     *
     * @throws IllegalArgumentException if the net is not residual, or α would be learned from 0
     */
    public A alpha(BranchWeight alpha) {
        requireFamily("alpha", Family.RESIDUAL);
        Objects.requireNonNull(alpha, "alpha");
        if (alpha.kind() == BranchWeight.Kind.LEARNED && alpha.value() == 0) {
            throw new IllegalArgumentException("alpha is " + alpha + ", expected another start than 0: the net would be 0, and so would its gradients");
        }
        this.alpha = alpha;
        return self();
    }

    /**
     * β of a residual net; 1 unless set.
     *
     * @throws IllegalArgumentException if the net is not residual
     */
    public A beta(BranchWeight beta) {
        requireFamily("beta", Family.RESIDUAL);
        this.beta = Objects.requireNonNull(beta, "beta");
        return self();
    }

    /**
     * β of a residual net, the same for any depth.
     *
     * @throws IllegalArgumentException if the net is not residual, or a float cannot hold it
     */
    public A beta(double beta) {
        return beta(BranchWeight.fixed(beta));
    }

    /**
     * Gates of a highway net; γ₁² = 1 − 1/L unless set.
     *
     * @throws IllegalArgumentException if the net is not a highway net
     */
    public A gate(Gate gate) {
        requireFamily("gate", Family.HIGHWAY);
        this.gate = Objects.requireNonNull(gate, "gate");
        return self();
    }

    /**
     * Order within a branch beside a skip.
     *
     * @throws IllegalArgumentException if the net has no skips
     */
    public A block(Block block) {
        requireFamily("block", Family.RESIDUAL, Family.HIGHWAY);
        this.block = Objects.requireNonNull(block, "block");
        return self();
    }

    /**
     * Layers of weights in each branch beside a skip; what is left over at the end is a shorter branch.
     *
     * @throws IllegalArgumentException if the net has no skips, or there is less than 1 layer
     */
    public A layersPerSkip(int layers) {
        requireFamily("layersPerSkip", Family.RESIDUAL, Family.HIGHWAY);
        layersPerSkip = atLeast(1, "layersPerSkip", layers);
        return self();
    }

    /**
     * Draws the weights of a net.
     *
     * @throws IllegalArgumentException if the settings contradict each other, with the reason, or the parameters take more than half of the JVM's
     *                                  memory
     */
    public Network build(RandomGenerator random) {
        return build(random, Long.MAX_VALUE);
    }

    /** The same with at most as many parameters as a file has elements. */
    Network build(RandomGenerator random, long elements) {
        return new Assembly(this, random, elements).build();
    }

    /** Layers, as the body counts them. */
    public int depth() {
        return depth;
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        A fresh = fresh();
        List<String> parts = new ArrayList<>(List.of(kind(), "depth=" + depth));
        for (Setting<A> setting : settings()) {
            String value = setting.write().apply(self());
            if (!Objects.equals(value, setting.write().apply(fresh))) {
                parts.add(setting.key() + "=" + value);
            }
        }
        return String.join(",", parts);
    }

    /**
     * The architecture that a text describes; see above for the form.
     *
     * @throws IllegalArgumentException if it does not, naming what is wrong and what was expected
     */
    public static Architecture<?> parse(String text) {
        List<String> parts = List.of(text.split(",", -1));
        String depth = parts.size() > 1 && parts.get(1).startsWith("depth=") ? parts.get(1).substring(6) : null;
        if (depth == null) {
            throw new IllegalArgumentException("architecture is \"" + text + "\", expected a body and family and then the depth, such as dense-plain,depth=50");
        }
        int layers = Texts.integer("depth", depth);
        String[] kind = parts.getFirst().split("-", 2);
        Architecture<?> architecture = switch (kind[0]) {
            case "dense" -> DenseNet.of(family(kind), layers);
            case "conv" -> ConvNet.of(family(kind), layers);
            case "thin" -> ConvNet.thin(family(kind), layers);
            case "resnet" -> ConvNet.resnet(layers);
            default -> throw new IllegalArgumentException("body is \"" + kind[0] + "\", expected dense, conv, thin or resnet");
        };
        if (!architecture.kind().equals(parts.getFirst())) {
            throw new IllegalArgumentException("body is \"" + parts.getFirst() + "\", expected " + architecture.kind());
        }
        architecture.read(parts.subList(2, parts.size()));
        return architecture;
    }

    private static Family family(String... kind) {
        return Texts.constant("family", Family.class, kind.length < 2 ? "" : kind[1]);
    }

    private void read(List<String> parts) {
        Set<String> seen = new LinkedHashSet<>();
        for (String part : parts) {
            String[] pair = part.split("=", 2);
            if (pair[0].equals("depth")) {
                throw new IllegalArgumentException("setting \"" + part + "\", expected the depth once, behind the family");
            }
            Setting<A> setting = settings().stream().filter(s -> s.key().equals(pair[0])).findFirst().orElseThrow(() ->
                    new IllegalArgumentException("setting \"" + pair[0] + "\" of " + kind() + ", expected one of "
                            + settings().stream().map(Setting::key).collect(Collectors.joining(", "))));
            if (pair.length < 2 || !seen.add(pair[0])) {
                throw new IllegalArgumentException("setting \"" + part + "\", expected " + pair[0] + "=value, once");
            }
            setting.read().accept(self(), pair[1]);
        }
    }

    private List<Setting<A>> settings() {
        List<Setting<A>> settings = new ArrayList<>(ownSettings());
        settings.addAll(List.of(
                new Setting<>("in", (a, t) -> a.inputs(Texts.extents("in", t)), a -> a.inputs == null ? null : Texts.extents(a.inputs)),
                new Setting<>("out", (a, t) -> a.outputs(Texts.integer("out", t)), a -> Integer.toString(a.outputs)),
                new Setting<>("norm", (a, t) -> a.normalisation(Texts.constant("norm", Normalisation.class, t)), a -> Texts.constant(a.normalisation)),
                new Setting<>("affine", (a, t) -> a.affine(Texts.truth("affine", t)), a -> Boolean.toString(a.affine)),
                new Setting<>("stats", (a, t) -> a.statistics(Texts.constant("stats", Statistics.class, t)), a -> Texts.constant(a.statistics)),
                new Setting<>("act", (a, t) -> a.activation(Activation.parse(t)), a -> a.activation.toString()),
                new Setting<>("init", (a, t) -> a.initializer(Initializers.parse(t)), a -> a.initializer.name()),
                new Setting<>("first", Architecture::first, Architecture::first),
                new Setting<>("firstbias", (a, t) -> a.firstBias = Initializers.parse(t), a -> a.firstBias == null ? null : a.firstBias.name()),
                new Setting<>("readout", (a, t) -> a.readout(Initializers.parse(t)), a -> a.readout == null ? null : a.readout.name()),
                new Setting<>("bias", (a, t) -> a.bias(Texts.truth("bias", t)), a -> Boolean.toString(a.bias)),
                new Setting<>("alpha", (a, t) -> a.alpha(BranchWeight.parse("alpha", t)), a -> a.alpha.toString()),
                new Setting<>("beta", (a, t) -> a.beta(BranchWeight.parse(t)), a -> a.beta.toString()),
                new Setting<>("gate", (a, t) -> a.gate(Gate.parse(t)), a -> a.gate.toString()),
                new Setting<>("block", (a, t) -> a.block(Texts.constant("block", Block.class, t)), a -> Texts.constant(a.block)),
                new Setting<>("per", (a, t) -> a.layersPerSkip(Texts.integer("per", t)), a -> Integer.toString(a.layersPerSkip))));
        return settings;
    }

    final void requireFamily(String setting, Family... families) {
        if (!Arrays.asList(families).contains(family)) {
            throw new IllegalArgumentException(setting + " of a " + Texts.constant(family) + " net, expected family "
                    + Arrays.stream(families).map(Texts::constant).collect(Collectors.joining(" or ")));
        }
    }

    static int atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least " + least);
        }
        return value;
    }

    static int within(int most, String name, int value) {
        if (atLeast(1, name, value) > most) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at most " + most);
        }
        return value;
    }
}
