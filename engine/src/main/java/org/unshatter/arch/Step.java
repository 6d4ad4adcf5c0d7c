package org.unshatter.arch;

import org.unshatter.kernels.Window;

/**
 * A layer of weights to be made.
 *
 * @param features that come out
 * @param window   of a convolution; null for a dense layer
 */
record Step(int features, Window window) {

    int stride() {
        return window == null ? 1 : window.strideX();
    }
}
