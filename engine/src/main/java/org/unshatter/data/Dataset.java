package org.unshatter.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.Checksum;
import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.Tensor;

/**
 * Labelled images of one size, with a byte for each value of a pixel. Subsets share the bytes.
 *
 * <p>All that take the number of a sample throw {@link IndexOutOfBoundsException} if there is none of it.
 */
public final class Dataset {

    private final int channels;
    private final int height;
    private final int width;
    private final byte[] pixels;
    private final int[] labels;
    private final List<String> classes;
    /** Where each sample lies among pixels and labels. */
    private final int[] places;

    private Dataset(int channels, int height, int width, byte[] pixels, int[] labels, List<String> classes, int... places) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.labels = labels;
        this.classes = classes;
        this.places = places;
    }

    /** Adds all labels and pixels to a checksum, image by image. */
    public void addTo(Checksum sum) {
        int image = channels * height * width;
        for (int place : places) {
            sum.update(labels[place]);
            sum.update(pixels, place * image, image);
        }
    }

    /**
     * A set around the given arrays, which are not copied and must not be changed any more.
     *
     * @param pixels  one image after the other, each channel by channel, each of these row by row; values from 0 to 255 as unsigned bytes
     * @param labels  for each image a class, counted from 0
     * @param classes the names of the classes
     * @throws IllegalArgumentException if an extent is below 1, the lengths do not fit each other or a label has no name
     */
    public static Dataset of(int channels, int height, int width, byte[] pixels, int[] labels, List<String> classes) {
        for (int extent : new int[] {channels, height, width}) {
            if (extent < 1) {
                throw new IllegalArgumentException("image is " + shape(channels, height, width) + ", expected extents of at least 1");
            }
        }
        long image = (long) channels * height > Integer.MAX_VALUE ? Long.MAX_VALUE : (long) channels * height * width;
        if (image > Integer.MAX_VALUE || image * labels.length != pixels.length) {
            throw new IllegalArgumentException("there are " + pixels.length + " pixel values, expected " + labels.length + " images of " + shape(channels, height, width));
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes.size()) {
                throw new IllegalArgumentException("label of sample " + i + " is " + labels[i] + ", expected 0 to " + (classes.size() - 1));
            }
        }
        return new Dataset(channels, height, width, pixels, labels, List.copyOf(classes), IntStream.range(0, labels.length).toArray());
    }

    private static String shape(int channels, int height, int width) {
        return Arrays.toString(new int[] {channels, height, width});
    }

    /** Number of samples. */
    public int count() {
        return places.length;
    }

    /** Channels of a sample: 1 of grey images, 3 of coloured ones. */
    public int channels() {
        return channels;
    }

    /** Pixels from top to bottom. */
    public int height() {
        return height;
    }

    /** Pixels from left to right. */
    public int width() {
        return width;
    }

    /** Shape of one sample: [channels, height, width]. */
    public int[] shape() {
        return new int[] {channels, height, width};
    }

    /** Names of the classes, in the order of the labels. */
    public List<String> classes() {
        return classes;
    }

    /** The class of a sample. */
    public int label(int sample) {
        return labels[places[sample]];
    }

    /** One value of a pixel, from 0 to 255. */
    public int pixel(int sample, int channel, int y, int x) {
        int row = Objects.checkIndex(channel, channels) * height + Objects.checkIndex(y, height);
        return pixels[offset(sample) + row * width + Objects.checkIndex(x, width)] & 0xff;
    }

    /** How many samples each class has. */
    public int[] histogram() {
        int[] histogram = new int[classes.size()];
        for (int place : places) {
            histogram[labels[place]]++;
        }
        return histogram;
    }

    /**
     * The samples from one number to below another.
     *
     * @throws IllegalArgumentException if they are not within 0 to count, in this order
     */
    public Dataset range(int from, int to) {
        if (from < 0 || to < from || to > count()) {
            throw new IllegalArgumentException("range is " + from + " to " + to + ", expected one within 0 to " + count());
        }
        return new Dataset(channels, height, width, pixels, labels, classes, Arrays.copyOfRange(places, from, to));
    }

    /** The samples of these numbers, in this order; one may occur again. */
    public Dataset take(int... samples) {
        return new Dataset(channels, height, width, pixels, labels, classes, IntStream.of(samples).map(sample -> places[sample]).toArray());
    }

    /** Chosen images, standardised: [samples, channels, height, width]. */
    public Tensor images(Standardisation standardisation, int... samples) {
        Pixels source = new Pixels(this, standardisation);
        float[] images = Memory.floats((long) samples.length * size(), () -> samples.length + " images");
        for (int i = 0; i < samples.length; i++) {
            source.write(samples[i], Placement.UNCHANGED, images, i * size());
        }
        return Tensor.of(images, samples.length, channels, height, width);
    }

    /** All images, standardised. */
    public Tensor images(Standardisation standardisation) {
        return images(standardisation, IntStream.range(0, count()).toArray());
    }

    /** Classes of chosen samples as whole numbers: [samples], as {@link Tensor#crossEntropy} takes them. */
    public Tensor labels(int... samples) {
        float[] chosen = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            chosen[i] = label(samples[i]);
        }
        return Tensor.of(chosen, samples.length);
    }

    /** Classes of all samples. */
    public Tensor labels() {
        return labels(IntStream.range(0, count()).toArray());
    }

    /** Values of one image. */
    int size() {
        return channels * height * width;
    }

    byte[] pixels() {
        return pixels;
    }

    /** Where a sample's values begin. */
    int offset(int sample) {
        return places[sample] * size();
    }
}
