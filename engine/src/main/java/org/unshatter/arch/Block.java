package org.unshatter.arch;

/** Where normalisation and activation stand in a block beside a skip. */
public enum Block {

    /** Before each layer of weights: c, ρ, W. The stream itself is never rectified. Balduzzi et al. 2017, equation 2; He et al. 2016b. */
    PRE,
    /** Behind: W, c, ρ; of residual nets the last ρ behind the sum, as in He et al. 2016a. In highway nets the branch is ρ(c(W·x)), as in Srivastava et al. 2015. */
    POST
}
