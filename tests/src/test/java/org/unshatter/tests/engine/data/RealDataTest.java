package org.unshatter.tests.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unshatter.data.Cifar10;
import org.unshatter.data.Dataset;
import org.unshatter.data.Mnist;
import org.unshatter.data.Standardisation;

/** The real files, where they lie beside the project in shared/data: their numbers are known. */
class RealDataTest {

    private static Path folder(String name) {
        Path folder = Path.of(System.getProperty("unshatter.root", "..")).resolve("../shared/data").resolve(name);
        assumeTrue(Files.isDirectory(folder), () -> "there is no " + folder.toAbsolutePath().normalize());
        return folder;
    }

    /** Means and deviations over the 50,000 training images, as they are often cited: 0.4914, 0.4822, 0.4465 and 0.2470, 0.2435, 0.2616 of 255. */
    @Test
    void cifar10HasItsCountsMeansAndDeviations() throws IOException {
        Dataset train = Cifar10.train(folder("cifar-10-batches-bin"));
        assertEquals(50_000, train.count());
        assertArrayEquals(new int[] {3, 32, 32}, train.shape());
        int[] even = new int[10];
        Arrays.fill(even, 5000);
        assertArrayEquals(even, train.histogram());
        assertEquals(List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"), train.classes());
        assertEquals(List.of(6, 9, 9, 4, 1), List.of(train.label(0), train.label(1), train.label(2), train.label(3), train.label(4)), "frog, truck, truck, deer, car");
        Standardisation standardisation = Standardisation.of(train);
        assertNear(new double[] {125.307, 122.950, 113.865}, standardisation.mean());
        assertNear(new double[] {62.993, 62.089, 66.705}, standardisation.deviation());
    }

    /** Whole or only the beginning of it. */
    @Test
    void cifar10sTestImagesBeginWithTheCat() throws IOException {
        Dataset test = Cifar10.test(folder("cifar-10-batches-bin"));
        assertEquals(0, test.count() % 1000);
        assertArrayEquals(new float[] {3, 8, 8, 0, 6, 6, 1, 6, 3, 1}, test.range(0, 10).labels().toArray());
    }

    /** The mean and the deviation are those cited as 0.1307 and 0.3081 of 255. */
    @Test
    void mnistHasItsCountsAndMean() throws IOException {
        Dataset train = Mnist.train(folder("mnist"));
        Dataset test = Mnist.test(folder("mnist"));
        assertEquals(60_000, train.count());
        assertEquals(10_000, test.count());
        assertArrayEquals(new int[] {1, 28, 28}, train.shape());
        assertArrayEquals(new int[] {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}, train.histogram());
        assertArrayEquals(new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, test.histogram());
        assertArrayEquals(new float[] {7, 2, 1, 0, 4}, test.range(0, 5).labels().toArray());
        Standardisation standardisation = Standardisation.of(train);
        assertEquals(0.1307, standardisation.mean().getFirst() / 255, 5e-5);
        assertEquals(0.3081, standardisation.deviation().getFirst() / 255, 5e-5);
    }

    private static void assertNear(double[] expected, List<Double> actual) {
        assertArrayEquals(expected, actual.stream().mapToDouble(Double::doubleValue).toArray(), 1e-3);
    }
}
