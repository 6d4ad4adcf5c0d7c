package org.unshatter.paper;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.unshatter.arch.DenseNet;
import org.unshatter.arch.Family;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Normalisation;

/**
 * A net of the paper's laboratory, less its depth: a function of one number, with 200 units per layer, whose gradient is taken
 * on 256 points of [−2, 2]. Balduzzi et al. 2017, section 2.
 *
 * <p>First layer w ~ N(0, 1), b ~ N(0, 1), which spreads the kinks over the grid (this project's choice); readout v ~ N(0, 1/N);
 * batch statistics constant in the derivative.
 *
 * @param beta weight of the branch of a residual net, null for the other families
 */
record ToyNet(Family family, Normalisation normalisation, Activation activation, Initializer initializer, Double beta) {

    static final int WIDTH = 200;
    static final int GRID_POINTS = 256;

    static final ToyNet PLAIN = new ToyNet(Family.PLAIN, Normalisation.NONE, Activation.RELU, Initializers.he(), null);
    static final ToyNet PLAIN_CENTRED = new ToyNet(Family.PLAIN, Normalisation.CENTER, Activation.RELU, Initializers.he(), null);
    static final ToyNet PLAIN_BATCH_NORM = new ToyNet(Family.PLAIN, Normalisation.BATCH, Activation.RELU, Initializers.he(), null);
    static final ToyNet RESIDUAL = new ToyNet(Family.RESIDUAL, Normalisation.BATCH, Activation.RELU, Initializers.he(), 1.0);
    static final ToyNet RESIDUAL_SMALL = new ToyNet(Family.RESIDUAL, Normalisation.BATCH, Activation.RELU, Initializers.he(), 0.1);
    static final ToyNet HIGHWAY = new ToyNet(Family.HIGHWAY, Normalisation.NONE, Activation.RELU, Initializers.he(), null);
    static final ToyNet LOOKS_LINEAR =
            new ToyNet(Family.PLAIN, Normalisation.NONE, Activation.CRELU, Initializers.looksLinear(), null);

    Layer build(int depth, RandomGenerator random) {
        return build(depth, WIDTH, random);
    }

    Layer build(int depth, int width, RandomGenerator random) {
        DenseNet net = DenseNet.of(family, depth); // gates by depth, alpha 1
        if (beta != null) {
            net.beta(beta);
        }
        // The readout of a looks-linear net reads a CReLU as well, so it is mirrored; its norm is that of N(0, 1/N).
        boolean mirrored = initializer.equals(Initializers.looksLinear());
        return net.width(width).normalisation(normalisation).activation(activation).initializer(initializer)
                .firstLayer(Initializers.normal(1), Initializers.normal(1))
                .readout(mirrored ? initializer : Initializers.lecun())
                .build(random);
    }

    /** γ₁ with γ₁² = 1 − 1/L, for which Corollary 1 promises a correlation that depth cannot bring to 0. */
    static double highwayGate(int depth) {
        return Math.sqrt(1 - 1.0 / depth);
    }

    GradientSignal gradient(int depth, RandomGenerator random) {
        return GradientSignal.of(InputGradient.of(build(depth, random), grid()));
    }

    static Tensor grid() {
        float[] grid = new float[GRID_POINTS];
        for (int i = 0; i < GRID_POINTS; i++) {
            grid[i] = (float) (-2 + 4.0 * i / (GRID_POINTS - 1));
        }
        return Tensor.of(grid, GRID_POINTS, 1);
    }

    /** For people: "residual, BN, β = 0.1". */
    String label() {
        StringBuilder label = new StringBuilder(lower(family));
        switch (normalisation) {
            case NONE -> { }
            case CENTER -> label.append(", mean-centred");
            case BATCH -> label.append(", BN");
        }
        if (activation != Activation.RELU) {
            label.append(", CReLU ").append(initializer.name());
        }
        if (beta != null) {
            label.append(", β = ").append(beta == 1 ? "1" : beta.toString());
        }
        return label.toString();
    }

    /** For the results file. */
    SequencedMap<String, Object> describe() {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("family", lower(family));
        map.put("norm", lower(normalisation));
        map.put("activation", activation.toString());
        map.put("init", initializer.name());
        map.put("beta", beta);
        return map;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
