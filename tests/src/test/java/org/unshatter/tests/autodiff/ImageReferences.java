package org.unshatter.tests.autodiff;

import java.util.function.DoubleUnaryOperator;
import org.unshatter.kernels.Window;

/** Operations on images [batch, channels, height, width], row-major, in double precision: each the loops of its definition, sharing nothing with the engine. */
final class ImageReferences {

    private ImageReferences() {
    }

    /** What a window at a position of the output sees: a pixel of it, and the pixel of the image that it meets. */
    @FunctionalInterface
    private interface Meeting {
        void at(int window, int image);
    }

    static int[] pooled(int[] s, Window w) {
        return new int[] {s[0], s[1], positions(s[2] + w.top() + w.bottom(), w.height(), w.strideY(), w.dilationY()),
            positions(s[3] + w.left() + w.right(), w.width(), w.strideX(), w.dilationX())};
    }

    private static int positions(int length, int window, int stride, int dilation) {
        int count = 0;
        for (int from = 0; from + (window - 1) * dilation < length; from += stride) {
            count++;
        }
        return count;
    }

    private static void forEachSeen(int[] s, Window w, int row, int column, Meeting meeting) {
        for (int r = 0; r < w.height(); r++) {
            for (int c = 0; c < w.width(); c++) {
                int y = row * w.strideY() + r * w.dilationY() - w.top();
                int x = column * w.strideX() + c * w.dilationX() - w.left();
                if (y >= 0 && y < s[2] && x >= 0 && x < s[3]) {
                    meeting.at(r * w.width() + c, y * s[3] + x);
                }
            }
        }
    }

    /** @param bias null for none */
    static double[] conv2d(int[] s, int filters, Window window, int groups, double[] x, double[] w, double[] bias) {
        int[] out = pooled(s, window);
        int channels = s[1] / groups;
        int pixels = window.height() * window.width();
        double[] y = new double[s[0] * filters * out[2] * out[3]];
        for (int e = 0; e < y.length; e++) {
            int at = e;
            int filter = e / (out[2] * out[3]) % filters;
            int image = e / (out[2] * out[3]) / filters;
            y[e] = bias == null ? 0 : bias[filter];
            for (int c = 0; c < channels; c++) {
                int plane = (image * s[1] + filter / (filters / groups) * channels + c) * s[2] * s[3];
                int weights = (filter * channels + c) * pixels;
                forEachSeen(s, window, e / out[3] % out[2], e % out[3], (i, j) -> y[at] += w[weights + i] * x[plane + j]);
            }
        }
        return y;
    }

    static double[] maxPool(int[] s, Window window, double[] x) {
        int[] out = pooled(s, window);
        double[] y = new double[References.size(out)];
        for (int e = 0; e < y.length; e++) {
            int at = e;
            int plane = e / (out[2] * out[3]) * s[2] * s[3];
            y[e] = Double.NEGATIVE_INFINITY;
            forEachSeen(s, window, e / out[3] % out[2], e % out[3], (i, j) -> y[at] = Math.max(y[at], x[plane + j]));
        }
        return y;
    }

    static double[] averagePool(int[] s, Window window, boolean border, double[] x) {
        int[] out = pooled(s, window);
        double[] y = new double[References.size(out)];
        for (int e = 0; e < y.length; e++) {
            int at = e;
            int[] seen = {0};
            int plane = e / (out[2] * out[3]) * s[2] * s[3];
            forEachSeen(s, window, e / out[3] % out[2], e % out[3], (i, j) -> {
                y[at] += x[plane + j];
                seen[0]++;
            });
            y[e] /= border ? window.height() * window.width() : seen[0];
        }
        return y;
    }

    /** The channel of an element. */
    private static int channel(int[] s, int e) {
        return e / (s[2] * s[3]) % s[1];
    }

    private static int image(int[] s, int e) {
        return e / (s[1] * s[2] * s[3]);
    }

    static double[] channelMeans(int[] s, double[] x) {
        double[] mean = new double[s[1]];
        for (int e = 0; e < x.length; e++) {
            mean[channel(s, e)] += x[e] / (x.length / s[1]);
        }
        return mean;
    }

    static double[] imageMeans(int[] s, double[] x) {
        double[] mean = new double[s[0]];
        for (int e = 0; e < x.length; e++) {
            mean[image(s, e)] += x[e] / (x.length / s[0]);
        }
        return mean;
    }

    /** x with a number for each channel. */
    static double[] byChannel(int[] s, double[] x, double[] a, Pair f) {
        double[] y = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            y[e] = f.apply(x[e], a[channel(s, e)]);
        }
        return y;
    }

    private static double[] byImage(int[] s, double[] x, double[] a, Pair f) {
        double[] y = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            y[e] = f.apply(x[e], a[image(s, e)]);
        }
        return y;
    }

    @FunctionalInterface
    interface Pair {
        double apply(double x, double y);
    }

    static double[] map(double[] x, DoubleUnaryOperator f) {
        return java.util.Arrays.stream(x).map(f).toArray();
    }

    /** x less the means of {@code statistics}, which is x itself, or a point at which they are frozen. */
    static double[] center(int[] s, double[] statistics, double[] x) {
        return byChannel(s, x, channelMeans(s, statistics), (a, b) -> a - b);
    }

    /** 1/√(σ² + ε) of each channel. */
    static double[] channelScales(int[] s, double epsilon, double[] x) {
        return scales(channelMeans(s, map(center(s, x, x), d -> d * d)), epsilon);
    }

    /** Gain and shift as in {@link #affine}. */
    static double[] batchNorm(int[] s, double epsilon, double[] statistics, double[] x) {
        return byChannel(s, center(s, statistics, x), channelScales(s, epsilon, statistics), (a, b) -> a * b);
    }

    /** 1/√(σ² + ε) of each image. */
    static double[] imageScales(int[] s, double epsilon, double[] x) {
        double[] deviation = byImage(s, x, imageMeans(s, x), (a, b) -> a - b);
        return scales(imageMeans(s, map(deviation, d -> d * d)), epsilon);
    }

    static double[] layerNorm(int[] s, double epsilon, double[] x) {
        return byImage(s, byImage(s, x, imageMeans(s, x), (a, b) -> a - b), imageScales(s, epsilon, x), (a, b) -> a * b);
    }

    private static double[] scales(double[] variance, double epsilon) {
        return map(variance, v -> 1 / Math.sqrt(v + epsilon));
    }

    /** x times a gain plus a shift for each channel. */
    static double[] affine(int[] s, double[] x, double[] gain, double[] shift) {
        return byChannel(s, byChannel(s, x, gain, (a, b) -> a * b), shift, Double::sum);
    }

    /** The terms of a normalised element: |x| and the mean of |x|, times its scale. */
    static double[] batchNormMagnitude(int[] s, double[] scales, double[] x) {
        double[] magnitude = Data.abs(x);
        return byChannel(s, byChannel(s, magnitude, channelMeans(s, magnitude), Double::sum), scales, (a, b) -> a * b);
    }

    static double[] layerNormMagnitude(int[] s, double[] scales, double[] x) {
        double[] magnitude = Data.abs(x);
        return byImage(s, byImage(s, magnitude, imageMeans(s, magnitude), Double::sum), scales, (a, b) -> a * b);
    }

    static double[] crelu(int[] s, double[] x) {
        return References.concatenate(1, new int[][] {s, s}, new double[][] {map(x, e -> Math.max(e, 0)), map(x, e -> Math.max(-e, 0))});
    }

    static double[] pad(int[] s, int axis, int before, int after, double[] x) {
        int[] front = s.clone();
        front[axis] = before;
        int[] back = s.clone();
        back[axis] = after;
        return References.concatenate(axis, new int[][] {front, s, back},
                new double[][] {new double[References.size(front)], x, new double[References.size(back)]});
    }
}
