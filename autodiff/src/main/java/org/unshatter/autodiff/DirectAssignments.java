package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lets what is assigned to a tensor outside be computed where it is wanted, and leaves out the copy: if nobody else reads or writes that place between the two,
 * and nobody reads the original later, when something else may have been assigned.
 */
final class DirectAssignments {

    /** What begins at one offset of an array: how long it is, and when it was last read or written. */
    private record Run(int length, int touched) {
    }

    /** Of an array that exists before the step. */
    private static final class Runs {
        private final TreeMap<Integer, Run> byOffset = new TreeMap<>();
        private int longest;

        void touch(Storage storage, int when) {
            longest = Math.max(longest, storage.length);
            byOffset.merge(storage.offset, new Run(storage.length, when), (before, now) -> new Run(Math.max(before.length, now.length), when));
        }

        /** When anything that overlaps was last touched; −1 if never. */
        int touched(Storage storage) {
            int last = -1;
            for (Map.Entry<Integer, Run> run : byOffset.subMap(storage.offset - longest, storage.offset + storage.length).entrySet()) {
                if (storage.offset < run.getKey() + run.getValue().length) {
                    last = Math.max(last, run.getValue().touched);
                }
            }
            return last;
        }
    }

    private final Map<Storage, Integer> makers = new IdentityHashMap<>();
    private final Map<Storage, Integer> lastReads = new IdentityHashMap<>();
    private final Map<float[], Runs> outside = new IdentityHashMap<>();

    private DirectAssignments() {
    }

    /** The operations without the copies. @param kept what must be where it is after a run */
    static List<Operation> without(List<Operation> operations, Set<Storage> kept) {
        DirectAssignments assignments = new DirectAssignments();
        for (int i = 0; i < operations.size(); i++) {
            for (Tensor input : operations.get(i).inputs()) {
                assignments.lastReads.put(input.storage(), i);
            }
        }
        List<Operation> after = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            boolean direct = operation instanceof Assign && assignments.isDirect(operation.input(0).storage(), operation.output().storage(), i, kept);
            assignments.pass(operation, i);
            if (direct) {
                Storage to = operation.output().storage();
                operation.input(0).storage().place(to.array, to.offset);
            } else {
                after.add(operation);
            }
        }
        return after;
    }

    private boolean isDirect(Storage from, Storage to, int when, Set<Storage> kept) {
        Runs runs = outside.get(to.array);
        return makers.containsKey(from) && lastReads.get(from) == when && !kept.contains(from) && !kept.contains(to)
                && (runs == null || runs.touched(to) < makers.get(from));
    }

    private void pass(Operation operation, int when) {
        for (Tensor input : operation.inputs()) {
            touch(input.storage(), when);
        }
        for (Tensor output : operation.outputs()) {
            touch(output.storage(), when);
            if (!output.storage().isPlaced()) {
                makers.put(output.storage(), when);
            }
        }
    }

    private void touch(Storage storage, int when) {
        if (storage.isPlaced()) {
            outside.computeIfAbsent(storage.array, a -> new Runs()).touch(storage, when);
        }
    }
}
