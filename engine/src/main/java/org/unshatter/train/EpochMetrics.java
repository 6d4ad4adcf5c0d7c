package org.unshatter.train;

import static org.unshatter.json.Json.finite;
import static org.unshatter.json.JsonReader.number;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What came of an epoch.
 *
 * @param epoch              counted from 0
 * @param trainingLoss       mean over its batches as they came, under parameters that changed meanwhile
 * @param trainingAccuracy   likewise
 * @param validationLoss     afterwards, over the validation set; not finite if an output was not
 * @param validationAccuracy likewise
 * @param rate               learning rate of its last step
 * @param seconds            that its steps took, without validation
 * @param imagesPerSecond    of its steps
 */
public record EpochMetrics(int epoch, double trainingLoss, double trainingAccuracy, double validationLoss, double validationAccuracy, double rate,
        double seconds, double imagesPerSecond) {

    /** Numbers of {@link #numbers}. */
    static final int NUMBERS = 7;

    /** All but the epoch. */
    double[] numbers() {
        return new double[] {trainingLoss, trainingAccuracy, validationLoss, validationAccuracy, rate, seconds, imagesPerSecond};
    }

    static EpochMetrics of(int epoch, double[] all) {
        int at = epoch * NUMBERS;
        return new EpochMetrics(epoch, all[at], all[at + 1], all[at + 2], all[at + 3], all[at + 4], all[at + 5], all[at + 6]);
    }

    /** As {@link #description} writes it. */
    public static EpochMetrics of(Map<?, ?> line) {
        return new EpochMetrics(((Number) line.get("epoch")).intValue(), number(line.get("trainingLoss")), number(line.get("trainingAccuracy")),
                number(line.get("validationLoss")), number(line.get("validationAccuracy")), number(line.get("rate")), number(line.get("seconds")), number(line.get("imagesPerSecond")));
    }

    /** For files; null stands for what is not finite, which JSON has no word for. */
    public SequencedMap<String, Object> description() {
        SequencedMap<String, Object> line = new LinkedHashMap<>();
        line.put("epoch", epoch);
        line.put("trainingLoss", finite(trainingLoss));
        line.put("trainingAccuracy", finite(trainingAccuracy));
        line.put("validationLoss", finite(validationLoss));
        line.put("validationAccuracy", finite(validationAccuracy));
        line.put("rate", finite(rate));
        line.put("seconds", finite(seconds));
        line.put("imagesPerSecond", finite(imagesPerSecond));
        return line;
    }
}
