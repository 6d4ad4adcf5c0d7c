package org.unshatter.data;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.unshatter.autodiff.Tensor;

/**
 * The images that convolutional nets are shown.
 *
 * @param name  for files: "built-in" or "cifar-10"
 * @param label for people
 * @param data  images and their labels
 */
public record SampleImages(String name, String label, Dataset data) {

    private static final int BUILT_IN = 1024;

    /** Those that need no file. */
    public static SampleImages builtIn(long seed) {
        return new SampleImages("built-in", "built-in images", BuiltInImages.test(seed, BUILT_IN));
    }

    /**
     * The test images of CIFAR-10.
     *
     * @param folder as it is distributed, binary version
     * @throws IOException if they cannot be read; of a missing file its message says that it could not be read
     */
    public static SampleImages cifar10(Path folder) throws IOException {
        try {
            return new SampleImages("cifar-10", "CIFAR-10 images", Cifar10.test(folder));
        } catch (FileSystemException e) {
            throw new IOException("cannot read " + e.getMessage() + ", of CIFAR-10's binary version", e);
        }
    }

    /** The first images, [count, 3, 32, 32], each channel with mean 0 and deviation 1 over them. */
    public Tensor batch(int count) {
        Dataset first = data.range(0, count);
        return first.images(Standardisation.of(first));
    }
}
