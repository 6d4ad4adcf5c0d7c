package org.unshatter.bench;

import java.util.List;
import java.util.stream.Stream;

/** One line of a table: a kernel at a shape, and what it is measured beside. */
sealed interface Case permits ComputeCase, StreamCase, LoopCase {
    /** All cases, in the order of the tables. */
    static List<Case> all() {
        return Stream.<List<? extends Case>>of(GemmCase.ALL, ConvCase.ALL, LayoutCase.ALL, StreamCase.ALL, StepCase.ALL, LoopCase.ALL).<Case>flatMap(List::stream).toList();
    }

    /**
     * A case of {@link #all}, or any product of matrices, any convolution, any training step or any step of a training loop.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static Case named(String name) {
        return all().stream().filter(c -> c.name().equals(name)).findFirst().orElseGet(
                () -> StepCase.isNamed(name) ? StepCase.of(name) : LoopCase.isNamed(name) ? LoopCase.of(name) : name.startsWith("conv_") ? ConvCase.of(name) : GemmCase.of(name));
    }

    /** The name by which users choose it. */
    String name();

    /** Heap of the JVM that measures it, as {@code -Xmx} takes it. */
    String heap();

    /** How many calls are timed together, so that reading the clock does not count. */
    int callsTimedTogether();

    /** Bytes that a call allocates at most when all is compiled. */
    default long bytesPerCall() {
        return 0;
    }

    /** Whether there is something to measure beside it. */
    boolean hasRival();

    /** Makes the operands; called in the JVM that measures. */
    Workload prepare();
}
