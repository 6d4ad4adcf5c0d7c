package org.unshatter.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.SampleImages;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;

/** Inputs for a network of any shape: images where they fit, the laboratory's interval for functions of one number, else Gaussian ones. */
final class SampleInputs {

    private static final int[] IMAGE = {3, 32, 32};

    private final Path data;
    private final int samples;
    private final long seed;
    private SampleImages images;

    /** @param data folder of CIFAR-10; null for the built-in images */
    SampleInputs(Path data, int samples, long seed) {
        this.data = data;
        this.samples = samples;
        this.seed = seed;
    }

    /** The images, which are read when they are first needed. */
    void read() throws IOException {
        images = images != null ? images : data == null ? SampleImages.builtIn(seed) : SampleImages.cifar10(data);
    }

    /** A batch [samples, …] for a network's input. */
    Tensor of(int... input) throws IOException {
        int[] batch = IntStream.concat(IntStream.of(samples), IntStream.of(input)).toArray();
        int features = IntStream.of(input).reduce(1, (x, y) -> x * y);
        if (isImage(input)) {
            read();
            return images.batch(samples).reshape(batch);
        }
        if (features > 1) {
            return gaussian(samples, seed, input);
        }
        RandomGenerator random = RandomStreams.of(seed, "inputs");
        float[] points = new float[samples]; // the first two are the ends of the line
        for (int i = 0; i < samples; i++) {
            points[i] = i < 2 ? 4 * i - 2 : random.nextFloat(-2, 2);
        }
        return Tensor.of(points, batch);
    }

    /** Independent N(0, 1). */
    static Tensor gaussian(int samples, long seed, int... input) {
        int[] batch = IntStream.concat(IntStream.of(samples), IntStream.of(input)).toArray();
        int features = IntStream.of(input).reduce(1, (x, y) -> x * y);
        return Tensor.of(Initializers.normal(1).weights(samples, features, RandomStreams.of(seed, "inputs")), batch);
    }

    /** What they are, for people. */
    String label(int... input) {
        int features = IntStream.of(input).reduce(1, (x, y) -> x * y);
        return samples + " " + (isImage(input) ? data == null ? "built-in images" : "CIFAR-10 images" : features > 1 ? "Gaussian inputs" : "points of [-2, 2]");
    }

    static boolean isImage(int... input) {
        return Arrays.equals(input, IMAGE) || input.length == 1 && input[0] == 3 * 32 * 32;
    }
}
