package org.unshatter.data;

import java.util.ArrayList;
import java.util.List;

/**
 * What makes each channel's values 0 in the mean and 1 in deviation: (x − mean)/deviation, over all pixels of the training images.
 *
 * @param mean      for each channel, of values from 0 to 255
 * @param deviation likewise
 */
public record Standardisation(List<Double> mean, List<Double> deviation) {

    /**
     * Keeps its own copies.
     *
     * @throws IllegalArgumentException if there are not equally many or no means and deviations, one is not finite or a deviation is not positive
     */
    public Standardisation {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.isEmpty() || mean.size() != deviation.size()) {
            throw new IllegalArgumentException("there are " + mean.size() + " means and " + deviation.size() + " deviations, expected one of each for every channel");
        }
        for (int c = 0; c < mean.size(); c++) {
            if (!Double.isFinite(mean.get(c))) {
                throw new IllegalArgumentException("mean of channel " + c + " is " + mean.get(c) + ", expected a finite number");
            }
            if (!(deviation.get(c) > 0 && Double.isFinite(deviation.get(c)))) {
                throw new IllegalArgumentException("deviation of channel " + c + " is " + deviation.get(c) + ", expected a positive, finite number");
            }
        }
    }

    /**
     * By mean and deviation of a set, that of all its values (divided by their number). A channel of one value throughout has deviation 1 here, and becomes 0.
     *
     * @throws IllegalArgumentException if the set is empty
     */
    public static Standardisation of(Dataset data) {
        if (data.count() == 0) {
            throw new IllegalArgumentException("the set has 0 samples, expected at least 1 for its mean and deviation");
        }
        int plane = data.height() * data.width();
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int c = 0; c < data.channels(); c++) {
            long sum = 0;
            long squares = 0; // exact: 2³¹ values make at most 2⁴⁷
            for (int i = 0; i < data.count(); i++) {
                int offset = data.offset(i) + c * plane;
                for (int p = offset; p < offset + plane; p++) {
                    int x = data.pixels()[p] & 0xff;
                    sum += x;
                    squares += x * x;
                }
            }
            long n = (long) data.count() * plane;
            long value = sum / n;
            boolean constant = sum == value * n && squares == value * value * n;
            double mean = (double) sum / n;
            means.add(mean);
            deviations.add(constant ? 1 : Math.sqrt((double) squares / n - mean * mean));
        }
        return new Standardisation(means, deviations);
    }

    /** For each channel the 256 values that a byte can become. */
    float[][] tables(Dataset data) {
        if (data.channels() != mean.size()) {
            throw new IllegalArgumentException("the standardisation has " + mean.size() + " channels, expected " + data.channels() + " as the images have");
        }
        float[][] tables = new float[mean.size()][256];
        for (int c = 0; c < tables.length; c++) {
            for (int value = 0; value < 256; value++) {
                tables[c][value] = (float) ((value - mean.get(c)) / deviation.get(c));
            }
        }
        return tables;
    }
}
