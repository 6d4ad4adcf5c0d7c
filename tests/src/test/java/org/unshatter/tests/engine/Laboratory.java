package org.unshatter.tests.engine;

import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Workers;
import org.unshatter.arch.DenseNet;

/** The paper's laboratory: functions of one number, whose gradient is taken on 256 points of [−2, 2]. */
final class Laboratory {

    private Laboratory() {
    }

    static Tensor grid() {
        float[] grid = new float[256];
        for (int i = 0; i < 256; i++) {
            grid[i] = -2 + 4f * i / 255;
        }
        return Tensor.of(grid, 256, 1);
    }

    static GradientSignal gradient(UnaryOperator<Tensor> function) {
        return GradientSignal.of(InputGradient.of(function, grid()));
    }

    /** Spreads the kinks over the grid: w, b ~ N(0, 1). */
    static DenseNet onTheGrid(DenseNet net) {
        return net.firstLayer(Initializers.normal(1), Initializers.normal(1));
    }

    /** Gaussian samples of a shape. */
    static Tensor gaussian(long seed, int samples, int... shape) {
        int[] batch = IntStream.concat(IntStream.of(samples), Arrays.stream(shape)).toArray();
        int features = Arrays.stream(shape).reduce(1, (x, y) -> x * y);
        return Tensor.of(Initializers.normal(1).weights(samples, features, RandomStreams.of(seed, "gaussian inputs")), batch);
    }

    /** One result for each seed 0, 1, …, computed on all threads. */
    static double[][] overSeeds(int seeds, LongFunction<double[]> draw) {
        double[][] draws = new double[seeds][];
        Workers.run(seeds, seed -> draws[seed] = draw.apply(seed));
        return draws;
    }

    /** One column of what {@link #overSeeds} gives. */
    static double[] column(double[][] draws, int column) {
        double[] values = new double[draws.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = draws[i][column];
        }
        return values;
    }
}
