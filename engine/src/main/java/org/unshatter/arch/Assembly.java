package org.unshatter.arch;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.Extents;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.Place.Role;
import org.unshatter.init.Place;
import org.unshatter.kernels.Window;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Convolution;
import org.unshatter.nn.Dense;
import org.unshatter.nn.Flatten;
import org.unshatter.nn.GlobalPool;
import org.unshatter.nn.Highway;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Multiplier;
import org.unshatter.nn.Network;
import org.unshatter.nn.Nonlinearity;
import org.unshatter.nn.Normalisation;
import org.unshatter.nn.Normalise;
import org.unshatter.nn.PaddedShortcut;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;

/** Makes one net of an architecture, from the input on, and draws its weights in that order. */
final class Assembly {

    private final Architecture<?> a;
    private final RandomGenerator random;
    private final List<Step> steps;
    private final int branches;
    /** Parameters that there may be, whatever memory there is, and that there are so far. */
    private final long elements;
    private long parameters;
    private final SequencedMap<String, Layer> layers = new LinkedHashMap<>();
    private final SequencedMap<String, String> starts = new LinkedHashMap<>();
    /** Of the stream so far: features or channels, and the image's extents, or null. */
    private int features;
    private int[] side;

    Assembly(Architecture<?> architecture, RandomGenerator random, long elements) {
        a = architecture;
        this.random = random;
        this.elements = elements;
        refuseContradictions();
        steps = a.hidden();
        branches = a.family.skips() ? Math.ceilDiv(steps.size(), a.layersPerSkip) : 0;
        refuseTooMany();
    }

    /** All layers between the first and the readout, before the first is made; what comes on top is counted as it comes. */
    private void refuseTooMany() {
        double weights = 0;
        int in = a.firstStep() == null ? a.width : a.firstStep().features();
        for (Step step : steps) {
            int taps = step.window() == null ? 1 : step.window().height() * step.window().width();
            weights += (double) in * a.activation.expansion() * step.features() * taps;
            in = step.features();
        }
        refuse(weights, "of the " + steps.size() + " layers behind the first");
    }

    private void refuseContradictions() {
        if (a.family == Family.LINEAR && a.activation.kind() != Activation.Kind.LINEAR) {
            throw new IllegalArgumentException("activation " + a.activation + " of a linear net, expected linear");
        }
        if (a.family.skips() && a.block == Block.POST && a.activation.expansion() != 1) {
            throw new IllegalArgumentException("blocks with the activation behind, block=post, and " + a.activation
                    + ", expected block=pre: it would double the stream's features, which the skip cannot");
        }
        if (mirrored() && a.family == Family.RESIDUAL && a.block == Block.POST) {
            throw new IllegalArgumentException("initializer mirrored and block=post, expected block=pre: behind the sum of a rectified stream and a branch"
                    + " the two signs of a feature no longer cancel");
        }
        if (a.affine && a.normalisation != Normalisation.BATCH && a.normalisation != Normalisation.LAYER) {
            throw new IllegalArgumentException("affine with normalisation " + Texts.constant(a.normalisation) + ", expected batch or layer");
        }
        if (a.firstStep() == null && (a.first != null || a.firstBias != null || a.sample().length != 1 || a.sample()[0] != a.width)) {
            throw new IllegalArgumentException("withoutFirstLayer with " + (a.first != null || a.firstBias != null ? "initialisers of a first layer"
                    : Texts.extents(a.sample()) + " inputs") + ", expected none and as many inputs as the width " + a.width);
        }
        if (a instanceof ConvNet && a.sample().length != 3) {
            throw new IllegalArgumentException("inputs is " + Arrays.toString(a.sample()) + ", expected [channels, height, width]");
        }
    }

    private boolean mirrored() {
        return a.initializer.name().split(":")[0].equals(Initializers.mirrored().name());
    }

    Network build() {
        int[] sample = a.sample();
        features = sample[0];
        if (a instanceof ConvNet) {
            side = new int[] {sample[1], sample[2]};
        } else if (sample.length == 3) {
            layers.put("flatten", new Flatten());
            features = sample[0] * sample[1] * sample[2];
        }
        Step first = a.firstStep();
        if (first != null) {
            layers.put("first", weights("first", a.first, place(Role.FIRST, false), features, first, a.firstBias));
            move(first);
        }
        if (a.family.skips()) {
            addBlocks();
        } else {
            int number = 1;
            for (Step step : steps) {
                Parts parts = new Parts("layer" + number++);
                parts.activated("");
                parts.weights("", place(Role.HIDDEN, true), features, step);
                parts.addToNet();
                move(step);
            }
        }
        addReadout();
        return new Network(a.toString(), new Sequence(layers), sample, starts);
    }

    private void addBlocks() {
        if (a.block == Block.POST && a.family == Family.RESIDUAL) {
            put(layers, "norm", normalise(features));
            put(layers, "act", activation(features));
        }
        for (int from = 0, number = 1; from < steps.size(); from += a.layersPerSkip, number++) {
            List<Step> block = steps.subList(from, Math.min(steps.size(), from + a.layersPerSkip));
            layers.put("block" + number, block("block" + number, block));
            if (a.alpha.kind() == BranchWeight.Kind.LEARNED && layers.get("block" + number) instanceof Skip) {
                layers.put("alpha" + number, multiplier(a.alpha));
            }
            block.forEach(this::move);
            if (a.block == Block.POST && a.family == Family.RESIDUAL) {
                put(layers, "act" + number, activation(features));
            }
        }
    }

    /** Layers that do nothing are left out. */
    private static void put(SequencedMap<String, Layer> layers, String part, Layer layer) {
        boolean nothing = switch (layer) {
            case Normalise norm -> norm.kind() == Normalisation.NONE;
            case Nonlinearity act -> act.activation().equals(Activation.LINEAR);
            default -> false;
        };
        if (!nothing) {
            layers.put(part, layer);
        }
    }

    private Layer block(String name, List<Step> block) {
        int stride = block.stream().mapToInt(Step::stride).reduce(1, (x, y) -> x * y);
        int out = block.getLast().features();
        boolean changes = out != features || stride != 1;
        Shortcut kind = a instanceof ConvNet conv ? conv.shortcut : Shortcut.PADDED;
        boolean alone = changes && kind == Shortcut.NONE;
        if (mirrored() && out != features && kind == Shortcut.PADDED) {
            throw new IllegalArgumentException("initializer mirrored and shortcut=padded from " + features + " to " + out
                    + " channels, expected shortcut=projected or none: zeros behind the features part those of opposite sign");
        }
        Layer branch = branch(name, block, alone);
        if (alone) {
            return new Sequence(new LinkedHashMap<>(Map.of("branch", branch)));
        }
        Layer shortcut = !changes ? Sequence.of() : kind == Shortcut.PADDED ? new PaddedShortcut(stride, out) : projection(name, out, stride);
        if (a.family == Family.RESIDUAL) {
            double alpha = a.alpha.at(branches);
            double gain = alpha * a.beta.at(branches);
            Texts.requireFloat("alpha times beta", gain);
            return new Skip(branch, shortcut, (float) alpha, (float) gain);
        }
        if (a.gate.kind() == Gate.Kind.LEARNED) {
            Step step = new Step(out, side == null ? null : block.getLast().window().stride(stride));
            Layer gate = weights(name + ".gate", null, place(Role.GATE, false), features, step, Initializers.constant(a.gate.value()));
            return new Highway(branch, gate, shortcut);
        }
        double gamma1 = a.gate.gamma1(branches);
        return new Skip(branch, shortcut, (float) gamma1, (float) Math.sqrt(1 - gamma1 * gamma1));
    }

    /** @param alone with no skip beside it: all that goes on goes through it, so it has no weight and starts as no branch that may be 0 */
    private Layer branch(String name, List<Step> block, boolean alone) {
        Parts parts = new Parts(name + ".branch");
        int in = features;
        for (int i = 0; i < block.size(); i++) {
            Step step = block.get(i);
            boolean last = i == block.size() - 1;
            Role role = alone ? Role.SHORTCUT : last ? Role.BRANCH_END : Role.HIDDEN;
            String number = block.size() == 1 ? "" : Integer.toString(i + 1);
            if (a.block == Block.PRE) {
                parts.activated(number, in);
            }
            // of a branch of one layer, which ends with it, m has no meaning, and that of the others tells that the net has some
            int layersOfBranch = block.size() == 1 ? a.layersPerSkip : block.size();
            parts.weights(number, new Place(role, a.activation, true, branches, layersOfBranch), in, step);
            in = step.features();
            if (a.block == Block.POST) {
                parts.put("norm" + number, normalise(in));
                if (!last || a.family == Family.HIGHWAY) {
                    parts.put("act" + number, activation(in));
                }
            }
        }
        if (!alone && a.family == Family.RESIDUAL && a.beta.kind() == BranchWeight.Kind.LEARNED) {
            parts.put("multiplier", multiplier(a.beta));
        }
        return new Sequence(parts.layers);
    }

    private static Multiplier multiplier(BranchWeight learned) {
        return new Multiplier(Tensor.scalar((float) learned.value()));
    }

    private Layer projection(String name, int out, int stride) {
        Parts parts = new Parts(name + ".shortcut");
        parts.weights("", place(Role.SHORTCUT, a.block == Block.POST), features, new Step(out, Window.of(1).stride(stride)));
        if (a.block == Block.POST) {
            parts.put("norm", normalise(out));
        }
        return new Sequence(parts.layers);
    }

    private void addReadout() {
        Parts parts = new Parts("readout");
        int in = features;
        if (a.readoutActivated()) {
            parts.activated("");
            in *= a.activation.expansion();
        }
        if (a instanceof ConvNet conv) {
            parts.put("head", conv.pools() ? new GlobalPool() : new Flatten());
            long pixels = conv.pools() ? in : (long) in * side[0] * side[1];
            if (pixels > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("pixels of all channels before the readout are " + pixels
                        + ", expected fewer than 2³¹, or head=pool");
            }
            in = (int) pixels;
        }
        boolean rectified = a.readoutActivated() || a.block == Block.POST;
        Initializer bias = a instanceof ConvNet ? Initializers.zeros() : null;
        parts.put("dense", weights("readout.dense", a.readout, place(Role.READOUT, rectified), in, new Step(a.outputs, null), bias));
        parts.addToNet();
    }

    private Place place(Role role, boolean rectified) {
        return new Place(role, a.activation, rectified, branches, a.family.skips() ? a.layersPerSkip : 0);
    }

    /** Before memory is taken for them. */
    private void take(String name, long more) {
        parameters += more;
        refuse(parameters, "up to " + name);
    }

    private void refuse(double count, String which) {
        double bytes = count * Float.BYTES;
        String limit = count > elements ? ", expected at most " + elements + ", as many as the file has elements"
                : bytes > Memory.most() / 2.0 ? ", which need " + Memory.text((long) bytes) + ", expected at most half of the " + Memory.text(Memory.most())
                        + " that the JVM may use: take fewer, or give it more by -Xmx" : null;
        if (limit != null) {
            throw new IllegalArgumentException("number of parameters " + which + " is " + new BigDecimal(count).toBigInteger() + limit);
        }
    }

    private Layer activation(int features) {
        take("the slopes of an activation", a.activation.kind() == Activation.Kind.PRELU ? features : 0);
        return a.activation.layer(features);
    }

    private Layer normalise(int features) {
        if (!a.affine) {
            return new Normalise(a.normalisation, a.statistics);
        }
        take("the gain and shift of a normalisation", 2L * features);
        float[] ones = new float[features];
        Arrays.fill(ones, 1);
        return new Normalise(a.normalisation, a.statistics, Tensor.of(ones, features), Tensor.zeros(features));
    }

    /**
     * A layer of weights.
     *
     * @param own  its own initialiser; null for the net's
     * @param bias that of the bias; null for the net's, which is zeros or no bias at all
     */
    private Layer weights(String name, Initializer own, Place place, int in, Step step, Initializer bias) {
        int out = step.features();
        Window window = step.window();
        Extents extents = window == null ? Extents.dense(out, in) : new Extents(out, in, window.height(), window.width());
        take(name, extents.size() + (bias != null || a.bias ? (long) out : 0));
        Tensor b = bias != null ? Tensor.of(bias.weights(out, 1, random), out) : a.bias ? Tensor.zeros(out) : null;
        Initializer named = own != null ? own : a.initializer;
        Initializer initializer = named.at(place);
        float[] w = initializer.weights(extents, random);
        starts.put(name, named.name() + ": " + initializer.explain(extents));
        return window == null ? new Dense(Tensor.of(w, out, in), b) : new Convolution(Tensor.of(w, extents.convolution()), b, window);
    }

    /** The stream behind a step. */
    private void move(Step step) {
        features = step.features();
        if (side != null) {
            side[0] = step.window().outHeight(side[0]);
            side[1] = step.window().outWidth(side[1]);
        }
    }

    /** Layers that make up a part of the net. */
    private final class Parts {
        private final String name;
        private final SequencedMap<String, Layer> layers = new LinkedHashMap<>();

        Parts(String name) {
            this.name = name;
        }

        void put(String part, Layer layer) {
            Assembly.put(layers, part, layer);
        }

        void activated(String number) {
            activated(number, features);
        }

        /** Normalisation and activation. */
        void activated(String number, int in) {
            put("norm" + number, normalise(in));
            put("act" + number, activation(in));
        }

        /** Weights that read {@code in} features before their activation. */
        void weights(String number, Place place, int in, Step step) {
            String part = (step.window() == null ? "dense" : "conv") + number;
            boolean doubled = place.rectified() && a.block == Block.PRE;
            put(part, Assembly.this.weights(name + "." + part, null, place, in * (doubled ? a.activation.expansion() : 1),
                    step, null));
        }

        void addToNet() {
            Assembly.this.layers.put(name, new Sequence(layers));
        }
    }
}
