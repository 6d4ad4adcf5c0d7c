package org.unshatter.tests.autodiff;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.unshatter.autodiff.Tensor;

/** Seeded random inputs, and their twins in double precision. */
final class Data {

    /** How the elements of an input are drawn. */
    interface Sampler {
        Tensor draw(SplittableRandom random, int... shape);
    }

    /** Hundreds of steps of the differences. */
    private static final double FROM_KINK = 0.05;

    private Data() {
    }

    /**
     * Elements of random sign and of size 0.1 to 1.1: further from a rectifier's kink than any step of a difference.
     * The first is positive, so that a rectifier of a single element is on.
     */
    static Tensor random(SplittableRandom random, int... shape) {
        float[] data = new float[References.size(shape)];
        for (int e = 0; e < data.length; e++) {
            data[e] = (float) ((e == 0 || random.nextBoolean() ? 1 : -1) * random.nextDouble(0.1, 1.1));
        }
        return Tensor.of(data, shape);
    }

    static Tensor[] random(long seed, int[]... shapes) {
        SplittableRandom random = new SplittableRandom(seed);
        return Arrays.stream(shapes).map(shape -> random(random, shape)).toArray(Tensor[]::new);
    }

    /** From 0.5 to 1.5: for roots and logarithms, whose derivatives grow towards 0. */
    static Tensor positive(SplittableRandom random, int... shape) {
        return Tensor.of(floats(random.doubles(References.size(shape), 0.5, 1.5).toArray()), shape);
    }

    /** Of either sign, of size 0.5 to 1.5: to be divided by. */
    static Tensor farFromZero(SplittableRandom random, int... shape) {
        return Tensor.of(floats(random.doubles(References.size(shape), 0.5, 1.5).map(e -> random.nextBoolean() ? e : -e).toArray()), shape);
    }

    /** From −1.5 to 1.5, none near a kink. @param first the first element, so that one knows what a single one does */
    static Sampler awayFrom(double[] kinks, double first) {
        return (random, shape) -> {
            double[] data = random.doubles(-1.5, 1.5).filter(e -> Arrays.stream(kinks).allMatch(kink -> Math.abs(e - kink) >= FROM_KINK))
                    .limit(References.size(shape)).toArray();
            if (data.length > 0) {
                data[0] = first;
            }
            return Tensor.of(floats(data), shape);
        };
    }

    /** The largest along an axis is clearly the largest. */
    static Sampler withClearMaximum(int axis) {
        return (random, shape) -> {
            double[] data = doubles(random(random, shape));
            int[] maxima = AxisReferences.indicesOfMaxima(shape, axis, data);
            for (int maximum : maxima) {
                data[maximum] += FROM_KINK;
            }
            return Tensor.of(floats(data), shape);
        };
    }

    /** Around 0, no two nearer to each other than kinks may be. */
    static Tensor distinct(SplittableRandom random, int... shape) {
        float[] data = new float[References.size(shape)];
        for (int e = 0; e < data.length; e++) {
            int other = random.nextInt(e + 1);
            data[e] = data[other];
            data[other] = (float) (FROM_KINK * (e - data.length / 2));
        }
        return Tensor.of(data, shape);
    }

    /** Integers from −8 to 8: sums of their products are exact in any order. */
    static Tensor integers(SplittableRandom random, int... shape) {
        float[] data = new float[References.size(shape)];
        for (int e = 0; e < data.length; e++) {
            data[e] = random.nextInt(-8, 9);
        }
        return Tensor.of(data, shape);
    }

    static double[] doubles(Tensor x) {
        float[] data = x.toArray();
        double[] y = new double[data.length];
        for (int e = 0; e < y.length; e++) {
            y[e] = data[e];
        }
        return y;
    }

    static double[][] doubles(Tensor... inputs) {
        return Stream.of(inputs).map(Data::doubles).toArray(double[][]::new);
    }

    static float[] floats(double[] x) {
        float[] y = new float[x.length];
        for (int e = 0; e < y.length; e++) {
            y[e] = (float) x[e];
        }
        return y;
    }

    static double[] abs(double[] x) {
        return Arrays.stream(x).map(Math::abs).toArray();
    }
}
