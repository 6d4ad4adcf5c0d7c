package org.unshatter.tests.kernels;

import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Pool2d;
import org.unshatter.kernels.Pooling;

/**
 * Operands of a pooling and what it makes of them, each inside a larger array of poison; idle lanes are poisoned as well.
 * The plain values are kept in double precision, in [batch, channels, height, width].
 */
final class PoolOperands {

    final Pooling shape;
    final double[] x;
    final double[] dy;
    private final Guarded xs;
    private final Guarded dys;
    private final Class<?> test;

    PoolOperands(Pooling shape, double[] x, double[] dy, Class<?> test) {
        this.shape = shape;
        this.x = x;
        this.dy = dy;
        this.test = test;
        xs = ImagesLayout.of(shape.input(), x, 3);
        dys = ImagesLayout.of(shape.output(), dy, 5);
    }

    static PoolOperands of(Pooling shape, DoubleSupplier x, DoubleSupplier dy, Class<?> test) {
        return new PoolOperands(shape, draw(shape.input(), x), draw(shape.output(), dy), test);
    }

    /** Rounded here, so that a reference reads the very numbers that the kernels read. */
    static double[] draw(Images images, DoubleSupplier values) {
        return DoubleStream.generate(() -> (float) values.getAsDouble()).limit(ImagesLayout.elements(images)).toArray();
    }

    float[] max() {
        return written(shape.output(), null, y -> Pool2d.max(shape, xs.array, xs.offset, y.array, y.offset));
    }

    /** @param start what dx holds before, to be added to; null for NaN, to be overwritten */
    float[] gradientOfMax(double[] start) {
        return written(shape.input(), start, dx -> Pool2d.gradientOfMax(shape, xs.array, xs.offset, dys.array, dys.offset, start != null,
                dx.array, dx.offset));
    }

    /** @param direction of x, in which the maxima are differentiated */
    float[] tangentOfMax(double[] direction) {
        Guarded dx = ImagesLayout.of(shape.input(), direction, 2);
        Guarded before = dx.copy();
        float[] dy = written(shape.output(), null, out -> Pool2d.tangentOfMax(shape, xs.array, xs.offset, dx.array, dx.offset, out.array, out.offset));
        dx.assertSameBits(before, shape, test);
        return dy;
    }

    float[] average(boolean border) {
        return written(shape.output(), null, y -> Pool2d.average(shape, border, xs.array, xs.offset, y.array, y.offset));
    }

    /** @param start as above */
    float[] gradientOfAverage(boolean border, double[] start) {
        return written(shape.input(), start, dx -> Pool2d.gradientOfAverage(shape, border, dys.array, dys.offset, start != null,
                dx.array, dx.offset));
    }

    @FunctionalInterface
    private interface Call {
        void into(Guarded result);
    }

    private float[] written(Images layout, double[] start, Call call) {
        Guarded result = start == null ? Guarded.run(layout.length(), 4).fill(Float.NaN) : ImagesLayout.of(layout, start, 1);
        Guarded xBefore = xs.copy();
        Guarded dyBefore = dys.copy();
        call.into(result);
        xs.assertSameBits(xBefore, shape, test);
        dys.assertSameBits(dyBefore, shape, test);
        result.assertNothingAround(shape, test);
        return ImagesLayout.plain(layout, result);
    }
}
