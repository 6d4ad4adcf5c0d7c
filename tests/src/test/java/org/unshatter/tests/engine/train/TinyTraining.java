package org.unshatter.tests.engine.train;

import java.util.List;
import java.util.random.RandomGenerator;
import org.unshatter.arch.Architecture;
import org.unshatter.data.Augmentation;
import org.unshatter.data.Batches;
import org.unshatter.data.Dataset;
import org.unshatter.data.Standardisation;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;

/** Images of 6 × 6 pixels, noise with a brighter half: left, right or upper. Classes that a few steps can learn and shifts by a pixel keep. */
public final class TinyTraining {

    static final int CLASSES = 3;
    static final String CONV = "conv-residual,depth=3,per=1,filters=4,in=2x6x6,out=3,norm=batch,affine=true,stats=differentiated,beta=0.5";
    static final String DENSE = "dense-plain,depth=3,width=12,in=2x6x6,out=3,bias=true";

    private TinyTraining() {
    }

    public static Dataset images(String kind, int count) {
        int size = 6;
        byte[] pixels = new byte[count * 2 * size * size];
        int[] labels = new int[count];
        RandomGenerator random = RandomStreams.of(7, kind);
        int at = 0;
        for (int i = 0; i < count; i++) {
            labels[i] = i % CLASSES;
            for (int p = 0; p < 2 * size * size; p++) {
                int x = p % size;
                int y = p / size % size;
                boolean bright = labels[i] == 0 ? x < size / 2 : labels[i] == 1 ? x >= size / 2 : y < size / 2;
                pixels[at++] = (byte) (random.nextInt(140) + (bright ? 80 : 0));
            }
        }
        return Dataset.of(2, size, size, pixels, labels, List.of("left", "right", "upper"));
    }

    /** 50 images: 7 batches of 8, the last of 2. */
    static Batches training() {
        Dataset data = images("training", 50);
        return Batches.of(data, Standardisation.of(data), 8).shuffled(3).augmented(Augmentation.shifts(1));
    }

    /** 31 images: 3 batches of 12, the last of 7. */
    static Batches validation() {
        return Batches.of(images("validation", 31), Standardisation.of(images("training", 50)), 12);
    }

    static Network net(String architecture) {
        return Architecture.parse(architecture).build(RandomStreams.of(5, "tiny net"));
    }
}
