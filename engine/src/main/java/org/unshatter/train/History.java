package org.unshatter.train;

import java.util.ArrayList;
import java.util.List;
import org.unshatter.safetensors.Entry;

/** The epochs so far, and what follows from them. */
final class History {

    private final List<EpochMetrics> epochs = new ArrayList<>();

    List<EpochMetrics> epochs() {
        return List.copyOf(epochs);
    }

    int count() {
        return epochs.size();
    }

    void add(EpochMetrics metrics) {
        epochs.add(metrics);
    }

    /** The epoch of the largest validation accuracy, of equal ones the first; −1 before the first. */
    int best() {
        int best = -1;
        for (int e = 0; e < epochs.size(); e++) {
            if (best < 0 || epochs.get(e).validationAccuracy() > epochs.get(best).validationAccuracy()) {
                best = e;
            }
        }
        return best;
    }

    /** Whether the validation loss has not become smaller for so many epochs in a row. */
    boolean outOf(int patience) {
        double least = Double.POSITIVE_INFINITY;
        int since = 0;
        for (EpochMetrics metrics : epochs) {
            boolean smaller = metrics.validationLoss() < least;
            least = smaller ? metrics.validationLoss() : least;
            since = smaller ? 0 : since + 1;
        }
        return patience > 0 && since >= patience;
    }

    /** [epochs, numbers]. */
    Entry entry() {
        double[] all = new double[epochs.size() * EpochMetrics.NUMBERS];
        for (int e = 0; e < epochs.size(); e++) {
            System.arraycopy(epochs.get(e).numbers(), 0, all, e * EpochMetrics.NUMBERS, EpochMetrics.NUMBERS);
        }
        return Entry.of(all, epochs.size(), EpochMetrics.NUMBERS);
    }

    void restore(Entry entry) {
        double[] all = entry.doubles();
        epochs.clear();
        for (int e = 0; e < all.length / EpochMetrics.NUMBERS; e++) {
            epochs.add(EpochMetrics.of(e, all));
        }
    }
}
