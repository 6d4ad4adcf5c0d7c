package org.unshatter.init;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.unshatter.nn.Activation;

/**
 * Looks-linear for nets of plain rectifiers: every layer computes each of its features twice, with both signs, [u; −u], so that the next one
 * can put u = ρ(u) − ρ(−u) together again. With W delta-orthogonal the net is linear at first.
 */
record Mirrored(Form form) implements Initializer {

    /** What a layer reads and makes. */
    enum Form {
        /** Reads [ρ(u); ρ(−u)] and makes [W·u; −W·u]. */
        HIDDEN(true, true, 1, "[[W, −W], [−W, W]]"),
        /** Reads x and makes [W·x; −W·x]. */
        FIRST(false, true, 1, "[W; −W]"),
        /** Reads [ρ(u); ρ(−u)] and makes W·u. */
        READOUT(true, false, 1, "[W, −W]"),
        /** Reads the stream of a net with skips, [h; −h], not rectified, and makes [W·h; −W·h]: W·h − W·(−h) is twice that. */
        STREAM(true, true, 0.5f, "[[W, −W], [−W, W]] / 2"),
        /** Reads the stream [h; −h] and makes W·h. */
        STREAM_READOUT(true, false, 0.5f, "[W, −W] / 2");

        private final boolean inputs;
        private final boolean outputs;
        private final float factor;
        private final String picture;

        Form(boolean inputs, boolean outputs, float factor, String picture) {
            this.inputs = inputs;
            this.outputs = outputs;
            this.factor = factor;
            this.picture = picture;
        }

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws IllegalArgumentException if there is none of this name */
        static Form parse(String text) {
            return Arrays.stream(values()).filter(form -> form.text().equals(text)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                    "form of mirrored is \"" + text + "\", expected one of " + String.join(", ", Arrays.stream(values()).map(Form::text).toList())));
        }
    }

    @Override
    public String name() {
        return "mirrored" + (form == Form.HIDDEN ? "" : ":" + form.text());
    }

    @Override
    public String source() {
        return "Burkholz and Dubatovka 2019, the Gaussian submatrix initialisation with W orthogonal";
    }

    @Override
    public String explain(Extents extents) {
        return form.picture + ", W with " + new DeltaOrthogonal(1).explain(block(extents));
    }

    /**
     * In the form for what the layer reads and makes. A gate is 0: one that is the same for every x leaves the net linear.
     *
     * @throws IllegalArgumentException if the activation is not ReLU
     */
    @Override
    public Initializer at(Place place) {
        if (place.activation().kind() != Activation.Kind.RELU) {
            throw new IllegalArgumentException("initializer mirrored with activation " + place.activation() + ", expected relu"
                    + (place.activation().kind() == Activation.Kind.CRELU ? ": crelu makes both signs by itself, its initializer is looks-linear"
                            : ", for which the halves of opposite sign add up to a linear layer: ρ(u) − ρ(−u) = u"));
        }
        return switch (place.role()) {
            case GATE -> Initializers.zeros();
            case FIRST -> new Mirrored(Form.FIRST);
            case READOUT -> new Mirrored(place.rectified() ? Form.READOUT : Form.STREAM_READOUT);
            case HIDDEN, BRANCH_END, SHORTCUT -> new Mirrored(place.rectified() ? Form.HIDDEN : Form.STREAM);
        };
    }

    /** The extents of W. */
    private Extents block(Extents extents) {
        int outputs = half("outputs", extents.outputs(), form.outputs);
        int inputs = half("inputs", extents.inputs(), form.inputs);
        return new Extents(outputs, inputs, extents.height(), extents.width());
    }

    private int half(String what, int extent, boolean mirrored) {
        if (mirrored && extent % 2 != 0) {
            throw new IllegalArgumentException(name() + ": " + what + " is " + extent + ", expected an even number, two halves of opposite sign");
        }
        return mirrored ? extent / 2 : extent;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if a number that should have halves is odd, or the window has no centre
     */
    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        extents.requireSizeOf(weights);
        float[] w = new DeltaOrthogonal(1).weights(block(extents), random);
        if (form.inputs) {
            Mirror.inputs(w, form.factor, weights, extents);
        } else {
            System.arraycopy(w, 0, weights, 0, w.length);
        }
        if (form.outputs) {
            Mirror.outputs(weights);
        }
    }
}
