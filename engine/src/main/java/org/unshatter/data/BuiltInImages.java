package org.unshatter.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.unshatter.autodiff.Memory;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Workers;

/**
 * Images that need no file: 32 × 32 pixels in three colours, of ten classes, seven shapes and three textures. Each shows its motif at a random place near the
 * centre, in a random size, inclination and colour, before a ground of clouds, amid clutter and noise.
 *
 * <p>Sample i depends on the seed and i alone, so a larger set begins with the smaller one; its class is i modulo 10. Training and test images are
 * drawn from different random streams of a seed. The bytes are the same on all machines.
 */
public final class BuiltInImages {

    /** Height and width. */
    static final int SIZE = 32;

    private static final Motif[] MOTIFS = Motif.values();

    private BuiltInImages() {
    }

    /**
     * Images to train with.
     *
     * @throws IllegalArgumentException if the number is negative or above 699,050, which is what an array holds
     */
    public static Dataset train(long seed, int count) {
        return draw(seed, "training", count);
    }

    /** Images to test with, likewise. */
    public static Dataset test(long seed, int count) {
        return draw(seed, "test", count);
    }

    private static Dataset draw(long seed, String kind, int count) {
        int image = 3 * SIZE * SIZE;
        int most = (Integer.MAX_VALUE - 8) / image;
        if (count < 0 || count > most) {
            throw new IllegalArgumentException("count is " + count + ", expected 0 to " + most);
        }
        Memory.require((long) count * image, count + " images");
        byte[] pixels = new byte[count * image];
        int[] labels = new int[count];
        Workers.run(count, i -> {
            labels[i] = i % MOTIFS.length;
            new Scene(RandomStreams.of(seed, "built-in " + kind + " image " + i)).paint(MOTIFS[labels[i]], pixels, i * image);
        });
        List<String> classes = Arrays.stream(MOTIFS).map(motif -> motif.name().toLowerCase(Locale.ROOT)).toList();
        return Dataset.of(3, SIZE, SIZE, pixels, labels, classes);
    }
}
