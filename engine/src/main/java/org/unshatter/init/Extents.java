package org.unshatter.init;

/**
 * Extents of the weights of a layer: [outputs, inputs] of a dense one, [filters, channels, height, width] of a convolution; row-major.
 *
 * @param outputs units, or filters
 * @param inputs  features read, or channels
 * @param height  of the window; 1 for a dense layer
 * @param width   of the window; 1 for a dense layer
 */
public record Extents(int outputs, int inputs, int height, int width) {

    /** @throws IllegalArgumentException if one is less than 1, or there are 2³¹ weights or more */
    public Extents {
        if (outputs < 1 || inputs < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("weights of " + text(outputs, inputs, height, width) + ", expected extents of at least 1");
        }
        if ((double) outputs * inputs * height * width > Integer.MAX_VALUE - 8) { // the JVM's longest array
            throw new IllegalArgumentException("weights of " + text(outputs, inputs, height, width) + ", expected fewer than 2³¹");
        }
    }

    /** A matrix. */
    public static Extents dense(int outputs, int inputs) {
        return new Extents(outputs, inputs, 1, 1);
    }

    /** Pixels of the window. */
    public int taps() {
        return height * width;
    }

    /** Weights that one output is a sum over. */
    public int fanIn() {
        return inputs * taps();
    }

    /** Weights that one input goes through, at stride 1. */
    public int fanOut() {
        return outputs * taps();
    }

    /** Number of weights. */
    public int size() {
        return outputs * fanIn();
    }

    /** The shape of a convolution's tensor: [filters, channels, height, width]. */
    public int[] convolution() {
        return new int[] {outputs, inputs, height, width};
    }

    /** @throws IllegalArgumentException if there are not as many weights */
    void requireSizeOf(float[] weights) {
        if (weights.length != size()) {
            throw new IllegalArgumentException("weights has " + weights.length + " elements, expected " + size() + ", those of " + this);
        }
    }

    private static String text(int outputs, int inputs, int height, int width) {
        return outputs + " × " + inputs + (height == 1 && width == 1 ? "" : " × " + height + " × " + width);
    }

    /** Such as "64 × 3 × 3 × 3", or "10 × 784" of a dense layer. */
    @Override
    public String toString() {
        return text(outputs, inputs, height, width);
    }
}
