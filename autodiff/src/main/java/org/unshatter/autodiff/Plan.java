package org.unshatter.autodiff;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A step, ready to run: its operations in order, and a place in one array for all that they compute. Places are given back after the last use, taken over where
 * an operation works element by element, and left out where the result can be written straight to where it is assigned.
 */
final class Plan {

    /** HotSpot's elements begin 16 bytes into an array, and large arrays at the start of a region: from here on they are aligned to 64 bytes. */
    private static final int FIRST = 12;

    private final Operation[] operations;
    private final Map<Storage, Long> places = new IdentityHashMap<>();
    private final Set<Storage> kept;
    private final long floats;
    private float[] array;

    /** @param kept what must be where it is after a run: results and inputs */
    Plan(List<Operation> recorded, Set<Storage> kept) {
        this.kept = kept;
        List<Operation> simplified = DirectAssignments.without(Chain.linked(Graph.simplified(recorded, kept), kept), kept);
        operations = simplified.toArray(Operation[]::new);
        floats = place();
    }

    private long place() {
        Map<Storage, Integer> lastUse = new IdentityHashMap<>();
        for (int i = 0; i < operations.length; i++) {
            for (Tensor input : operations[i].inputs()) {
                lastUse.put(input.storage(), i);
            }
            for (Tensor output : operations[i].outputs()) {
                lastUse.put(output.storage(), i);
            }
        }
        kept.forEach(s -> lastUse.put(s, operations.length));
        Arena arena = new Arena();
        for (int i = 0; i < operations.length; i++) {
            Operation operation = operations[i];
            Set<Storage> dying = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Tensor input : operation.inputs()) {
                Storage storage = input.storage();
                if (!storage.isPlaced() && !places.containsKey(storage)) {
                    throw new IllegalStateException(operation + " reads a tensor of shape " + input.layout() + " from another capture, expected one of this, or a result");
                }
                if (places.containsKey(storage) && lastUse.get(storage) == i) {
                    dying.add(storage);
                }
            }
            for (int o = 0; o < operation.outputs().length; o++) {
                Storage output = operation.output(o).storage();
                if (output.isPlaced()) {
                    continue;
                }
                if (!places.containsKey(output)) { // else what this has absorbed is needed as well, and makes it, too
                    Storage overwritten = o == 0 ? overwritten(operation, output, dying) : null;
                    places.put(output, overwritten == null ? arena.take(output.length) : places.get(overwritten));
                    dying.remove(overwritten);
                }
                if (lastUse.get(output) == i) {
                    dying.add(output);
                }
            }
            dying.forEach(s -> arena.giveBack(places.get(s), s.length));
        }
        return arena.peak();
    }

    /** An input that the output may take the place of: one that is read for the last time, and in no other way than element by element. */
    private static Storage overwritten(Operation operation, Storage output, Set<Storage> dying) {
        Set<Storage> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < operation.inputs().length; i++) {
            if (!operation.mayOverwrite(i)) {
                needed.add(operation.input(i).storage());
            }
        }
        for (Tensor tensor : operation.inputs()) {
            Storage input = tensor.storage();
            if (!needed.contains(input) && input.length == output.length && dying.contains(input)) {
                return input;
            }
        }
        return null;
    }

    /** Bytes for all that is computed, besides what exists before. */
    long bytes() {
        return (floats + FIRST) * Float.BYTES;
    }

    int operations() {
        return operations.length;
    }

    /**
     * Makes the array, unless it is there already.
     *
     * @throws OutOfMemoryException if it is longer than an array can be, or than what is left of the heap
     */
    void allocate() {
        if (array != null) {
            return;
        }
        array = Memory.floats(floats + FIRST, () -> "the step, for what it computes,", "take smaller batches, or, in a program, Tape.checkpoint");
        places.forEach((storage, place) -> {
            if (kept.contains(storage)) {
                storage.place(array, (int) (place + FIRST));
            } else {
                storage.lend(array, (int) (place + FIRST));
            }
        });
    }

    /** Refuses an input that a run would overwrite before it is read. */
    void requireOutside(Storage input) {
        if (input.array == array) {
            throw new IllegalArgumentException("an input is a result of an earlier run, which this one overwrites, expected a copy: Tensor.assignTo makes one");
        }
    }

    void run() {
        for (Operation operation : operations) {
            operation.compute();
        }
    }
}
