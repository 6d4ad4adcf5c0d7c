package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Captured operations and who makes and needs what; it leaves out what nobody needs, and lets operations absorb those before them. */
final class Graph {

    private List<Operation> operations;
    private final Collection<Storage> results;
    private final Set<float[]> assigned = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Storage, Operation> makers = new IdentityHashMap<>();
    private final Map<Storage, Integer> uses = new IdentityHashMap<>();

    private Graph(List<Operation> operations, Collection<Storage> results) {
        this.operations = operations;
        this.results = results;
    }

    /** Operations that have the same effects and the same results, to the bit. */
    static List<Operation> simplified(List<Operation> operations, Collection<Storage> results) {
        Graph graph = new Graph(operations, results);
        do {
            graph.leaveOutUnused();
        } while (graph.fuse());
        return graph.operations;
    }

    /** The operation whose first output a tensor is; null for one that exists before the step, and for a reshaped one, whose rows are others. */
    Operation maker(Tensor tensor) {
        Operation maker = makers.get(tensor.storage());
        return maker != null && maker.output().storage() == tensor.storage() && maker.output().layout().same(tensor.layout()) ? maker : null;
    }

    /** Whether it has a maker and is needed once, by one operation. */
    boolean onlyUse(Tensor tensor) {
        return maker(tensor) != null && uses.getOrDefault(tensor.storage(), 0) == 1;
    }

    private void leaveOutUnused() {
        makers.clear();
        uses.clear();
        results.forEach(this::use);
        Set<Storage> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
        wanted.addAll(results);
        List<Operation> needed = new ArrayList<>();
        for (Operation operation : operations.reversed()) {
            boolean used = operation.hasEffect();
            for (Tensor output : operation.outputs()) {
                used |= wanted.remove(output.storage()); // an earlier maker is one that this has absorbed
            }
            if (used) {
                needed.add(operation);
                for (Tensor input : operation.inputs()) {
                    use(input.storage());
                    wanted.add(input.storage());
                }
                for (Tensor output : operation.outputs()) {
                    if (!output.storage().isPlaced()) {
                        makers.putIfAbsent(output.storage(), operation);
                    }
                }
            }
        }
        operations = needed.reversed();
    }

    private void use(Storage storage) {
        uses.merge(storage, 1, Integer::sum);
    }

    private boolean fuse() {
        boolean any = false;
        assigned.clear();
        List<Operation> after = new ArrayList<>(operations.size());
        for (Operation operation : operations) {
            if (operation instanceof Assign) {
                assigned.add(operation.output().storage().array);
            }
            Operation fused = operation.fused(this);
            if (fused == null || readsAssigned(fused)) {
                after.add(operation);
                continue;
            }
            any = true;
            after.add(fused);
            for (Tensor output : fused.outputs()) {
                makers.replace(output.storage(), fused);
            }
        }
        operations = after;
        return any;
    }

    /** Whether it reads where something has been assigned: what it has absorbed may have read that before. */
    private boolean readsAssigned(Operation operation) {
        for (Tensor input : operation.inputs()) {
            if (input.storage().isPlaced() && assigned.contains(input.storage().array)) {
                return true;
            }
        }
        return false;
    }
}
