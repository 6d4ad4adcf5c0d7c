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
        int from = data.offset(sample);
        Arrays.fill(into, offset, offset + data.size(), 0);
        if (left >= end) {
            return;
        }
        int step = placement.mirrored() ? -1 : 1;
        int first = placement.mirrored() ? width - 1 - (left - placement.right()) : left - placement.right();
        for (int c = 0; c < data.channels(); c++) {
            float[] table = tables[c];
            for (int y = top; y < bottom; y++) {
                int source = from + (c * height + y - placement.down()) * width + first;
                int row = offset + (c * height + y) * width;
                for (int x = left; x < end; x++) {
                    into[row + x] = table[data.pixels()[source] & 0xff];
                    source += step;
                }
            }
        }
    }
}
