package org.unshatter.tests.kernels;

import org.unshatter.kernels.Images;

/**
 * The layout of {@link Images} by its formula, not by the conversion that is tested elsewhere.
 * Plain values are in [batch, channels, height, width].
 */
final class ImagesLayout {

    private ImagesLayout() {
    }

    /** Elements that count: those of idle lanes do not. */
    static int elements(Images shape) {
        return shape.batch() * shape.channels() * shape.height() * shape.width();
    }

    /** Plain values laid out inside a larger array of poison; idle lanes are poisoned as well. */
    static Guarded of(Images shape, double[] values, int offset) {
        Guarded images = Guarded.run(shape.length(), offset).fill(Float.NaN);
        for (int i = 0; i < values.length; i++) {
            images.array[offset + index(shape, i)] = (float) values[i];
        }
        return images;
    }

    /** The way back, which leaves out what idle lanes hold. */
    static float[] plain(Images shape, Guarded images) {
        float[] values = new float[elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = images.get(index(shape, i));
        }
        return values;
    }

    private static int index(Images shape, int plain) {
        int pixels = shape.height() * shape.width();
        int n = plain / pixels / shape.channels();
        int c = plain / pixels % shape.channels();
        return ((n / 16 * shape.channels() + c) * pixels + plain % pixels) * 16 + n % 16;
    }
}
