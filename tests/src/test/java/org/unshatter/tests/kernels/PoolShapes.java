package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Pooling;
import org.unshatter.kernels.Window;

/** Poolings of every kind, and images and windows that make none. */
final class PoolShapes {

    private PoolShapes() {
    }

    /** Any that make a pooling. */
    static Pooling random(RandomGenerator random) {
        while (true) {
            Images images = images(random);
            Window window = window(random);
            if (fit(images, window)) {
                return new Pooling(images, window);
            }
        }
    }

    static Images images(RandomGenerator random) {
        return new Images(random.nextInt(1, 41), random.nextInt(1, 6), random.nextInt(1, 13), random.nextInt(1, 13));
    }

    static Window window(RandomGenerator random) {
        return new Window(random.nextInt(1, 5), random.nextInt(1, 5), random.nextInt(1, 4), random.nextInt(1, 4),
                random.nextInt(0, 4), random.nextInt(0, 4), random.nextInt(0, 4), random.nextInt(0, 4),
                random.nextInt(1, 3), random.nextInt(1, 3));
    }

    /** Whether there is a pixel of the image in the window wherever it stands, and a place for it to stand. */
    static boolean fit(Images images, Window window) {
        return everyPositionSees(images.height(), window.height(), window.strideY(), window.top(), window.bottom(), window.dilationY())
                && everyPositionSees(images.width(), window.width(), window.strideX(), window.left(), window.right(), window.dilationX());
    }

    private static boolean everyPositionSees(int length, int window, int stride, int before, int after, int dilation) {
        int positions = 0;
        for (int start = -before; start + (window - 1) * dilation < length + after; start += stride) {
            boolean seen = false;
            for (int tap = start; tap <= start + (window - 1) * dilation; tap += dilation) {
                seen |= tap >= 0 && tap < length;
            }
            if (!seen) {
                return false;
            }
            positions++;
        }
        return positions > 0;
    }
}
