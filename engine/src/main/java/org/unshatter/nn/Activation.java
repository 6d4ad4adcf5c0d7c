package org.unshatter.nn;

import org.unshatter.autodiff.Tensor;

/** The nonlinearity between two layers. */
public enum Activation implements Layer {

    /** x. */
    LINEAR,
    /** ρ(x) = max(x, 0). */
    RELU,
    /** (ρ(x) | ρ(−x)): twice as many features. */
    CRELU;

    @Override
    public Tensor apply(Tensor x) {
        return switch (this) {
            case LINEAR -> x;
            case RELU -> x.relu();
            case CRELU -> x.crelu();
        };
    }

    /** Number of features that come out for each one that goes in. */
    public int expansion() {
        return this == CRELU ? 2 : 1;
    }
}
