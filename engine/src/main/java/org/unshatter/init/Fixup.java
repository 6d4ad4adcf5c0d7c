package org.unshatter.init;

import java.util.random.RandomGenerator;

/**
 * For nets of skips without normalisation: branches begin at zero, and the layers in them so small that a step of training changes the output
 * by an amount that does not grow with the number of branches. Rules 1 and 2 of the paper; rule 3, scalar biases and multipliers, is a matter of the net.
 *
 * @param gain     that He's initialisation has there; 0 outside a net
 * @param branches in the net, L; 0 outside a net
 * @param layers   of weights in each branch, m; 0 outside a net
 */
record Fixup(double gain, int branches, int layers) implements Initializer {

    /** As it is asked for: nothing is known of the net. */
    static final Fixup OPEN = new Fixup(0, 0, 0);

    Fixup {
        if (branches != 0 || layers != 0 || gain != 0) {
            if (branches < 1) {
                throw new IllegalArgumentException("initializer fixup in a net of " + branches + " branches, expected a net with skips:"
                        + " it scales what stands beside them");
            }
            if (layers < 2) {
                throw new IllegalArgumentException("initializer fixup with branches of " + layers + " layer of weights, expected at least 2:"
                        + " the last of each is zero, and L^(-1/(2m - 2)) for the others has no value at m = 1");
            }
            Orthogonal.requireGain(gain);
        }
    }

    @Override
    public String name() {
        return "fixup" + (branches == 0 ? "" : ":" + gain + ":" + branches + ":" + layers);
    }

    @Override
    public String source() {
        return "Zhang et al. 2019, section 3, rules 1 and 2";
    }

    /**
     * The readout and the end of each branch are zero, the other layers of a branch He's times L^(-1/(2m − 2)), all others He's.
     *
     * @throws IllegalArgumentException if the net has no branches, or branches of one layer
     */
    @Override
    public Initializer at(Place place) {
        double gain = new Fixup(He.NORMAL.at(place).gain().getAsDouble(), place.branches(), place.branchLayers()).gain();
        return switch (place.role()) {
            case READOUT, BRANCH_END -> Initializers.zeros();
            case HIDDEN -> new Fixup(gain, place.branches(), place.branchLayers());
            case FIRST, SHORTCUT, GATE -> He.NORMAL.gain(gain);
        };
    }

    private He scaled() {
        if (branches == 0) {
            throw new IllegalArgumentException(
                    "initializer fixup outside a net, expected a place in a net with skips: its scale goes by their number");
        }
        return He.NORMAL.gain(gain * scale());
    }

    private double scale() {
        return Math.pow(branches, -1.0 / (2 * layers - 2));
    }

    @Override
    public String explain(Extents extents) {
        return scaled().explain(extents) + ", deviation scaled by " + Figures.text(scale()) + " = " + branches + "^(-1/" + (2 * layers - 2) + ")";
    }

    @Override
    public void fill(float[] weights, Extents extents, RandomGenerator random) {
        scaled().fill(weights, extents, random);
    }
}
