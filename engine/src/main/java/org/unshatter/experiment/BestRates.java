package org.unshatter.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.unshatter.arch.Architecture;

/** The learning rates that suited nets best in a sweep, by the text of the architecture. Depths between those of the sweep are interpolated. */
public final class BestRates implements Function<String, List<Double>> {

    private final SequencedMap<String, TreeMap<Integer, Double>> kinds = new LinkedHashMap<>();

    private BestRates() {
    }

    /** For each net the rate by which it had the largest validation accuracy after its last epoch, as mean over seeds; a diverged training counts as 0. */
    public static BestRates of(List<Outcome> outcomes) {
        SequencedMap<String, List<Outcome>> groups = new LinkedHashMap<>();
        outcomes.forEach(outcome -> groups.computeIfAbsent(outcome.architecture(), _ -> new ArrayList<>()).add(outcome));
        BestRates rates = new BestRates();
        groups.forEach((architecture, group) -> rates.kinds.computeIfAbsent(withoutDepth(architecture), _ -> new TreeMap<>())
                .put(Architecture.parse(architecture).depth(), best(group)));
        return rates;
    }

    /** What a line of a figure has in common. */
    static String withoutDepth(String architecture) {
        return architecture.replaceFirst(",depth=\\d+", "");
    }

    /** Of equally good ones, as when all diverged, the smallest. */
    static double best(List<Outcome> group) {
        TreeMap<Double, List<Outcome>> byRate = new TreeMap<>();
        group.forEach(outcome -> byRate.computeIfAbsent(outcome.rate(), _ -> new ArrayList<>()).add(outcome));
        double best = Double.NaN;
        double most = -1;
        for (Map.Entry<Double, List<Outcome>> entry : byRate.entrySet()) {
            double mean = entry.getValue().stream().mapToDouble(outcome -> outcome.diverged().isPresent() ? 0 : outcome.validation()).average().orElseThrow();
            if (mean > most) {
                most = mean;
                best = entry.getKey();
            }
        }
        return best;
    }

    /**
     * One rate: on logarithmic scales on the line between the rates of the two nearest depths, to two digits.
     *
     * @throws IllegalArgumentException if the sweep has no such net, or none of both a lesser and a greater depth
     */
    @Override
    public List<Double> apply(String architecture) {
        TreeMap<Integer, Double> byDepth = kinds.get(withoutDepth(architecture));
        if (byDepth == null) {
            throw new IllegalArgumentException("the sweep that rates are taken from has no net like " + architecture + ", expected one; it has " + kinds.sequencedKeySet());
        }
        int depth = Architecture.parse(architecture).depth();
        Map.Entry<Integer, Double> below = byDepth.floorEntry(depth);
        Map.Entry<Integer, Double> above = byDepth.ceilingEntry(depth);
        if (below == null || above == null) {
            throw new IllegalArgumentException("depth of " + architecture + " is " + depth + ", expected one within those that rates are known of, " + byDepth.keySet());
        }
        return List.of(below.getKey() == depth ? below.getValue() : between(below, above, depth));
    }

    private static double between(Map.Entry<Integer, Double> below, Map.Entry<Integer, Double> above, int depth) {
        double share = (Math.log(depth) - Math.log(below.getKey())) / (Math.log(above.getKey()) - Math.log(below.getKey()));
        double rate = Math.exp((1 - share) * Math.log(below.getValue()) + share * Math.log(above.getValue()));
        return new BigDecimal(rate).round(new MathContext(2)).doubleValue();
    }
}
