package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/** Convolutions of every kind, small enough for seven loops. */
final class ConvShapes {

    private ConvShapes() {
    }

    /** Any window, steps, borders, dilations and groups that fit together. */
    static Convolution random(RandomGenerator random) {
        int groups = random.nextInt(3) == 0 ? random.nextInt(1, 5) : 1;
        boolean crelu = groups == 1 && random.nextInt(4) == 0;
        boolean depthwise = groups > 1 && random.nextInt(3) == 0;
        int channels = groups * (depthwise ? 1 : random.nextInt(1, 10));
        int filters = groups * (depthwise ? 1 : random.nextInt(1, 15));
        int batch = random.nextInt(4) == 0 ? random.nextInt(17, 40) : random.nextInt(1, 18);
        while (true) {
            Window window = new Window(random.nextInt(1, 5), random.nextInt(1, 5), random.nextInt(1, 4), random.nextInt(1, 4),
                    random.nextInt(0, 4), random.nextInt(0, 4), random.nextInt(0, 4), random.nextInt(0, 4),
                    random.nextInt(1, 3), random.nextInt(1, 3));
            Images images = new Images(batch, channels, random.nextInt(1, 10), random.nextInt(1, 12));
            if ((window.height() - 1) * window.dilationY() < images.height() + window.top() + window.bottom()
                    && (window.width() - 1) * window.dilationX() < images.width() + window.left() + window.right()) {
                return new Convolution(images, window, filters, groups, crelu);
            }
        }
    }
}
