package org.unshatter.init;

import java.util.Objects;
import org.unshatter.nn.Activation;

/**
 * Where in its net a layer of weights stands: what an initialiser goes by that looks beyond the one matrix.
 *
 * @param role         what the layer is for
 * @param activation   the net's
 * @param rectified    whether the layer reads what the activation makes; otherwise it reads the raw input, or the stream of a net with skips
 * @param branches     branches beside skips in the net; 0 of a plain net
 * @param branchLayers layers of weights in each of them, or in the one it stands in; 0 of a plain net
 */
public record Place(Role role, Activation activation, boolean rectified, int branches, int branchLayers) {

    /** Refuses null. */
    public Place {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(activation, "activation");
    }

    /** What a layer is for. */
    public enum Role {
        /** Reads the input of the net. */
        FIRST,
        /** Any layer between, but for those below. */
        HIDDEN,
        /** The last layer of a branch beside a skip. */
        BRANCH_END,
        /** Makes the output of the net. */
        READOUT,
        /** The projection of a skip whose two ends have different shapes, or the layers that stand there alone, with no skip beside them. */
        SHORTCUT,
        /** Of a learned gate. */
        GATE
    }

    /** A layer of a plain net that reads the activation. */
    public static Place hidden(Activation activation) {
        return new Place(Role.HIDDEN, activation, true, 0, 0);
    }

    /** The first layer of a plain net. */
    public static Place first(Activation activation) {
        return new Place(Role.FIRST, activation, false, 0, 0);
    }

    /** The readout of a plain net. */
    public static Place readout(Activation activation) {
        return new Place(Role.READOUT, activation, true, 0, 0);
    }
}
