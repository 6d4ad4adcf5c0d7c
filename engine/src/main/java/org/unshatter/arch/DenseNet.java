package org.unshatter.arch;

import java.util.Collections;
import java.util.List;

/**
 * Builds dense nets: L layers of rectifiers of one width. A first layer maps the input to the width. Then, with F(x) = W·ρ(c(x)):
 * <ul>
 * <li>plain: x ↦ F(x), L times, the last F being the readout;
 * <li>residual: x ↦ α(x + β·F(x)), L times, then a linear readout;
 * <li>highway: x ↦ γ₁·x + γ₂·F(x), L times, then a linear readout.
 * </ul>
 * Unless set, nets are functions of one number with 200 units per layer, as in the paper's laboratory. All methods throw {@link IllegalArgumentException}
 * for a depth or extent below 1, a number that is not finite, or γ₁ not within 0 and 1.
 * <pre>{@code
 * Network net = DenseNet.residual(50, 1, 0.1).normalisation(Normalisation.BATCH).build(random);
 * }</pre>
 */
public final class DenseNet extends Architecture<DenseNet> {

    private boolean firstLayer = true;

    private DenseNet(Family family, int depth) {
        super(family, depth);
        outputs = 1;
        width = 200;
    }

    /** Of a family, with its settings as they are unless set. */
    public static DenseNet of(Family family, int depth) {
        return new DenseNet(family, depth);
    }

    /** No skip connection. */
    public static DenseNet plain(int depth) {
        return of(Family.PLAIN, depth);
    }

    /** No skip connection and no activation. */
    public static DenseNet linear(int depth) {
        return of(Family.LINEAR, depth);
    }

    /** Layers α(x + β·F(x)). */
    public static DenseNet residual(int depth, double alpha, double beta) {
        return of(Family.RESIDUAL, depth).alpha(alpha).beta(beta);
    }

    /**
     * Layers γ₁·x + γ₂·F(x), with γ₁² + γ₂² = 1.
     *
     * @param gamma1 between 0 and 1
     */
    public static DenseNet highway(int depth, double gamma1) {
        return of(Family.HIGHWAY, depth).gate(Gate.fixed(gamma1));
    }

    /** Units per layer; 200 unless set. */
    public DenseNet width(int width) {
        this.width = within(WIDEST, "width", width);
        return this;
    }

    /** Leaves out the first layer: the input has as many features as a layer has units. */
    public DenseNet withoutFirstLayer() {
        firstLayer = false;
        return this;
    }

    @Override
    DenseNet self() {
        return this;
    }

    @Override
    DenseNet fresh() {
        return new DenseNet(family, depth);
    }

    @Override
    String kind() {
        return "dense-" + Texts.constant(family);
    }

    @Override
    int[] sample() {
        return inputs != null ? inputs : new int[] {firstLayer ? 1 : width};
    }

    @Override
    String first() {
        return firstLayer ? super.first() : "none";
    }

    @Override
    void first(String text) {
        if (text.equals("none")) {
            withoutFirstLayer();
        } else {
            super.first(text);
        }
    }

    @Override
    Step firstStep() {
        return firstLayer ? new Step(width, null) : null;
    }

    @Override
    List<Step> hidden() {
        return Collections.nCopies(family.skips() ? depth : depth - 1, new Step(width, null));
    }

    @Override
    boolean readoutActivated() {
        return !family.skips();
    }

    @Override
    List<Setting<DenseNet>> ownSettings() {
        return List.of(new Setting<>("width", (a, t) -> a.width(Texts.integer("width", t)), a -> Integer.toString(a.width)));
    }
}
