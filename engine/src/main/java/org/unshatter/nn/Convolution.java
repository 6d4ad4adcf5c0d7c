package org.unshatter.nn;

import java.util.function.BiFunction;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;

/**
 * A convolution of images.
 *
 * @param weight [filters, channels, window height, window width]
 * @param bias   [filters], or null for none
 * @param window its size as in the weight, with stride, border and dilation
 */
public record Convolution(Tensor weight, Tensor bias, Window window) implements Layer {

    @Override
    public Tensor apply(Tensor x) {
        return x.conv2d(weight, bias, window, 1);
    }

    @Override
    public Convolution mapParameters(BiFunction<String, Tensor, Tensor> change) {
        return new Convolution(change.apply("weight", weight), bias == null ? null : change.apply("bias", bias), window);
    }

    /** As if the border were pixels like others: the usual way to count. */
    @Override
    public long multiplyAdds(Tensor x, Tensor y) {
        return (long) y.size() * (weight.size() / weight.dim(0));
    }
}
