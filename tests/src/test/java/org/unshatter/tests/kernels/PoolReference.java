package org.unshatter.tests.kernels;

import java.util.Arrays;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Pooling;
import org.unshatter.kernels.Window;

/** Pooling by its definition, in double precision, on images in [batch, channels, height, width]. */
final class PoolReference {

    /** An output and the pixels of the image that its window sees, row by row. */
    @FunctionalInterface
    interface Sight {
        void at(int y, int[] seen);
    }

    private final Pooling shape;

    PoolReference(Pooling shape) {
        this.shape = shape;
    }

    double[] max(double[] x) {
        double[] y = outputs();
        forEachWindow((out, seen) -> y[out] = x[firstLargest(x, seen)]);
        return y;
    }

    double[] gradientOfMax(double[] x, double[] dy) {
        double[] dx = inputs();
        forEachWindow((out, seen) -> dx[firstLargest(x, seen)] += dy[out]);
        return dx;
    }

    double[] tangentOfMax(double[] x, double[] dx) {
        double[] dy = outputs();
        forEachWindow((out, seen) -> dy[out] = dx[firstLargest(x, seen)]);
        return dy;
    }

    double[] average(boolean border, double[] x) {
        double[] y = outputs();
        forEachWindow((out, seen) -> y[out] = Arrays.stream(seen).mapToDouble(in -> x[in]).sum() / divisor(border, seen));
        return y;
    }

    double[] gradientOfAverage(boolean border, double[] dy) {
        double[] dx = inputs();
        forEachWindow((out, seen) -> Arrays.stream(seen).forEach(in -> dx[in] += dy[out] / divisor(border, seen)));
        return dx;
    }

    /** NaN is larger than all numbers. */
    static int firstLargest(double[] x, int[] seen) {
        int first = seen[0];
        for (int in : seen) {
            if (x[in] > x[first] || Double.isNaN(x[in]) && !Double.isNaN(x[first])) {
                first = in;
            }
        }
        return first;
    }

    private double divisor(boolean border, int[] seen) {
        return border ? shape.window().height() * shape.window().width() : seen.length;
    }

    private double[] inputs() {
        return new double[ImagesLayout.elements(shape.input())];
    }

    private double[] outputs() {
        return new double[ImagesLayout.elements(shape.output())];
    }

    /** Counts the outputs by itself: were there more or fewer than the shape says, arrays would be too short, or zeros be left. */
    void forEachWindow(Sight sight) {
        Images in = shape.input();
        Window window = shape.window();
        int reachY = (window.height() - 1) * window.dilationY();
        int reachX = (window.width() - 1) * window.dilationX();
        int out = 0;
        for (int plane = 0; plane < in.batch() * in.channels(); plane++) {
            for (int top = -window.top(); top + reachY < in.height() + window.bottom(); top += window.strideY()) {
                for (int left = -window.left(); left + reachX < in.width() + window.right(); left += window.strideX()) {
                    sight.at(out++, seen(plane, top, left));
                }
            }
        }
    }

    private int[] seen(int plane, int top, int left) {
        Images in = shape.input();
        Window window = shape.window();
        int[] seen = new int[window.height() * window.width()];
        int count = 0;
        for (int row = 0; row < window.height(); row++) {
            for (int column = 0; column < window.width(); column++) {
                int y = top + row * window.dilationY();
                int x = left + column * window.dilationX();
                if (y >= 0 && y < in.height() && x >= 0 && x < in.width()) {
                    seen[count++] = (plane * in.height() + y) * in.width() + x;
                }
            }
        }
        return Arrays.copyOf(seen, count);
    }
}
