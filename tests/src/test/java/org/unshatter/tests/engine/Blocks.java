package org.unshatter.tests.engine;

import org.unshatter.autodiff.Tensor;
import org.unshatter.init.Extents;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;

/** Weights of a dense layer [outputs, inputs] or a convolution [filters, channels, height, width], and their blocks. */
final class Blocks {

    private Blocks() {
    }

    static Tensor draw(Initializer initializer, String label, int... shape) {
        return Tensor.of(initializer.weights(extents(shape), RandomStreams.of(1, label)), shape);
    }

    private static Extents extents(int[] shape) {
        return shape.length == 2 ? Extents.dense(shape[0], shape[1]) : new Extents(shape[0], shape[1], shape[2], shape[3]);
    }

    /** Gaussian inputs. */
    static Tensor inputs(int... shape) {
        return draw(Initializers.normal(1), "inputs", shape);
    }

    /** The first half of the inputs, or channels. */
    static Tensor left(Tensor w) {
        return w.slice(1, 0, w.dim(1) / 2);
    }

    /** The first half of the outputs, or filters. */
    static Tensor upper(Tensor w) {
        return w.slice(0, 0, w.dim(0) / 2);
    }

    /** Largest difference of two elements in the same place, over the largest element. */
    static double difference(Tensor a, Tensor b) {
        float[] left = a.toArray();
        float[] right = b.toArray();
        double worst = left.length == right.length ? 0 : Double.NaN;
        double scale = 0;
        for (int i = 0; i < right.length; i++) {
            worst = Math.max(worst, Math.abs((double) left[i] - right[i]));
            scale = Math.max(scale, Math.abs(right[i]));
        }
        return worst / scale;
    }
}
