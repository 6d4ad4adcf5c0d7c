package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A function of tensors, or a whole training step, that is recorded once for each shape of its inputs (and anew where they share elements with other tensors
 * than before, of which one is assigned to) and then replayed: buffers are planned from
 * their lifetimes, operations fused, and a replay allocates nothing. The bits are those of calling the function as it is.
 * <pre>{@code
 * Captured step = Captured.of(in -> {
 *     Tape tape = new Tape();
 *     Tensor w = tape.variable(parameters.value(0));
 *     Tensor loss = in[0].matmulTransposed(w).relu().meanSquaredError(in[1]);
 *     tape.gradients(loss).of(w).assignTo(parameters.gradient(0));
 *     return new Tensor[] {loss};
 * });
 * float loss = step.run(x, target)[0].item();
 * }</pre>
 *
 * <p>While the function is recorded nothing is computed, so it must not look at elements, and what it decides by other means is decided once and for all.
 * Tensors that it finds outside, such as parameters, are read anew in each run, from where they are.
 *
 * <p>Used by one thread at a time, since a run writes to arrays of the capture; several threads take a capture each, over the same parameters if they only read these.
 */
public final class Captured {

    private final Function<Tensor[], Tensor[]> function;
    private final List<Recording> recordings = new ArrayList<>();

    private Captured(Function<Tensor[], Tensor[]> function) {
        this.function = function;
    }

    /** Captures a function when it is first run. */
    public static Captured of(Function<Tensor[], Tensor[]> function) {
        return new Captured(Objects.requireNonNull(function, "function"));
    }

    /**
     * Runs the function. The results belong to the capture: the next run overwrites them, so they cannot be its inputs. A run is not recorded on a tape outside.
     *
     * @param inputs an array that is there already spares the one that the compiler makes for a list of arguments
     * @throws OutOfMemoryException if the step does not fit; nothing has been computed then
     */
    public Tensor[] run(Tensor... inputs) {
        Trace.requireNone();
        Recording recording = recording(inputs);
        recording.plan.allocate();
        recording.bind(inputs);
        recording.plan.run();
        return recording.results;
    }

    /**
     * Does all of a first run with inputs of these shapes but the computing: what takes the memory of several steps can have each refused before the first runs.
     *
     * @throws OutOfMemoryException if the step does not fit
     */
    public void prepare(Tensor... inputs) {
        Trace.requireNone();
        recording(inputs).plan.allocate();
    }

    /**
     * For what changes something at once, such as an optimiser's step: within a captured function it would happen once, while that is recorded, and in no run.
     *
     * @param what the change, for the message
     * @throws IllegalStateException if this thread is recording a captured function
     */
    public static void requireOutside(String what) {
        Trace.requireNone(what);
    }

    /** Bytes that a run with inputs of these shapes needs for what it computes, known before it runs. */
    public long peakBytes(Tensor... inputs) {
        return recording(inputs).plan.bytes();
    }

    /** Operations that a run with inputs of these shapes consists of, after fusing. */
    public int operations(Tensor... inputs) {
        return recording(inputs).plan.operations();
    }

    private Recording recording(Tensor... inputs) {
        for (int i = 0; i < recordings.size(); i++) { // without an iterator, which would be allocated
            if (recordings.get(i).fits(inputs)) {
                return recordings.get(i);
            }
        }
        Recording recording = new Recording(function, inputs);
        recordings.add(recording);
        return recording;
    }

    /** The function for inputs of certain shapes. */
    private static final class Recording {
        private final Tensor[] inputs;
        private final Tensor[] results;
        private final Plan plan;
        /** What the function assigns to; inputs among them are elsewhere in each run. */
        private final Storage[] targets;
        /** What it finds outside, such as parameters; empty if no target is an input, as what stays where it is goes on to share what it shared. */
        private final Storage[] outside;
        /** For each input, then each tensor outside, and each target whether they share elements: what may be computed where, and in which order, depends on it. */
        private final boolean[][] shared;

        Recording(Function<Tensor[], Tensor[]> function, Tensor... like) {
            inputs = new Tensor[like.length];
            for (int i = 0; i < like.length; i++) {
                like[i].requirePlaced();
                Storage storage = like[i].storage();
                inputs[i] = new Tensor(like[i].layout(), new Storage(storage.array, storage.offset, storage.length), null);
            }
            Tensor[][] made = new Tensor[1][];
            List<Operation> operations = Trace.record(() -> made[0] = function.apply(inputs.clone()));
            results = Arrays.stream(Objects.requireNonNull(made[0], "what the captured function returned")).map(Tensor::detach).toArray(Tensor[]::new);
            targets = operations.stream().filter(Assign.class::isInstance).map(assign -> assign.output().storage()).toArray(Storage[]::new);
            boolean targetsMove = IntStream.range(0, targets.length).anyMatch(t -> target(t, like) != targets[t]);
            outside = !targetsMove ? new Storage[0] : operations.stream().flatMap(operation -> Stream.of(operation.inputs(), operation.outputs())).flatMap(Arrays::stream)
                    .map(Tensor::storage).filter(storage -> storage.isPlaced() && Arrays.stream(inputs).noneMatch(input -> input.storage() == storage))
                    .distinct().toArray(Storage[]::new);
            shared = new boolean[inputs.length + outside.length][targets.length];
            for (int i = 0; i < shared.length; i++) {
                for (int t = 0; t < targets.length; t++) {
                    shared[i][t] = at(i, like).overlaps(target(t, like));
                }
            }
            Set<Storage> kept = Collections.newSetFromMap(new IdentityHashMap<>());
            Stream.of(results, inputs).flatMap(Arrays::stream).map(Tensor::storage).forEach(kept::add);
            plan = new Plan(operations, kept);
        }

        boolean fits(Tensor... others) {
            if (others.length != inputs.length) {
                return false;
            }
            for (int i = 0; i < inputs.length; i++) {
                if (!inputs[i].layout().same(others[i].layout())) {
                    return false;
                }
            }
            for (int i = 0; i < shared.length; i++) {
                for (int t = 0; t < targets.length; t++) {
                    if (at(i, others).overlaps(target(t, others)) != shared[i][t]) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** Where an input is in a run with these, or a tensor outside. */
        private Storage at(int i, Tensor... values) {
            return i < inputs.length ? values[i].storage() : outside[i - inputs.length];
        }

        /** Where a target is in a run with these inputs. */
        private Storage target(int t, Tensor... values) {
            for (int i = 0; i < inputs.length; i++) {
                if (inputs[i].storage() == targets[t]) {
                    return values[i].storage();
                }
            }
            return targets[t];
        }

        void bind(Tensor... values) {
            for (int i = 0; i < inputs.length; i++) {
                values[i].requirePlaced();
                plan.requireOutside(values[i].storage());
                inputs[i].storage().place(values[i].storage().array, values[i].storage().offset);
            }
        }
    }
}
