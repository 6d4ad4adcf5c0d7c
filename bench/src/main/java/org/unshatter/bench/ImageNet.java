package org.unshatter.bench;

import java.util.ArrayList;
import java.util.List;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;

/**
 * Nets of 3 × 3 convolutions for 32 × 32 colour images in ten classes: residual with batch normalisation as He et al. 2016 have it, with padded shortcuts; plain
 * with CReLU; and the thin nets of Balduzzi et al. 2017, section 5. The stages' first convolutions but for the first stage's have stride 2.
 */
final class ImageNet implements StepNet {
    /** What stands behind each convolution. */
    enum Kind { RESNETBN, PLAINCRELU, THINRELU, THINCRELU }

    private static final int SIDE = 32;
    private static final int CLASSES = 10;
    private static final Window WINDOW = Window.of(3).padding(1);
    private static final double EPSILON = 1e-5;

    private final Kind kind;
    private final boolean crelu;
    /** Filters of each stage, and how many convolutions it has, the very first one of the residual and the plain net not counted. */
    private final int[] filters;
    private final int[] convolutions;
    private final boolean stem;
    private final List<Tensor> parameters = new ArrayList<>();
    private final Tensor[] data;
    private final int batch;
    private double flops;

    ImageNet(Kind kind, int depth, int batch) {
        this.kind = kind;
        this.batch = batch;
        crelu = kind == Kind.PLAINCRELU || kind == Kind.THINCRELU;
        stem = kind == Kind.RESNETBN || kind == Kind.PLAINCRELU;
        filters = stem ? new int[] {16, 32, 64} : crelu ? new int[] {6, 11, 23, 45} : new int[] {8, 16, 32, 64};
        convolutions = stages(depth);
        Draw draw = new Draw();
        int channels = 3;
        int side = SIDE;
        if (stem) {
            convolution(draw, channels, filters[0], side);
            channels = filters[0];
        }
        for (int s = 0; s < filters.length; s++) {
            side = s == 0 ? side : side / 2;
            for (int l = 0; l < convolutions[s]; l++) {
                convolution(draw, parameters.isEmpty() || !crelu ? channels : 2 * channels, filters[s], side);
                channels = filters[s];
            }
        }
        int features = (crelu ? 2 : 1) * channels * (stem ? 1 : side * side);
        parameters.add(draw.normal(stem ? 0.1 : 0.05, CLASSES, features));
        parameters.add(Tensor.zeros(CLASSES));
        data = new Tensor[] {draw.normal(1, batch, 3, SIDE, SIDE), draw.labels(CLASSES, batch)};
    }

    private int[] stages(int depth) {
        int[] counts = new int[filters.length];
        for (int s = 0, left = depth - 1; s < counts.length; s++) {
            counts[s] = stem ? (depth - 2) / 6 * 2 : left / (counts.length - s);
            left -= counts[s];
        }
        return counts;
    }

    private void convolution(Draw draw, int channels, int count, int side) {
        parameters.add(draw.normal(Math.sqrt(2.0 / (9 * channels)), count, channels, 3, 3));
        if (kind == Kind.RESNETBN) {
            parameters.add(Draw.ones(count));
        }
        parameters.add(Tensor.zeros(count));
        flops += 2.0 * batch * side * side * 9 * channels * count;
    }

    @Override
    public List<Tensor> parameters() {
        return parameters;
    }

    @Override
    public Tensor[] data() {
        return data.clone();
    }

    @Override
    public Tensor loss(List<Tensor> p, Tensor... data) {
        Cursor next = new Cursor(p);
        Tensor h = data[0];
        if (stem) {
            h = unit(h, next, 1);
        }
        for (int s = 0; s < filters.length; s++) {
            for (int l = 0; l < convolutions[s]; l++) {
                int stride = s > 0 && l == 0 ? 2 : 1;
                if (kind == Kind.RESNETBN) {
                    h = normalised(unit(h, next, stride), next, 1).add(shortcut(h, filters[s], stride)).relu();
                    l++;
                } else {
                    h = unit(h, next, stride);
                }
            }
        }
        h = stem ? h.globalAveragePool() : h.reshape(h.dim(0), -1);
        return h.linear(next.take(), next.take()).crossEntropy(data[1], 0);
    }

    private Tensor unit(Tensor x, Cursor next, int stride) {
        if (kind == Kind.RESNETBN) {
            return normalised(x, next, stride).relu();
        }
        Tensor y = x.conv2d(next.take(), next.take(), WINDOW.stride(stride), 1);
        return crelu ? y.crelu() : y.relu();
    }

    private static Tensor normalised(Tensor x, Cursor next, int stride) {
        return x.conv2d(next.take(), null, WINDOW.stride(stride), 1).batchNorm(next.take(), next.take(), EPSILON, Statistics.DIFFERENTIATED);
    }

    /** Every second pixel, and zeros for the new channels. */
    private static Tensor shortcut(Tensor x, int channels, int stride) {
        return stride == 1 ? x : x.averagePool(Window.of(1).stride(stride), false).pad(1, 0, channels - x.dim(1));
    }

    @Override
    public double flops() {
        return flops;
    }

    /** Parameters in the order of their use. */
    private static final class Cursor {
        private final List<Tensor> parameters;
        private int next;

        Cursor(List<Tensor> parameters) {
            this.parameters = parameters;
        }

        Tensor take() {
            return parameters.get(next++);
        }
    }
}
