package org.unshatter.train;

import org.unshatter.autodiff.Tensor;

/**
 * How well a net classifies a set.
 *
 * @param loss     mean cross-entropy; not finite if an output is not
 * @param accuracy share of the samples whose class has the largest output
 * @param count    samples
 */
public record Score(double loss, double accuracy, long count) {

    /** Samples of a batch whose class has the largest output, of equal ones the first; one with a NaN among its outputs is wrong. */
    static int correct(Tensor logits, Tensor labels) {
        int samples = logits.dim(0);
        int classes = logits.dim(1);
        int correct = 0;
        for (int i = 0; i < samples; i++) {
            int best = 0;
            boolean known = true;
            float most = logits.get(i * classes);
            for (int c = 0; c < classes; c++) {
                float value = logits.get(i * classes + c);
                known &= !Float.isNaN(value);
                if (value > most) {
                    most = value;
                    best = c;
                }
            }
            correct += known && best == labels.get(i) ? 1 : 0;
        }
        return correct;
    }
}
