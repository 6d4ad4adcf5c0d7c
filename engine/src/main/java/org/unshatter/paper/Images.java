package org.unshatter.paper;

import java.io.IOException;
import java.nio.file.Path;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.BuiltInImages;
import org.unshatter.data.Cifar10;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;

/**
 * The images that convolutional nets are shown.
 *
 * @param name  for files: "built-in" or "cifar-10"
 * @param label for people
 */
public record Images(String name, String label, Dataset data) {

    private static final int BUILT_IN = 1024;

    /** Those that need no file. */
    public static Images builtIn(long seed) {
        return new Images("built-in", "built-in images", BuiltInImages.test(seed, BUILT_IN));
    }

    /**
     * The test images of CIFAR-10.
     *
     * @param folder as it is distributed, binary version
     * @throws IOException if they cannot be read
     */
    public static Images cifar10(Path folder) throws IOException {
        return new Images("cifar-10", "CIFAR-10 images", Cifar10.test(folder));
    }

    /** The first images, [count, 3, 32, 32], each channel with mean 0 and deviation 1 over them. */
    Tensor batch(int count) {
        Dataset first = data.range(0, count);
        return first.images(Standardisation.of(first));
    }
}
