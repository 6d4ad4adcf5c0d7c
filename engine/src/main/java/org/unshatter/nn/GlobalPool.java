package org.unshatter.nn;

import org.unshatter.autodiff.Tensor;

/** The mean of each channel: [samples, channels, height, width] to [samples, channels]. Lin et al. 2014, section 3.2. */
public record GlobalPool() implements Layer {

    @Override
    public Tensor apply(Tensor x) {
        return x.globalAveragePool();
    }
}
