package org.unshatter.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.unshatter.autodiff.Parameters;
import org.unshatter.nn.Layer;

/**
 * Which parameters decay, and which learn faster or slower than others; unless told, all decay and have the same rate. A value: each method returns another one.
 * <pre>{@code
 * ParameterGroups groups = ParameterGroups.of(network).decayWeightsOnly().rate(0.1, name -> name.endsWith("slope"));
 * OptimizerState state = new AdamW().on(Parameters.of(List.copyOf(network.parameters().values())), groups);
 * }</pre>
 *
 * <p>Neighbours that are treated alike make one range of the parameters' arrays, and each range is one pass. A net of many small layers whose biases do not
 * decay has two ranges per layer, each of which costs some tens of nanoseconds beside the pass.
 */
public final class ParameterGroups {

    private final List<String> names;
    private final double[] rates;
    private final boolean[] decays;

    private ParameterGroups(List<String> names, double[] rates, boolean[] decays) {
        this.names = names;
        this.rates = rates;
        this.decays = decays;
    }

    /** Of the parameters of a layer or network. */
    public static ParameterGroups of(Layer layer) {
        return of(layer.parameters().sequencedKeySet());
    }

    /** Of parameters with these names, in this order. */
    public static ParameterGroups of(Collection<String> names) {
        double[] rates = new double[names.size()];
        boolean[] decays = new boolean[names.size()];
        Arrays.fill(rates, 1);
        Arrays.fill(decays, true);
        return new ParameterGroups(List.copyOf(names), rates, decays);
    }

    static ParameterGroups alike(int count) {
        return of(Collections.nCopies(count, "parameter"));
    }

    /**
     * With another learning rate for some; of several calls for the same parameter the last one counts.
     *
     * @param factor what the learning rate is multiplied by, that of a decoupled decay too; with 0 the parameter stays as it is
     * @param which  chooses by name
     * @throws IllegalArgumentException if the factor is negative or not finite, or no name is chosen
     */
    public ParameterGroups rate(double factor, Predicate<String> which) {
        double[] changed = rates.clone();
        Check.notNegative("factor", factor);
        requireSome(which);
        for (int i = 0; i < changed.length; i++) {
            if (which.test(names.get(i))) {
                changed[i] = factor;
            }
        }
        return new ParameterGroups(names, changed, decays);
    }

    /**
     * Without weight decay for some, besides those that had none before.
     *
     * @param which chooses by name
     * @throws IllegalArgumentException if no name is chosen
     */
    public ParameterGroups withoutDecay(Predicate<String> which) {
        requireSome(which);
        return decay(which.negate());
    }

    /**
     * With weight decay for those only that are named "weight", by themselves or behind the last dot: not for biases, for gains and shifts of normalisations,
     * for slopes of rectifiers, and for factors of branches. What had none before has none either.
     */
    public ParameterGroups decayWeightsOnly() {
        return decay(name -> name.substring(name.lastIndexOf('.') + 1).equals("weight"));
    }

    private ParameterGroups decay(Predicate<String> may) {
        boolean[] changed = decays.clone();
        for (int i = 0; i < changed.length; i++) {
            changed[i] &= may.test(names.get(i));
        }
        return new ParameterGroups(names, rates, changed);
    }

    /** A choice that chooses nothing is a misspelt one. */
    private void requireSome(Predicate<String> which) {
        if (names.stream().noneMatch(which)) {
            throw new IllegalArgumentException("none of the names " + names + " is chosen, expected some");
        }
    }

    /**
     * Neighbours in the arrays that are treated alike, with the gaps behind them.
     *
     * @param from   where they begin
     * @param to     where they end
     * @param rate   what the learning rate is multiplied by
     * @param decays whether there is weight decay
     */
    record Range(int from, int to, double rate, boolean decays) {
    }

    List<Range> ranges(Parameters parameters) {
        if (parameters.count() != names.size()) {
            throw new IllegalArgumentException("there are " + parameters.count() + " parameters, expected " + names.size() + " as in the groups");
        }
        List<Range> ranges = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= names.size(); i++) {
            if (i == names.size() || rates[i] != rates[first] || decays[i] != decays[first]) {
                ranges.add(new Range(parameters.offset(first), parameters.offset(i), rates[first], decays[first]));
                first = i;
            }
        }
        return ranges;
    }

    /** A line for each parameter that is treated differently; empty if there is none. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rates.length; i++) {
            if (rates[i] != 1 || !decays[i]) {
                text.append(names.get(i)).append(": rate x ").append(Settings.number(rates[i])).append(decays[i] ? "" : ", no decay").append('\n');
            }
        }
        return text.toString();
    }
}
