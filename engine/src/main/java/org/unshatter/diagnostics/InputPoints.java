package org.unshatter.diagnostics;

import java.util.Arrays;
import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.Tensor;

/** Points of input space on a straight line or plane, and gradients there along a direction. */
final class InputPoints {

    private InputPoints() {
    }

    /** End less start, in double precision. */
    static double[] difference(String startName, Tensor start, String endName, Tensor end) {
        if (start.rank() == 0 || start.size() == 0 || !Arrays.equals(start.shape(), end.shape())) {
            throw new IllegalArgumentException(startName + " is " + start + " and " + endName + " is " + end
                    + ", expected one sample each, [features] or [channels, height, width]");
        }
        float[] from = start.toArray();
        float[] to = end.toArray();
        double[] difference = new double[from.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = (double) to[i] - from[i];
        }
        double length = length(difference);
        if (!Double.isFinite(length)) {
            throw new IllegalArgumentException("the distance from " + startName + " to " + endName + " is " + length + ", expected finite numbers");
        }
        if (length == 0) {
            throw new IllegalArgumentException(startName + " and " + endName + " are the same point, expected two: there is no direction");
        }
        return difference;
    }

    /** Origin + right·c/(columns − 1) + up·r/(rows − 1), as [rows·columns, …] with columns innermost. A single row has r = 0. */
    static Tensor grid(Tensor origin, double[] right, double[] up, int columns, int rows) {
        float[] start = origin.toArray();
        int features = start.length;
        float[] points = Memory.floats((long) rows * columns * features, () -> rows * (long) columns + " points of " + features + " features");
        for (int r = 0; r < rows; r++) {
            double v = rows == 1 ? 0 : r / (rows - 1.0);
            for (int c = 0; c < columns; c++) {
                double u = c / (columns - 1.0);
                int at = (r * columns + c) * features;
                for (int i = 0; i < features; i++) {
                    points[at + i] = (float) (start[i] + u * right[i] + v * up[i]);
                }
            }
        }
        int[] shape = new int[origin.rank() + 1];
        shape[0] = rows * columns;
        System.arraycopy(origin.shape(), 0, shape, 1, origin.rank());
        return Tensor.of(points, shape);
    }

    static int atLeastTwo(String name, int points) {
        if (points < 2) {
            throw new IllegalArgumentException(name + " is " + points + ", expected at least 2");
        }
        return points;
    }

    /** ⟨∇, direction⟩/‖direction‖ for count samples from first on, each step samples after the last. */
    static GradientSignal along(double[] direction, Tensor inputs, Tensor gradient, int first, int step, int count) {
        if (!Arrays.equals(inputs.shape(), gradient.shape())) {
            throw new IllegalArgumentException("gradient is " + gradient + ", expected the shape of the inputs, " + Arrays.toString(inputs.shape()));
        }
        float[] g = gradient.toArray();
        double length = length(direction);
        double[] signal = new double[count];
        for (int k = 0; k < count; k++) {
            int at = (first + k * step) * direction.length;
            for (int i = 0; i < direction.length; i++) {
                signal[k] += g[at + i] * (direction[i] / length);
            }
        }
        return GradientSignal.of(signal);
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    static double length(double[] x) {
        return Math.sqrt(dot(x, x));
    }
}
