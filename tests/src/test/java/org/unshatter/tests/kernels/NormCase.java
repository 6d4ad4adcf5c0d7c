package org.unshatter.tests.kernels;

import java.util.random.RandomGenerator;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Normalisation;

/**
 * One of the normalisations and its shape. Elements are numbered without idle lanes, in [batch, channels, height, width];
 * a matrix has its rows for images and its columns for channels, of one pixel.
 */
record NormCase(Kind kind, int batch, int channels, int height, int width, boolean divide, double epsilon, boolean relu) {

    /** What is normalised together: a channel of all images, all of an image, a row or a column of a matrix. */
    enum Kind {
        BATCH, LAYER, ROW, COLUMN;

        boolean ofMatrices() {
            return this == ROW || this == COLUMN;
        }

        /** Whether the mean is one over examples, which may also be given. */
        boolean overBatch() {
            return this == BATCH || this == COLUMN;
        }
    }

    /** The pixels that the kernels add up in single precision before they go on in double precision. */
    private static final int PIXELS_OF_A_SUM = 1024;

    static NormCase of(Kind kind, int batch, int channels, int height, int width) {
        return new NormCase(kind, batch, channels, height, width, true, 1e-5, false);
    }

    /** With idle lanes and without; ε = 0 only where no variance can come near to it. */
    static NormCase random(Kind kind, RandomGenerator random) {
        int batch = random.nextInt(3) == 0 ? random.nextInt(17, 41) : random.nextInt(1, 18);
        NormCase shape = of(kind, batch, random.nextInt(1, 7), random.nextInt(1, 10), random.nextInt(1, 10));
        return shape.withRandomSettings(random);
    }

    static NormCase randomRows(RandomGenerator random) {
        NormCase shape = of(Kind.ROW, random.nextInt(0, 10), random.nextInt(1, 71), 1, 1);
        return shape.with(true, shape.randomEpsilon(random), false);
    }

    static NormCase randomColumns(RandomGenerator random) {
        NormCase shape = of(Kind.COLUMN, random.nextInt(1, 41), random.nextInt(1, 131), 1, 1);
        return shape.withRandomSettings(random);
    }

    NormCase withRandomSettings(RandomGenerator random) {
        return with(random.nextInt(4) != 0, randomEpsilon(random), random.nextBoolean());
    }

    NormCase with(boolean divide, double epsilon, boolean relu) {
        return new NormCase(kind, batch, channels, height, width, divide, epsilon, relu);
    }

    private double randomEpsilon(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> 1e-5;
            case 1 -> 0.03;
            default -> size() < 8 ? 1e-3 : 0;
        };
    }

    Images images() {
        return new Images(batch, channels, height, width);
    }

    Normalisation norm() {
        return new Normalisation(images(), divide, epsilon, activation());
    }

    Activation activation() {
        return relu ? Activation.RELU : Activation.NONE;
    }

    int pixels() {
        return height * width;
    }

    int elements() {
        return batch * channels * pixels();
    }

    /** Means, and variances. */
    int groups() {
        return kind.overBatch() ? channels : batch;
    }

    /** Elements with one mean. */
    int size() {
        return kind.overBatch() ? batch * pixels() : channels * pixels();
    }

    /** To which mean an element belongs. */
    int group(int element) {
        return kind.overBatch() ? parameter(element) : element / (channels * pixels());
    }

    /** To which γ and β an element belongs. */
    int parameter(int element) {
        return element / pixels() % channels;
    }

    /** Where an element is stored: by the formula of the layout, not by the conversion that is tested elsewhere. */
    int place(int element) {
        if (kind.ofMatrices()) {
            return element;
        }
        int image = element / (channels * pixels());
        return (image / 16 * channels * pixels() + element % (channels * pixels())) * 16 + image % 16;
    }

    /** Elements in store, idle lanes included. */
    int stored() {
        return kind.ofMatrices() ? elements() : images().length();
    }

    /** Additions in single precision, one after the other, on the way to a mean or a variance. */
    int statisticsDepth() {
        return switch (kind) {
            case BATCH -> Math.min(PIXELS_OF_A_SUM, pixels());
            case LAYER -> Math.min(PIXELS_OF_A_SUM, channels * pixels());
            case ROW -> channels;
            case COLUMN -> Math.min(PIXELS_OF_A_SUM, batch);
        };
    }

    /** The same on the way to the means of gradients that are subtracted from each. */
    int gradientDepth() {
        return kind == Kind.LAYER ? Math.min(PIXELS_OF_A_SUM, pixels()) : statisticsDepth();
    }

    /** The same on the way to the gradients by γ and β. */
    int parameterDepth() {
        return kind == Kind.ROW ? batch : gradientDepth();
    }
}
