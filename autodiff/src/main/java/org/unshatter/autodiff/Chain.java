package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.unshatter.kernels.Workers;

/**
 * Pointwise operations on equally many elements, one after the other, block by block: a block stays in the first-level cache while all of them pass over it,
 * and what only they need never leaves it. The bits are those of the single passes.
 */
final class Chain extends Operation {

    /** Elements of a block: with some six operands it fills half of a small L1. */
    private static final int BLOCK = 512;
    private static final int RUN = Pointwise.RUN;

    private static final ThreadLocal<float[][]> SCRATCH = ThreadLocal.withInitial(() -> new float[0][]);

    private final Pointwise[] links;
    /** For each link the scratch block that an input or its output is, or −1 for a tensor. A block serves again once its last reader is reached. */
    private final int[] first;
    private final int[] second;
    private final int[] result;
    private final int blocks;
    private final int length;
    private final IntConsumer runs = this::computeRun;

    private Chain(List<Pointwise> links, Collection<Tensor> inputs, List<Tensor> outputs, Map<Storage, Integer> scratch) {
        super(inputs.toArray(Tensor[]::new), outputs.toArray(Tensor[]::new));
        this.links = links.toArray(Pointwise[]::new);
        blocks = scratch.values().stream().mapToInt(block -> block + 1).max().orElse(0);
        length = this.links[0].output().storage().length;
        first = new int[this.links.length];
        second = new int[this.links.length];
        result = new int[this.links.length];
        for (int i = 0; i < this.links.length; i++) {
            Pointwise link = this.links[i];
            first[i] = scratch.getOrDefault(link.input(0).storage(), -1);
            second[i] = link.inputs().length < 2 ? -1 : scratch.getOrDefault(link.input(1).storage(), -1);
            result[i] = scratch.getOrDefault(link.output().storage(), -1);
        }
    }

    /** The same operations, those next to each other that can be linked being linked. */
    static List<Operation> linked(List<Operation> operations, Collection<Storage> results) {
        Map<Storage, Integer> uses = new IdentityHashMap<>();
        operations.forEach(o -> {
            for (Tensor input : o.inputs()) {
                uses.merge(input.storage(), 1, Integer::sum);
            }
        });
        results.forEach(s -> uses.merge(s, 1, Integer::sum));
        List<Operation> after = new ArrayList<>();
        List<Pointwise> links = new ArrayList<>();
        for (Operation operation : operations) {
            boolean fits = operation instanceof Pointwise
                    && (links.isEmpty() || links.getFirst().output().storage().length == operation.output().storage().length);
            if (!fits) {
                close(links, uses, after);
            }
            if (operation instanceof Pointwise link) {
                links.add(link);
            } else {
                after.add(operation);
            }
        }
        close(links, uses, after);
        return after;
    }

    private static void close(List<Pointwise> links, Map<Storage, Integer> uses, List<Operation> after) {
        if (links.size() > 1) {
            after.add(of(links, uses));
        } else {
            after.addAll(links);
        }
        links.clear();
    }

    private static Chain of(List<Pointwise> links, Map<Storage, Integer> uses) {
        Map<Storage, Integer> usesInside = new IdentityHashMap<>();
        Map<Storage, Pointwise> lastUse = new IdentityHashMap<>();
        Map<Storage, Tensor> made = new IdentityHashMap<>();
        Map<Storage, Tensor> taken = new LinkedHashMap<>();
        for (Pointwise link : links) {
            for (Tensor input : link.inputs()) {
                usesInside.merge(input.storage(), 1, Integer::sum);
                lastUse.put(input.storage(), link);
                if (!made.containsKey(input.storage())) {
                    taken.putIfAbsent(input.storage(), input);
                }
            }
            made.put(link.output().storage(), link.output());
        }
        Map<Storage, Integer> scratch = new IdentityHashMap<>();
        BitSet occupied = new BitSet();
        List<Tensor> outputs = new ArrayList<>();
        for (Pointwise link : links) {
            for (Tensor input : link.inputs()) {
                if (scratch.containsKey(input.storage()) && lastUse.get(input.storage()) == link) {
                    occupied.clear(scratch.get(input.storage()));
                }
            }
            Storage output = link.output().storage();
            if (!output.isPlaced() && uses.get(output).equals(usesInside.get(output))) {
                scratch.put(output, occupied.nextClearBit(0));
                occupied.set(scratch.get(output));
            } else {
                outputs.addFirst(link.output());
            }
        }
        return new Chain(links, taken.values(), outputs, scratch);
    }

    @Override
    void compute() {
        Workers.run(Math.ceilDiv(length, RUN), runs);
    }

    private void computeRun(int run) {
        float[][] scratch = SCRATCH.get();
        if (scratch.length < blocks) {
            scratch = new float[blocks][BLOCK];
            SCRATCH.set(scratch);
        }
        int elements = Math.min(RUN, length - run * RUN); // where the next run begins may be beyond an int
        for (int done = 0; done < elements; done += BLOCK) {
            int at = run * RUN + done;
            int n = Math.min(BLOCK, elements - done);
            for (int i = 0; i < links.length; i++) {
                Pointwise link = links[i];
                Storage x = link.input(0).storage();
                Storage y = link.inputs().length < 2 ? null : link.input(1).storage();
                Storage z = link.output().storage();
                link.compute(n, first[i] < 0 ? x.array : scratch[first[i]], first[i] < 0 ? x.offset + at : 0,
                        y == null ? null : second[i] < 0 ? y.array : scratch[second[i]], y == null || second[i] >= 0 ? 0 : y.offset + at,
                        result[i] < 0 ? z.array : scratch[result[i]], result[i] < 0 ? z.offset + at : 0);
            }
        }
    }

    /** The first output is that of the last link: what it writes over, nobody reads any more in that block. */
    @Override
    boolean mayOverwrite(int input) {
        return true;
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        throw new IllegalStateException("a chain is captured, not differentiated");
    }
}
