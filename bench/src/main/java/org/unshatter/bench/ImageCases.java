package org.unshatter.bench;

import static org.unshatter.bench.Operands.Extent.ALL;
import static org.unshatter.bench.Operands.Extent.QUARTER;
import static org.unshatter.bench.Operands.at;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.unshatter.bench.Operands.Extent;
import org.unshatter.kernels.BatchNorm;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Normalisation;
import org.unshatter.kernels.Pool2d;
import org.unshatter.kernels.Pooling;
import org.unshatter.kernels.Window;

/** Passes over 128 images of 32 × 32 pixels, with so many channels that they fill the operands. What is read again while it is in a cache does not count. */
final class ImageCases {
    private static final int BATCH = 128;
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE * Images.LANES;
    private static final float EPSILON = 1e-5f;

    private ImageCases() {}

    static List<StreamCase> list() {
        Pooling halved = new Pooling(images(ALL, QUARTER), Window.of(2).stride(2));
        Pooling halvedBack = new Pooling(images(ALL, QUARTER, ALL), Window.of(2).stride(2));
        Pooling averageBack = new Pooling(images(QUARTER, ALL), Window.of(2).stride(2));
        return List.of(
                StreamCases.of("max_pool", 1.25, (r, c, v) -> Pool2d.max(halved, v[0], 0, v[1], 0),
                        (i, r, c) -> pooled(i, Math::max), ALL, QUARTER),
                StreamCases.of("max_pool_gradient", 2.25, (r, c, v) -> Pool2d.gradientOfMax(halvedBack, v[0], 0, v[1], 0, false, v[2], 0),
                        (i, r, c) -> at(0, i) == pooled(window(i), Math::max) && first(i) ? at(1, window(i)) : 0, ALL, QUARTER, ALL),
                StreamCases.of("average_pool", 1.25, (r, c, v) -> Pool2d.average(halved, false, v[0], 0, v[1], 0),
                        (i, r, c) -> pooled(i, Double::sum) / 4, ALL, QUARTER),
                StreamCases.of("average_pool_gradient", 1.25, (r, c, v) -> Pool2d.gradientOfAverage(averageBack, false, v[0], 0, false, v[1], 0),
                        (i, r, c) -> at(0, window(i)) / 4, QUARTER, ALL),
                batchNorm(), batchNormGradient());
    }

    private static StreamCase batchNorm() {
        Normalisation norm = Normalisation.of(images(ALL, ALL), EPSILON);
        int channels = norm.images().channels();
        float[] mean = new float[channels];
        float[] variance = new float[channels];
        return StreamCases.of("batch_norm", 2, (r, c, v) -> BatchNorm.forward(norm, v[0], 0, null, 0, null, 0, mean, 0, variance, 0, v[1], 0),
                (i, r, c) -> {
                    double m = meanOfChannel(i, channels, j -> at(0, j));
                    double deviation = Math.sqrt(meanOfChannel(i, channels, j -> (at(0, j) - m) * (at(0, j) - m)) + EPSILON);
                    return (at(0, i) - m) / deviation;
                }, ALL, ALL);
    }

    /** With a mean of 0 and a variance of 1, as if x were x̂. */
    private static StreamCase batchNormGradient() {
        Normalisation norm = Normalisation.of(images(ALL, ALL, ALL), 1);
        int channels = norm.images().channels();
        float[] zero = new float[channels];
        return StreamCases.of("batch_norm_gradient", 3, (r, c, v) -> BatchNorm.gradient(norm, v[0], 0, null, 0, null, 0, zero, 0, zero, 0,
                        v[1], 0, true, false, v[2], 0, null, 0, null, 0),
                (i, r, c) -> at(1, i) - meanOfChannel(i, channels, j -> at(1, j))
                        - at(0, i) * meanOfChannel(i, channels, j -> at(0, j) * at(1, j)), ALL, ALL, ALL);
    }

    private static Images images(Extent... extents) {
        return new Images(BATCH, Operands.rows(List.of(extents)) * Operands.COLUMNS / (BATCH * SIDE * SIDE), SIDE, SIDE);
    }

    /** Output element i of pooling by 2 × 2. */
    private static double pooled(int i, DoubleBinaryOperator operator) {
        int from = i / (PLANE / 4) * PLANE + (i / Images.LANES / (SIDE / 2) % (SIDE / 2) * 2 * SIDE + i / Images.LANES % (SIDE / 2) * 2) * Images.LANES
                + i % Images.LANES;
        int down = SIDE * Images.LANES;
        return IntStream.of(from, from + Images.LANES, from + down, from + down + Images.LANES)
                .mapToDouble(j -> at(0, j)).reduce(operator).orElseThrow();
    }

    /** The output element whose window sees input element i. */
    private static int window(int i) {
        int x = i / Images.LANES % SIDE;
        int y = i / Images.LANES / SIDE % SIDE;
        return i / PLANE * (PLANE / 4) + (y / 2 * (SIDE / 2) + x / 2) * Images.LANES + i % Images.LANES;
    }

    /** Whether no earlier pixel of the same window has the same value. */
    private static boolean first(int i) {
        int[] earlier = {i - Images.LANES, i - SIDE * Images.LANES, i - (SIDE - 1) * Images.LANES, i - (SIDE + 1) * Images.LANES};
        return IntStream.of(earlier).noneMatch(j -> j >= 0 && window(j) == window(i) && at(0, j) == at(0, i));
    }

    private static double meanOfChannel(int i, int channels, IntToDoubleFunction value) {
        int channel = i / PLANE % channels;
        double sum = 0;
        for (int block = 0; block < BATCH / Images.LANES; block++) {
            int from = (block * channels + channel) * PLANE;
            sum += IntStream.range(from, from + PLANE).mapToDouble(value).sum();
        }
        return sum / (BATCH * SIDE * SIDE);
    }
}
