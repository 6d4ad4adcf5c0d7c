package org.unshatter.experiment;

import static org.unshatter.json.Json.finite;
import static org.unshatter.json.JsonReader.number;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.unshatter.train.EpochMetrics;

/**
 * What came of an experiment.
 *
 * @param architecture     complete, as text
 * @param rate             that it was trained with
 * @param seed             of the experiment
 * @param parameters       of the net
 * @param diverged         why it ended before its time; empty if it did not
 * @param history          epoch by epoch, as far as it came
 * @param test             accuracy of the net after the last epoch on the test images; NaN if it diverged
 * @param testOfBest       the same of the net with the largest validation accuracy
 */
public record Outcome(String architecture, double rate, long seed, long parameters, Optional<String> diverged, List<EpochMetrics> history,
        double test, double testOfBest) {

    /** Keeps its own copy. */
    public Outcome {
        history = List.copyOf(history);
    }

    /** After the last epoch; NaN if it diverged, as a net that cannot be used has no accuracy. */
    public double validation() {
        return diverged.isPresent() || history.isEmpty() ? Double.NaN : history.getLast().validationAccuracy();
    }

    /** The largest of all epochs, also of one that diverged later; NaN if there is none. */
    public double bestValidation() {
        return history.stream().mapToDouble(EpochMetrics::validationAccuracy).filter(Double::isFinite).max().orElse(Double.NaN);
    }

    /** Of all training steps. */
    public double seconds() {
        return history.stream().mapToDouble(EpochMetrics::seconds).sum();
    }

    /** For JSON. */
    SequencedMap<String, Object> description() {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("architecture", architecture);
        map.put("rate", rate);
        map.put("seed", seed);
        map.put("parameters", parameters);
        map.put("diverged", diverged.orElse(null));
        map.put("validationAccuracy", finite(validation()));
        map.put("bestValidationAccuracy", finite(bestValidation()));
        map.put("testAccuracy", finite(test));
        map.put("testAccuracyOfBest", finite(testOfBest));
        map.put("seconds", seconds());
        map.put("history", history.stream().map(EpochMetrics::description).toList());
        return map;
    }

    /** What {@link #description} was made of. */
    static Outcome of(Map<?, ?> map) {
        return new Outcome((String) map.get("architecture"), number(map.get("rate")), ((Number) map.get("seed")).longValue(), ((Number) map.get("parameters")).longValue(),
                Optional.ofNullable((String) map.get("diverged")), ((List<?>) map.get("history")).stream().map(line -> EpochMetrics.of((Map<?, ?>) line)).toList(),
                number(map.get("testAccuracy")), number(map.get("testAccuracyOfBest")));
    }
}
