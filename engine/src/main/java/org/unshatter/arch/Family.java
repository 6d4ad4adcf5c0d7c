package org.unshatter.arch;

/** How the layers of a net hang together. With F(x) = W·ρ(c(x)), ρ the activation and c the normalisation: */
public enum Family {

    /** x ↦ F(x). */
    PLAIN(false),
    /** The same without activation: the floor that the others are to rise above. */
    LINEAR(false),
    /** x ↦ α(x + β·F(x)). Balduzzi et al. 2017, equation 2. */
    RESIDUAL(true),
    /** x ↦ γ₁·x + γ₂·F(x), section 3.4 there; or with learned gates, Srivastava et al. 2015. */
    HIGHWAY(true);

    private final boolean skips;

    Family(boolean skips) {
        this.skips = skips;
    }

    /** Whether there are branches beside skips. */
    boolean skips() {
        return skips;
    }
}
