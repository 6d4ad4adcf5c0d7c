package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/** Convolutions of every kind, small enough for seven loops. */
final class ConvShapes {

    /** For the reference. */
    private static final long MOST_FLOPS = 6_000_000;

    private ConvShapes() {
    }

    /** Windows of 1 × 1 and 3 × 3 as networks have them, most of which have kernels of their own, on any images. */
    static Convolution ofNetworks(RandomGenerator random) {
        while (true) {
            boolean crelu = random.nextInt(5) == 0;
            int groups = crelu || random.nextInt(4) > 0 ? 1 : random.nextInt(1, 40);
            int channels = groups * (groups == 1 ? Sizes.random(random, 70) : random.nextInt(1, 3));
            int filters = groups * (groups == 1 ? Sizes.random(random, 70) : random.nextInt(1, 3));
            int batch = random.nextBoolean() ? 16 * random.nextInt(1, 4) + random.nextInt(-1, 2) : random.nextInt(1, 20);
            int padding = random.nextInt(4) == 0 ? 0 : 1;
            int stride = random.nextInt(4) == 0 ? 2 : 1;
            Window window = random.nextInt(4) == 0 ? Window.of(1).stride(stride) : Window.of(3).padding(padding).stride(stride);
            int height = random.nextInt(3, 20);
            int width = random.nextInt(4) > 0 ? height : random.nextInt(3, 20);
            if (channels > 0 && filters > 0) {
                Convolution shape = new Convolution(new Images(batch, channels, height, width), window, filters, groups, crelu);
                if (shape.flops() <= MOST_FLOPS) {
                    return shape;
                }
            }
        }
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
