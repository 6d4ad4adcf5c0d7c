package org.unshatter.experiment;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.unshatter.data.BuiltInImages;
import org.unshatter.data.Cifar10;
import org.unshatter.data.Dataset;
import org.unshatter.data.Mnist;
import org.unshatter.data.Standardisation;

/**
 * Images to learn from, others to choose by, and others again to judge by, which are used once, at the end.
 *
 * @param name            "cifar-10", "mnist" or "built-in"
 * @param training        to learn from
 * @param validation      to choose by, after each epoch
 * @param test            to judge by, at the end
 * @param standardisation by the images to learn from
 */
public record TrainingData(String name, Dataset training, Dataset validation, Dataset test, Standardisation standardisation) {

    /** Images of the validation set unless told otherwise: of CIFAR-10 the last of five files. */
    public static final int VALIDATION = 10_000;

    private static final int BUILT_IN = 12_000;
    private static final int BUILT_IN_VALIDATION = 2_000;
    private static final long BUILT_IN_SEED = 1;

    /** Refuses a name or standardisation that is null. */
    public TrainingData {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(standardisation, "standardisation");
    }

    /**
     * CIFAR-10 or MNIST, whichever is in the folder; of its training images the last {@value #VALIDATION} are the validation set.
     *
     * @throws FileSystemException if it is neither, or has no more training images than that
     * @throws IOException         if it cannot be read
     */
    public static TrainingData open(Path folder) throws IOException {
        boolean cifar = contains(folder, "data_batch_1.bin");
        if (!cifar && !contains(folder, "train-images-idx3-ubyte")) {
            throw new FileSystemException(folder.toString(), null, "it holds neither data_batch_1.bin, of CIFAR-10's binary version, nor train-images-idx3-ubyte, "
                    + "of MNIST, plain or with .gz, expected one of them");
        }
        Dataset images = cifar ? Cifar10.train(folder) : Mnist.train(folder);
        if (images.count() <= VALIDATION) {
            throw new FileSystemException(folder.toString(), null, "it has " + images.count() + " training images, expected more than the " + VALIDATION
                    + " of the validation set");
        }
        return split(cifar ? "cifar-10" : "mnist", images, cifar ? Cifar10.test(folder) : Mnist.test(folder), VALIDATION);
    }

    /** Generated images, always the same: 10,000, 2,000 and 2,000. */
    public static TrainingData builtIn() {
        return split("built-in", BuiltInImages.train(BUILT_IN_SEED, BUILT_IN), BuiltInImages.test(BUILT_IN_SEED, BUILT_IN_VALIDATION), BUILT_IN_VALIDATION);
    }

    private static TrainingData split(String name, Dataset images, Dataset test, int validation) {
        int training = images.count() - validation;
        return of(name, images.range(0, training), images.range(training, images.count()), test);
    }

    private static TrainingData of(String name, Dataset training, Dataset validation, Dataset test) {
        return new TrainingData(name, training, validation, test, Standardisation.of(training));
    }

    /** Tells these images and labels from others of the same kind and number, those of the test among them: a CRC-32. */
    String fingerprint() {
        CRC32 sum = new CRC32();
        for (Dataset images : List.of(training, validation, test)) {
            images.addTo(sum);
        }
        return "%08x".formatted(sum.getValue());
    }

    /**
     * The same with the first so many images to learn from only, or all if there are fewer.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public TrainingData limit(int images) {
        if (images < 1) {
            throw new IllegalArgumentException("limit is " + images + " images, expected at least 1");
        }
        return of(name, training.range(0, Math.min(images, training.count())), validation, test);
    }

    private static boolean contains(Path folder, String file) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new FileSystemException(folder.toString(), null, (Files.exists(folder) ? "it is no folder" : "there is no such folder") + ", expected one with CIFAR-10 or MNIST");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).anyMatch(List.of(file, file + ".gz")::contains);
        }
    }
}
