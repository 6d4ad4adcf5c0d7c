package org.unshatter.data;

import java.util.Arrays;

/** Turns the bytes of a set's images into standardised floats. */
final class Pixels {

    private final Dataset data;
    private final float[][] tables;

    Pixels(Dataset data, Standardisation standardisation) {
        this.data = data;
        tables = standardisation.tables(data);
    }

    /**
     * Writes one image, [channels, height, width]. Pixels that it leaves free become 0, the mean of their channel: as He et al. 2016a pad
     * images from which the mean was subtracted, and as convolutions see the border.
     */
    void write(int sample, Placement placement, float[] into, int offset) {
        int height = data.height();
        int width = data.width();
        // The differences are long, as a placement may move by any number.
        int top = Math.clamp((long) placement.down(), 0, height);
        int bottom = Math.clamp((long) height + placement.down(), 0, height);
        int left = Math.clamp((long) placement.right(), 0, width);
        int end = Math.clamp((long) width + placement.right(), 0, width);
        Arrays.fill(into, offset, offset + data.size(), 0);
        byte[] pixels = data.pixels();
        int columns = end - left;
        // The first of the source's columns that are seen, from its left.
        int first = placement.mirrored() ? width - end + placement.right() : left - placement.right();
        for (int c = 0; columns > 0 && c < data.channels(); c++) {
            float[] table = tables[c];
            for (int y = top; y < bottom; y++) {
                int source = data.offset(sample) + (c * height + y - placement.down()) * width + first;
                int row = offset + (c * height + y) * width + left;
                // A loop for each direction: of one with a step of ±1 the JIT compiler checks every index.
                if (placement.mirrored()) {
                    for (int x = 0; x < columns; x++) {
                        into[row + x] = table[pixels[source + columns - 1 - x] & 0xff];
                    }
                } else {
                    for (int x = 0; x < columns; x++) {
                        into[row + x] = table[pixels[source + x] & 0xff];
                    }
                }
            }
        }
    }
}
