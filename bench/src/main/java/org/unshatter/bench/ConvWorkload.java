package org.unshatter.bench;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.unshatter.kernels.Conv2d;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/** Random operands of a convolution. */
final class ConvWorkload implements Workload {
    private static final int ENTRIES_CHECKED = 16;

    private final ConvCase of;
    private final Convolution shape;
    private final RandomGenerator random = new SplittableRandom(1);
    private final float[] x;
    private final float[] w;
    private final float[] y;
    private final float[] dy;
    private final float[] dx;
    private final float[] dw;

    ConvWorkload(ConvCase of) {
        this.of = of;
        shape = of.shape();
        x = randomFloats(shape.input().length());
        w = randomFloats(shape.weights());
        dy = of.backward() ? randomFloats(shape.output().length()) : new float[0];
        y = new float[of.backward() ? 0 : shape.output().length()];
        dx = new float[of.backward() ? x.length : 0];
        dw = new float[of.backward() ? w.length : 0];
    }

    @Override
    public Runnable ours() {
        return of.backward() ? () -> {
            Conv2d.gradientByData(shape, x, 0, w, 0, dy, 0, false, dx, 0);
            Conv2d.gradientByWeights(shape, x, 0, dy, 0, false, dw, 0);
        } : () -> Conv2d.forward(shape, x, 0, w, 0, null, 0, Activation.NONE, y, 0);
    }

    @Override
    public Optional<Runnable> rival() {
        return Optional.empty();
    }

    /** Some outputs by their definition; of the gradients, that they are adjoint to it: ⟨w ∗ x, dy⟩ = ⟨x, dx⟩ = ⟨w, dw⟩. */
    @Override
    public void check() {
        ours().run();
        if (!of.backward()) {
            for (int t = 0; t < ENTRIES_CHECKED; t++) {
                check(random.nextInt(shape.output().batch()), random.nextInt(shape.filters()), random.nextInt(shape.output().height()),
                        random.nextInt(shape.output().width()));
            }
            return;
        }
        float[] forward = new float[dy.length];
        Conv2d.forward(shape, x, 0, w, 0, null, 0, Activation.NONE, forward, 0);
        double expected = inner(forward, dy);
        double size = Math.sqrt((double) shape.flops());
        for (double found : new double[] {inner(x, dx), inner(w, dw)}) {
            if (!(Math.abs(found - expected) <= 1e-4 * size)) {
                throw new IllegalStateException(of.name() + ": an inner product with a gradient is " + found + ", expected " + expected);
            }
        }
    }

    private void check(int n, int k, int i, int j) {
        Images in = shape.input();
        Images out = shape.output();
        Window window = shape.window();
        int channels = in.channels() / shape.groups();
        double expected = 0;
        double size = 0;
        for (int c = 0; c < shape.channelsPerFilter(); c++) {
            for (int r = 0; r < window.height(); r++) {
                for (int s = 0; s < window.width(); s++) {
                    int row = i * window.strideY() + r - window.top();
                    int column = j * window.strideX() + s - window.left();
                    if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
                        int channel = k / (shape.filters() / shape.groups()) * channels + c % channels;
                        double value = x[at(in, n, channel, row, column)];
                        double seen = shape.crelu() ? Math.max(c < channels ? value : -value, 0) : value;
                        double term = seen * w[((k * shape.channelsPerFilter() + c) * window.height() + r) * window.width() + s];
                        expected += term;
                        size += Math.abs(term);
                    }
                }
            }
        }
        float found = y[at(out, n, k, i, j)];
        if (!(Math.abs(found - expected) <= 16 * Math.ulp(1f) * size)) {
            throw new IllegalStateException(of.name() + ": y[" + n + ", " + k + ", " + i + ", " + j + "] is " + found + ", expected " + expected);
        }
    }

    private static int at(Images images, int n, int c, int y, int x) {
        return (((n / Images.LANES * images.channels() + c) * images.height() + y) * images.width() + x) * Images.LANES + n % Images.LANES;
    }

    private static double inner(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private float[] randomFloats(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return values;
    }
}
