package org.unshatter.nn;

import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;

/**
 * A shortcut between different shapes that has no parameters: every {@code stride}-th pixel, and zeros for the new channels, behind the others.
 * Option A of He et al. 2016, section 3.3.
 *
 * @param stride   at least 1, in both directions
 * @param channels of the result
 */
public record PaddedShortcut(int stride, int channels) implements Layer {

    @Override
    public Tensor apply(Tensor x) {
        Tensor y = stride == 1 ? x : x.averagePool(Window.of(1).stride(stride), false);
        return channels == x.dim(1) ? y : y.pad(1, 0, channels - x.dim(1));
    }
}
