package org.unshatter.nn;

import org.unshatter.autodiff.Tensor;

/** Images as vectors: [samples, channels, height, width] to [samples, features], channel by channel. */
public record Flatten() implements Layer {

    @Override
    public Tensor apply(Tensor x) {
        return x.reshape(x.dim(0), -1);
    }
}
