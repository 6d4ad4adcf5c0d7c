package org.unshatter.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.unshatter.autodiff.Statistics;
import org.unshatter.kernels.Window;
import org.unshatter.nn.Normalisation;

/**
 * Builds nets of 3 × 3 convolutions for images; the depth counts layers of weights, from the first convolution to the dense readout, which always has a bias.
 *
 * <p>Behind the first convolution the others are shared evenly among stages, the later ones taking what is left over. At the beginning of each stage but the
 * first, a stride of 2 halves the image and the number of filters doubles. Residual and highway nets have a skip over every
 * {@link #layersPerSkip} convolutions, counted from the first one on, across the stages' borders where it so happens.
 *
 * <p>{@link #of} has one stage, so that all layers are alike; {@link #thin} are the nets of Balduzzi et al. 2017, section 5; {@link #resnet} those of He et al. 2016a, section 4.2.
 * All methods throw {@link IllegalArgumentException} for a depth or extent below 1.
 */
public final class ConvNet extends Architecture<ConvNet> {

    private static final Window WINDOW = Window.of(3).padding(1);

    private final Body body;
    private int stages;
    private boolean matched;
    private Head head;
    Shortcut shortcut = Shortcut.PADDED;

    /** Where defaults come from. */
    private enum Body { CONV, THIN, RESNET }

    /** What stands between the last convolution and the readout. */
    public enum Head {
        /** Nothing: all pixels of all channels are features. */
        FLATTEN,
        /** The mean of each channel. */
        POOL
    }

    private ConvNet(Body body, Family family, int depth) {
        super(family, depth);
        this.body = body;
        inputs = new int[] {3, 32, 32};
        outputs = 10;
        width = body == Body.THIN ? 8 : 16;
        stages = switch (body) {
            case CONV -> 1;
            case THIN -> 4;
            case RESNET -> 3;
        };
        matched = body == Body.THIN;
        head = body == Body.RESNET ? Head.POOL : Head.FLATTEN;
        layersPerSkip = 2;
        if (body == Body.RESNET) {
            block = Block.POST;
            normalisation = Normalisation.BATCH;
            affine = true;
            statistics = Statistics.DIFFERENTIATED;
        }
    }

    /** All layers alike: 16 filters, one stage. */
    public static ConvNet of(Family family, int depth) {
        return new ConvNet(Body.CONV, family, depth);
    }

    /** 8 filters, doubling three times; with CReLU as {@link #matched}. At (depth − 2)/4 whole the stages are equally deep. */
    public static ConvNet thin(Family family, int depth) {
        return new ConvNet(Body.THIN, family, depth);
    }

    /**
     * ResNet-20 for depth 20, and so on: 16 filters, doubling twice, batch norm with gain and shift behind each convolution, activations behind the sums, padded shortcuts,
     * a mean of each channel before the readout.
     *
     * @throws IllegalArgumentException if depth − 2 is not a multiple of 6
     */
    public static ConvNet resnet(int depth) {
        if (depth < 8 || (depth - 2) % 6 != 0) {
            throw new IllegalArgumentException("depth is " + depth + ", expected 6n + 2: three stages of n pairs of convolutions, the first one and the readout");
        }
        return new ConvNet(Body.RESNET, Family.RESIDUAL, depth);
    }

    /** Filters of the first stage. */
    public ConvNet filters(int filters) {
        width = within(WIDEST, "filters", filters);
        return this;
    }

    /** Stages, each with twice as many filters as the one before, on images of half the height and width. */
    public ConvNet stages(int stages) {
        this.stages = atLeast(1, "stages", stages);
        return this;
    }

    /**
     * Whether a net with CReLU has 1/√2 of the filters in each stage, rounded to the nearest whole number, so that it has about as many parameters as
     * one with ReLU. Balduzzi et al. 2017, section 5.
     */
    public ConvNet matched(boolean matched) {
        this.matched = matched;
        return this;
    }

    /** What stands between the last convolution and the readout. */
    public ConvNet head(Head head) {
        this.head = Objects.requireNonNull(head, "head");
        return this;
    }

    /**
     * What skips do where their two ends have different shapes; padded unless set.
     *
     * @throws IllegalArgumentException if the net has no skips
     */
    public ConvNet shortcut(Shortcut shortcut) {
        requireFamily("shortcut", Family.RESIDUAL, Family.HIGHWAY);
        this.shortcut = Objects.requireNonNull(shortcut, "shortcut");
        return this;
    }

    @Override
    ConvNet self() {
        return this;
    }

    @Override
    ConvNet fresh() {
        return new ConvNet(body, family, depth);
    }

    @Override
    String kind() {
        return body == Body.RESNET ? "resnet" : Texts.constant(body) + "-" + Texts.constant(family);
    }

    @Override
    int[] sample() {
        return inputs;
    }

    @Override
    Step firstStep() {
        return new Step(filters(0, width), WINDOW);
    }

    @Override
    List<Step> hidden() {
        if (depth - 1 < stages) {
            throw new IllegalArgumentException("depth is " + depth + ", expected more than the " + stages + " stages");
        }
        List<Step> steps = new ArrayList<>();
        for (int s = 0, left = depth - 2; s < stages; s++) {
            int layers = left / (stages - s);
            left -= layers;
            for (int l = 0; l < layers; l++) {
                steps.add(new Step(filters(s, width), s > 0 && l == 0 ? WINDOW.stride(2) : WINDOW));
            }
        }
        return steps;
    }

    private int filters(int stage, int first) {
        double doubled = first * Math.pow(2, stage);
        if (doubled > WIDEST) {
            throw new IllegalArgumentException("filters of stage " + (stage + 1) + " is " + first + " · 2^" + stage + ", expected at most " + WIDEST);
        }
        int filters = (int) doubled;
        return matched && activation.expansion() == 2 ? Math.max(1, (int) Math.round(filters / Math.sqrt(2))) : filters;
    }

    boolean pools() {
        return head == Head.POOL;
    }

    @Override
    boolean readoutActivated() {
        return !family.skips() || block == Block.PRE;
    }

    @Override
    List<Setting<ConvNet>> ownSettings() {
        return List.of(
                new Setting<>("filters", (a, t) -> a.filters(Texts.integer("filters", t)), a -> Integer.toString(a.width)),
                new Setting<>("stages", (a, t) -> a.stages(Texts.integer("stages", t)), a -> Integer.toString(a.stages)),
                new Setting<>("match", (a, t) -> a.matched(Texts.truth("match", t)), a -> Boolean.toString(a.matched)),
                new Setting<>("head", (a, t) -> a.head(Texts.constant("head", Head.class, t)), a -> Texts.constant(a.head)),
                new Setting<>("shortcut", (a, t) -> a.shortcut(Texts.constant("shortcut", Shortcut.class, t)), a -> Texts.constant(a.shortcut)));
    }
}
