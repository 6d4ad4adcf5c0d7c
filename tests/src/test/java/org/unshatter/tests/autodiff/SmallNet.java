package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.unshatter.autodiff.Seed;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;

/**
 * Nets of each kind that is trained, small.
 *
 * @param input      shape of a sample
 * @param parameters shapes
 * @param logits     of the parameters, in their order, and a batch
 * @param seed       of the dropout, if there is any
 */
record SmallNet(String name, int[] input, int[][] parameters, BiFunction<Iterator<Tensor>, Tensor, Tensor> logits, Seed seed) {

    static final int CLASSES = 3;

    private static final Window THREE = Window.of(3).padding(1);

    SmallNet(String name, int[] input, int[][] parameters, BiFunction<Iterator<Tensor>, Tensor, Tensor> logits) {
        this(name, input, parameters, logits, Seed.of(0));
    }

    static List<SmallNet> all() {
        return List.of(reluNet(), creluNet(), batchNormNet(), thinNet(), dropoutNet(), residualNet(), convolutionalCreluNet(), poolingNet());
    }

    static SmallNet reluNet() {
        return new SmallNet("dense, ReLU", new int[] {7}, new int[][] {{16, 7}, {16}, {17, 16}, {17}, {CLASSES, 17}, {CLASSES}},
                (w, x) -> x.linear(w.next(), w.next()).relu().linear(w.next(), w.next()).relu().linear(w.next(), w.next()));
    }

    static SmallNet creluNet() {
        return new SmallNet("dense, CReLU", new int[] {7}, new int[][] {{16, 7}, {16}, {17, 32}, {17}, {CLASSES, 34}, {CLASSES}},
                (w, x) -> x.linear(w.next(), w.next()).crelu().linear(w.next(), w.next()).crelu().linear(w.next(), w.next()));
    }

    static SmallNet batchNormNet() {
        return new SmallNet("dense, batch norm, ReLU", new int[] {7}, new int[][] {{16, 7}, {16}, {16}, {17, 16}, {17}, {17}, {CLASSES, 17}},
                (w, x) -> {
                    Tensor h = normalised(w, x.matmulTransposed(w.next())).relu();
                    return normalised(w, h.matmulTransposed(w.next())).relu().matmulTransposed(w.next());
                });
    }

    private static Tensor normalised(Iterator<Tensor> w, Tensor x) {
        return x.batchNorm(w.next(), w.next(), 1e-3, Statistics.DIFFERENTIATED);
    }

    static SmallNet thinNet() {
        return new SmallNet("one and two wide", new int[] {1}, new int[][] {{1, 1}, {1}, {2, 2}, {2}, {1, 4}, {1}, {CLASSES, 2}, {CLASSES}},
                (w, x) -> x.linear(w.next(), w.next()).crelu().linear(w.next(), w.next()).crelu().linear(w.next(), w.next()).crelu()
                        .linear(w.next(), w.next()));
    }

    static SmallNet dropoutNet() {
        Seed seed = Seed.of(42);
        return new SmallNet("layer norm, GELU, dropout", new int[] {7}, new int[][] {{32, 7}, {32}, {32}, {32}, {CLASSES, 32}, {CLASSES}},
                (w, x) -> x.linear(w.next(), w.next()).layerNorm(w.next(), w.next(), 1e-3).gelu().dropout(0.25, seed.split(1))
                        .linear(w.next(), w.next()).dropout(0.1, seed.split(2)), seed);
    }

    /** He et al. 2016, section 3.4: a shortcut that halves the size takes every second pixel and adds channels of zeros. */
    static SmallNet residualNet() {
        return new SmallNet("residual, batch norm", new int[] {2, 6, 5}, new int[][] {{4, 2, 3, 3}, {4}, {4},
            {4, 4, 3, 3}, {4}, {4}, {4, 4, 3, 3}, {4}, {4}, {8, 4, 3, 3}, {8}, {8}, {8, 8, 3, 3}, {8}, {8}, {CLASSES, 8}, {CLASSES}},
                (w, x) -> {
                    Tensor h = normalised(w, x.conv2d(w.next(), null, THREE, 1)).relu();
                    h = block(w, h, 1);
                    return block(w, h, 2).globalAveragePool().linear(w.next(), w.next());
                });
    }

    private static Tensor block(Iterator<Tensor> w, Tensor x, int stride) {
        Tensor h = normalised(w, x.conv2d(w.next(), null, THREE.stride(stride), 1)).relu();
        h = normalised(w, h.conv2d(w.next(), null, THREE, 1));
        Tensor shortcut = stride == 1 ? x : x.averagePool(Window.of(1).stride(stride), false).pad(1, x.dim(1) / 2, h.dim(1) - x.dim(1) - x.dim(1) / 2);
        return h.add(shortcut).relu();
    }

    static SmallNet convolutionalCreluNet() {
        return new SmallNet("convolutional, CReLU", new int[] {2, 5, 4}, new int[][] {{3, 2, 3, 3}, {3}, {4, 6, 3, 3}, {4}, {5, 8, 3, 3}, {CLASSES, 10}},
                (w, x) -> x.conv2d(w.next(), w.next(), THREE, 1).crelu().conv2d(w.next(), w.next(), THREE.stride(2), 1).crelu()
                        .conv2d(w.next(), null, THREE, 1).crelu().globalAveragePool().matmulTransposed(w.next()));
    }

    static SmallNet poolingNet() {
        return new SmallNet("convolutional, ReLU, pooling, PReLU, depthwise", new int[] {2, 6, 6}, new int[][] {{4, 2, 3, 3}, {4}, {4, 1, 3, 3}, {4}, {4},
            {CLASSES, 36}, {CLASSES}},
                (w, x) -> x.conv2d(w.next(), w.next(), THREE, 1).relu().maxPool(Window.of(2).stride(2)).conv2d(w.next(), w.next(), THREE, 4)
                        .prelu(w.next()).reshape(x.dim(0), 36).linear(w.next(), w.next()));
    }

    /** Scaled so that what passes through keeps its size, more or less. */
    List<Tensor> initial(SplittableRandom random) {
        List<Tensor> initial = new ArrayList<>();
        for (int[] shape : parameters) {
            int inputs = References.size(shape) / shape[0];
            initial.add(shape.length == 1 ? Data.random(random, shape).abs() : Data.random(random, shape).scale((float) Math.sqrt(2.0 / inputs)));
        }
        return initial;
    }

    /** A batch and its labels. */
    Tensor[] batch(SplittableRandom random, int size) {
        int[] shape = new int[input.length + 1];
        shape[0] = size;
        System.arraycopy(input, 0, shape, 1, input.length);
        float[] labels = new float[size];
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(CLASSES);
        }
        return new Tensor[] {Data.random(random, shape), Tensor.of(labels, size)};
    }

    Tensor loss(List<Tensor> weights, Tensor x, Tensor labels) {
        return logits.apply(weights.iterator(), x).crossEntropy(labels, 0.1);
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(input);
    }
}
