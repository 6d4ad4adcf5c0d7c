package org.unshatter.tests.kernels;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.unshatter.kernels.Conv2d;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;

/**
 * Operands of a convolution and what it makes of them, each inside a larger array of poison; idle lanes are poisoned as well.
 * The plain values are kept in double precision, in [batch, channels, height, width].
 */
final class ConvOperands {

    final Convolution shape;
    final double[] x;
    final double[] w;
    final double[] bias;
    final double[] dy;
    private final Guarded xs;
    private final Guarded ws;
    private final Guarded biases;
    private final Guarded dys;

    private ConvOperands(Convolution shape, double[] x, double[] w, double[] bias, double[] dy) {
        this.shape = shape;
        this.x = x;
        this.w = w;
        this.bias = bias;
        this.dy = dy;
        xs = ImagesLayout.of(shape.input(), x, 3);
        ws = run(w, 1);
        biases = run(bias, 2);
        dys = ImagesLayout.of(shape.output(), dy, 5);
    }

    static ConvOperands of(Convolution shape, DoubleSupplier values) {
        return new ConvOperands(shape, draw(ImagesLayout.elements(shape.input()), values), draw(shape.weights(), values),
                draw(shape.filters(), values), draw(ImagesLayout.elements(shape.output()), values));
    }

    ConvOperands withWeights(double[] weights) {
        return new ConvOperands(shape, x, weights, bias, dy);
    }

    ConvOperands withInput(double[] input) {
        return new ConvOperands(shape, input, w, bias, dy);
    }

    /** One group as a convolution of its own. */
    ConvOperands group(int group) {
        Images in = shape.input();
        int channels = in.channels() / shape.groups();
        int filters = shape.filters() / shape.groups();
        Convolution alone = Convolution.of(new Images(in.batch(), channels, in.height(), in.width()), shape.window(), filters);
        int weights = alone.weights();
        return new ConvOperands(alone, channels(in, x, group * channels, channels),
                Arrays.copyOfRange(w, group * weights, (group + 1) * weights),
                Arrays.copyOfRange(bias, group * filters, (group + 1) * filters),
                channels(shape.output(), dy, group * filters, filters));
    }

    private static double[] channels(Images images, double[] values, int from, int count) {
        int pixels = images.height() * images.width();
        double[] part = new double[images.batch() * count * pixels];
        for (int n = 0; n < images.batch(); n++) {
            System.arraycopy(values, (n * images.channels() + from) * pixels, part, n * count * pixels, count * pixels);
        }
        return part;
    }

    float[] forward(boolean withBias, Activation activation) {
        Guarded y = empty(shape.output().length());
        Guarded[] before = inputs();
        Conv2d.forward(shape, xs.array, xs.offset, ws.array, ws.offset, withBias ? biases.array : null, biases.offset, activation,
                y.array, y.offset);
        return checked(y, before, shape.output());
    }

    /** @param start what dx holds before, to be added to; null for NaN, to be overwritten */
    float[] gradientByData(double[] start) {
        Guarded dx = start == null ? empty(shape.input().length()) : ImagesLayout.of(shape.input(), start, 1);
        Guarded[] before = inputs();
        Conv2d.gradientByData(shape, shape.crelu() ? xs.array : null, xs.offset, ws.array, ws.offset, dys.array, dys.offset, start != null,
                dx.array, dx.offset);
        return checked(dx, before, shape.input());
    }

    float[] gradientByWeights(double[] start) {
        Guarded dw = start == null ? empty(shape.weights()) : run(start, 7);
        Guarded[] before = inputs();
        Conv2d.gradientByWeights(shape, xs.array, xs.offset, dys.array, dys.offset, start != null, dw.array, dw.offset);
        return checked(dw, before, null);
    }

    float[] gradientByBias(double[] start) {
        Guarded db = start == null ? empty(shape.filters()) : run(start, 7);
        Guarded[] before = inputs();
        Conv2d.gradientByBias(shape, dys.array, dys.offset, start != null, db.array, db.offset);
        return checked(db, before, null);
    }

    private Guarded[] inputs() {
        return new Guarded[] {xs.copy(), ws.copy(), biases.copy(), dys.copy()};
    }

    private float[] checked(Guarded result, Guarded[] before, Images layout) {
        Guarded[] after = {xs, ws, biases, dys};
        for (int i = 0; i < after.length; i++) {
            after[i].assertSameBits(before[i], shape, ConvExactTest.class);
        }
        result.assertNothingAround(shape, ConvExactTest.class);
        return layout == null ? Arrays.copyOfRange(result.array, result.offset, result.offset + result.columns) : ImagesLayout.plain(layout, result);
    }

    private static Guarded empty(int length) {
        return Guarded.run(length, 4).fill(Float.NaN);
    }

    private static Guarded run(double[] values, int offset) {
        Guarded run = Guarded.run(values.length, offset);
        for (int i = 0; i < values.length; i++) {
            run.array[offset + i] = (float) values[i];
        }
        return run;
    }

    private static double[] draw(int n, DoubleSupplier values) {
        double[] drawn = new double[n];
        Arrays.setAll(drawn, i -> values.getAsDouble());
        return drawn;
    }
}
