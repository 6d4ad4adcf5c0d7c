package org.unshatter.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.unshatter.arch.Architecture;
import org.unshatter.diagnostics.Estimate;

/**
 * Outcomes sorted into lines of nets that differ in depth alone.
 *
 * @param lines in the order of the sweep, in each by depth
 */
record ByDepth(List<Line> lines) {

    /** @param label in figures */
    record Line(String label, TreeMap<Integer, Point> points) {
    }

    /** All trainings of one architecture. */
    record Point(List<Outcome> all) {

        /** The best one. */
        double rate() {
            return BestRates.best(all);
        }

        /** All that were tried, ascending. */
        List<Double> rates() {
            return List.copyOf(new TreeSet<>(all.stream().map(Outcome::rate).toList()));
        }

        /** Those with one rate, by seed. */
        List<Outcome> with(double rate) {
            return all.stream().filter(outcome -> outcome.rate() == rate).toList();
        }

        /** A number of each of those that have it. */
        double[] values(double rate, ToDoubleFunction<Outcome> value) {
            return with(rate).stream().mapToDouble(value).filter(Double::isFinite).toArray();
        }
    }

    /** @param labels by kind of net; what is not among them comes behind, under its architecture */
    static ByDepth of(SequencedMap<String, String> labels, List<Outcome> outcomes) {
        SequencedMap<String, Line> kinds = new LinkedHashMap<>();
        labels.forEach((kind, label) -> kinds.put(kind, new Line(label, new TreeMap<>())));
        for (Outcome outcome : outcomes) {
            String kind = BestRates.withoutDepth(outcome.architecture());
            int depth = Architecture.parse(outcome.architecture()).depth();
            kinds.computeIfAbsent(kind, _ -> new Line(kind, new TreeMap<>())).points().computeIfAbsent(depth, _ -> new Point(new ArrayList<>())).all().add(outcome);
        }
        return new ByDepth(kinds.values().stream().filter(line -> !line.points().isEmpty()).toList());
    }

    boolean severalRates() {
        return lines.stream().map(Line::points).map(Map::values).anyMatch(points -> points.stream().anyMatch(point -> point.rates().size() > 1));
    }

    /** NaN for a training that diverged. */
    static double trainingAccuracy(Outcome outcome) {
        return outcome.diverged().isPresent() || outcome.history().isEmpty() ? Double.NaN : outcome.history().getLast().trainingAccuracy();
    }

    static double mean(double... values) {
        return Estimate.of(values).mean();
    }

    /** The standard deviation between seeds; 0 of a single one, so that a band narrows to the line. */
    static double deviation(double... values) {
        if (values.length == 1) {
            return 0;
        }
        Estimate estimate = Estimate.of(values);
        return estimate.stdErr() * Math.sqrt(estimate.draws());
    }
}
