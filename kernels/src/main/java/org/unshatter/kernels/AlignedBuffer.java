package org.unshatter.kernels;

/**
 * Floats for the kernels' own use, placed so that vectors do not straddle cache lines. In HotSpot an array's elements begin 16 bytes into the
 * object, and an object as large as this one is mostly placed by itself, at the beginning of a page: then element {@value #START}
 * is at the beginning of a line. If it lies elsewhere, only speed is lost.
 */
final class AlignedBuffer {

    /** The first element to use. */
    static final int START = 12;

    /** The default collector places an array of this size by itself. */
    private static final int LEAST = 1 << 20;

    private float[] data = {};

    /** The buffer, grown if need be; what it held may be lost then. */
    float[] atLeast(int length) {
        if (data.length - START < length) {
            data = new float[Math.max(LEAST, START + length)];
        }
        return data;
    }
}
