package org.unshatter.data;

import org.unshatter.autodiff.Tensor;

/**
 * Samples of one step.
 *
 * @param epoch   the epoch it belongs to, counted from 0
 * @param index   its number within the epoch, counted from 0
 * @param images  standardised, [samples, channels, height, width]
 * @param labels  classes as whole numbers, [samples]
 */
public record Batch(int epoch, int index, Tensor images, Tensor labels) {

    /** Number of samples. */
    public int count() {
        return labels.size();
    }
}
