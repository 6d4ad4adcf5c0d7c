package org.unshatter.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.Parameters;
import org.unshatter.kernels.Optimizers;
import org.unshatter.safetensors.Entry;

/**
 * A training's way through its parameters: makes the steps of an {@link Optimizer}, and keeps what it must remember between them.
 *
 * <p>A step is one pass over the arrays of {@link Parameters} for each range of equally treated parameters; threads share long ranges. The bits do not depend on
 * their number, nor on how the parameters are divided into groups that are treated alike. A step allocates nothing. It takes gradients as they are: a NaN or an
 * infinity among them reaches parameter and state, and is for the caller to find, for instance by the norm that {@link Clipping#apply} returns.
 *
 * <p>For a training to go on to the bit, {@link #entries} has to be saved together with the parameters' values. Used by one thread at a time.
 */
public final class OptimizerState {

    private static final String STEPS = "steps";

    private final Optimizer optimizer;
    private final float[] values;
    private final float[] gradients;
    private final ParameterGroups.Range[] ranges;
    private final double largestFactor;
    private final List<String> names;
    private final float[][] memory;
    private long steps;

    OptimizerState(Optimizer optimizer, Parameters parameters, ParameterGroups groups) {
        this.optimizer = optimizer;
        values = parameters.values();
        gradients = parameters.gradients();
        ranges = groups.ranges(parameters).toArray(ParameterGroups.Range[]::new);
        double largest = 1;
        for (ParameterGroups.Range range : ranges) {
            largest = Math.max(largest, range.rate());
        }
        largestFactor = largest;
        names = remembered(optimizer);
        memory = names.stream().map(name -> Memory.floats(values.length, () -> "the " + name + " that " + optimizer + " keeps")).toArray(float[][]::new);
    }

    private static List<String> remembered(Optimizer optimizer) {
        return switch (optimizer) {
            case Sgd o -> o.momentum() == 0 ? List.of() : List.of("velocity");
            case Adam _, AdamW _ -> List.of("mean", "square");
            case RmsProp o -> o.momentum() == 0 ? List.of("square") : List.of("square", "velocity");
        };
    }

    /** Steps made so far. */
    public long steps() {
        return steps;
    }

    /**
     * Moves the parameters by their gradients.
     *
     * @param rate the learning rate, at least 0; parameters with a factor of their own have this times the factor
     * @throws IllegalArgumentException if the rate is negative or not finite, or too large with a factor; nothing has changed then
     * @throws IllegalStateException    within a captured function
     */
    public void step(double rate) {
        Captured.requireOutside("a step of an optimiser");
        if (!(rate >= 0 && rate * largestFactor <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("rate is " + rate + ", expected a finite number, at least 0"
                    + (largestFactor > 1 ? ", that is finite times " + largestFactor + " too" : ""));
        }
        steps++;
        for (ParameterGroups.Range range : ranges) {
            step(rate * range.rate(), range.decays(), range.from(), range.to() - range.from());
        }
    }

    private void step(double rate, boolean decays, int at, int n) {
        switch (optimizer) {
            case Sgd o when o.momentum() == 0 -> Optimizers.sgd(n, rate, decays ? o.decay() : 0, values, at, gradients, at);
            case Sgd o -> Optimizers.momentum(n, rate, o.momentum(), o.nesterov(), decays ? o.decay() : 0, values, at, gradients, at, memory[0], at);
            case Adam o -> Optimizers.adam(n, steps, rate, o.beta1(), o.beta2(), o.epsilon(), decays ? o.decay() : 0,
                    values, at, gradients, at, memory[0], at, memory[1], at);
            case AdamW o -> Optimizers.adamW(n, steps, rate, o.beta1(), o.beta2(), o.epsilon(), decays ? o.decay() : 0,
                    values, at, gradients, at, memory[0], at, memory[1], at);
            case RmsProp o when o.momentum() == 0 -> Optimizers.rmsProp(n, rate, o.smoothing(), o.epsilon(), decays ? o.decay() : 0,
                    values, at, gradients, at, memory[0], at);
            case RmsProp o -> Optimizers.rmsPropMomentum(n, rate, o.smoothing(), o.epsilon(), o.momentum(), decays ? o.decay() : 0,
                    values, at, gradients, at, memory[1], at, memory[0], at);
        }
    }

    /**
     * A copy of what is remembered: "steps" and, as the optimiser has them, "velocity", "mean" and "square", which lie as the parameters do in their arrays,
     * gaps included.
     */
    public SequencedMap<String, Entry> entries() {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        entries.put(STEPS, Entry.of(new long[] {steps}));
        for (int i = 0; i < memory.length; i++) {
            entries.put(names.get(i), Entry.of(memory[i], memory[i].length));
        }
        return entries;
    }

    /** Size of all that it remembers. */
    public long bytes() {
        return (long) Float.BYTES * values.length * memory.length;
    }

    /**
     * Goes on from where {@link #entries} were taken.
     *
     * @throws IllegalArgumentException if these are not the entries of such an optimiser for so many parameters; nothing has changed then
     */
    public void restore(Map<String, Entry> entries) {
        Restored restored = new Restored("optimizer " + optimizer, entries);
        long restoredSteps = restored.count(STEPS);
        List<float[]> arrays = new ArrayList<>();
        for (String name : names) {
            arrays.add(restored.floats(name, values.length));
        }
        restored.requireAllRead();
        steps = restoredSteps;
        for (int i = 0; i < memory.length; i++) {
            System.arraycopy(arrays.get(i), 0, memory[i], 0, values.length);
        }
    }
}
