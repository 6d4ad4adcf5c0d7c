package org.unshatter.tests.autodiff;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** Operations along axes in double precision, one element at a time, by its indices. */
final class AxisReferences {

    private AxisReferences() {
    }

    /** f of two tensors repeated to one shape: along an axis of extent 1, or one that a tensor lacks in front, it has no second element to go to. */
    static double[] broadcast(int[] xShape, double[] x, int[] yShape, double[] y, DoubleBinaryOperator f) {
        int[] shape = broadcast(xShape, yShape);
        int[] xStrides = repeatedStrides(xShape, shape.length);
        int[] yStrides = repeatedStrides(yShape, shape.length);
        double[] z = new double[References.size(shape)];
        for (int e = 0; e < z.length; e++) {
            z[e] = f.applyAsDouble(x[position(shape, xStrides, e)], y[position(shape, yStrides, e)]);
        }
        return z;
    }

    static int[] broadcast(int[] a, int[] b) {
        int[] shape = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= shape.length; i++) {
            int p = i <= a.length ? a[a.length - i] : 1;
            int q = i <= b.length ? b[b.length - i] : 1;
            shape[shape.length - i] = p == 1 ? q : p;
        }
        return shape;
    }

    static double[] expand(int[] shape, int[] to, double[] x) {
        return broadcast(shape, x, to, new double[References.size(to)], (e, nothing) -> e);
    }

    private static int[] repeatedStrides(int[] shape, int rank) {
        int[] strides = new int[rank];
        for (int d = shape.length - 1, stride = 1; d >= 0; stride *= shape[d], d--) {
            strides[rank - shape.length + d] = shape[d] == 1 ? 0 : stride;
        }
        return strides;
    }

    /** Where an element of a tensor of some shape is in an array with these strides along its axes. */
    private static int position(int[] shape, int[] strides, int element) {
        int position = 0;
        for (int d = shape.length - 1; d >= 0; d--) {
            position += element % shape[d] * strides[d];
            element /= shape[d];
        }
        return position;
    }

    static double[] permute(int[] shape, int[] axes, double[] x) {
        return fill(Arrays.stream(axes).map(axis -> shape[axis]).toArray(), index -> {
            int[] source = new int[axes.length];
            for (int i = 0; i < axes.length; i++) {
                source[axes[i]] = index[i];
            }
            return x[References.position(shape, source)];
        });
    }

    static double[] pad(int[] shape, int axis, int before, int after, double[] x) {
        return fill(resized(shape, axis, before + shape[axis] + after), index -> {
            int[] source = index.clone();
            source[axis] -= before;
            return source[axis] < 0 || source[axis] >= shape[axis] ? 0 : x[References.position(shape, source)];
        });
    }

    static double[] gatherRows(int[] shape, int[] rows, double[] x) {
        return fill(resized(shape, 0, rows.length), index -> {
            int[] source = index.clone();
            source[0] = rows[index[0]];
            return x[References.position(shape, source)];
        });
    }

    /** Sums along axes, which are gone. */
    static double[] sum(int[] shape, int[] axes, double[] x) {
        int[] strides = reducedStrides(shape, axes);
        double[] y = new double[References.size(reduced(shape, axes))];
        for (int e = 0; e < x.length; e++) {
            y[position(shape, strides, e)] += x[e];
        }
        return y;
    }

    static double[] mean(int[] shape, int[] axes, double[] x) {
        return References.scale(1.0 * References.size(reduced(shape, axes)) / References.size(shape), sum(shape, axes, x));
    }

    static double[] variance(int[] shape, int[] axes, double[] x) {
        int[] strides = reducedStrides(shape, axes);
        double[] mean = mean(shape, axes, x);
        double[] squares = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            double deviation = x[e] - mean[position(shape, strides, e)];
            squares[e] = deviation * deviation;
        }
        return mean(shape, axes, squares);
    }

    static double[] max(int[] shape, int axis, double[] x) {
        int[] strides = reducedStrides(shape, axis);
        double[] y = new double[References.size(reduced(shape, axis))];
        Arrays.fill(y, Double.NEGATIVE_INFINITY);
        for (int e = 0; e < x.length; e++) {
            int at = position(shape, strides, e);
            y[at] = Math.max(y[at], x[e]);
        }
        return y;
    }

    /** Of each line along an axis, where its largest element is. */
    static int[] indicesOfMaxima(int[] shape, int axis, double[] x) {
        int[] strides = reducedStrides(shape, axis);
        double[] maxima = max(shape, axis, x);
        int[] indices = new int[maxima.length];
        for (int e = 0; e < x.length; e++) {
            int at = position(shape, strides, e);
            if (x[e] == maxima[at]) {
                indices[at] = e;
            }
        }
        return indices;
    }

    /** A shape without some axes. */
    static int[] reduced(int[] shape, int... axes) {
        return IntStream.range(0, shape.length).filter(d -> Arrays.stream(axes).noneMatch(axis -> axis == d)).map(d -> shape[d]).toArray();
    }

    /** Strides of the tensor without some axes, 0 along these. */
    private static int[] reducedStrides(int[] shape, int... axes) {
        int[] strides = new int[shape.length];
        for (int d = shape.length - 1, stride = 1; d >= 0; d--) {
            int own = d;
            if (Arrays.stream(axes).noneMatch(axis -> axis == own)) {
                strides[d] = stride;
                stride *= shape[d];
            }
        }
        return strides;
    }

    static int[] resized(int[] shape, int axis, int extent) {
        int[] resized = shape.clone();
        resized[axis] = extent;
        return resized;
    }

    private static double[] fill(int[] shape, IntsToDouble element) {
        double[] y = new double[References.size(shape)];
        for (int e = 0; e < y.length; e++) {
            y[e] = element.at(References.index(shape, e));
        }
        return y;
    }

    private interface IntsToDouble {
        double at(int[] index);
    }
}
