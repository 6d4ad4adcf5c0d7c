package org.unshatter.tests.autodiff;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.unshatter.autodiff.Tensor;

/** Seeded random inputs, and their twins in double precision. */
final class Data {

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

    static double[] abs(double[] x) {
        return Arrays.stream(x).map(Math::abs).toArray();
    }
}
